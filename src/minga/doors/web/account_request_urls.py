"""Addresses of asking for an account at sight."""

from django.urls import path

from minga.doors.web import request_savings as savings

urlpatterns = [
    path("oficina/solicitar/ahorro/", savings.request_savings, name="request_savings"),
    path("oficina/solicitar/ahorro/<slug:code>/", savings.ask_account, name="ask_account"),
    path(
        "oficina/solicitudes/ahorro/<uuid:request_id>/",
        savings.account_request,
        name="account_request",
    ),
    path(
        "oficina/solicitudes/ahorro/<uuid:request_id>/retirar/",
        savings.take_back_account_request,
        name="take_back_account_request",
    ),
]
