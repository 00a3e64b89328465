"""Addresses of what a member is asked to approve."""

from django.urls import path

from minga.doors.web.approve import approve
from minga.doors.web.approve_passkey import approve_passkey, approve_passkey_options

APPROVE = "oficina/aprobar/<uuid:approval_id>/"
urlpatterns = [
    path(APPROVE, approve, name="approve"),
    path(f"{APPROVE}llave/", approve_passkey, name="approve_passkey"),
    path(f"{APPROVE}llave/opciones/", approve_passkey_options, name="approve_passkey_options"),
]
