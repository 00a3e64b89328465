"""Addresses of the office: what a signed-in member can do."""

from django.urls import path

from minga.doors.web.account_terms import account_terms
from minga.doors.web.balances import balances
from minga.doors.web.make_transfer import make_transfer, review_transfer, transfer_receipt
from minga.doors.web.mark_exempt_account import mark_exempt_account, unmark_exempt_account
from minga.doors.web.movements import movements
from minga.doors.web.office_home import office_home

urlpatterns = [
    path("oficina/", office_home, name="office_home"),
    path("oficina/productos/", balances, name="balances"),
    path("oficina/productos/<uuid:product_id>/", movements, name="movements"),
    path("oficina/productos/<uuid:product_id>/condiciones/", account_terms, name="account_terms"),
    path(
        "oficina/productos/<uuid:product_id>/exenta/",
        mark_exempt_account,
        name="mark_exempt_account",
    ),
    path(
        "oficina/productos/<uuid:product_id>/exenta/quitar/",
        unmark_exempt_account,
        name="unmark_exempt_account",
    ),
    path("oficina/transferir/", make_transfer, name="make_transfer"),
    path("oficina/transferir/<uuid:order_id>/", review_transfer, name="review_transfer"),
    path("oficina/transferencias/<uuid:order_id>/", transfer_receipt, name="transfer_receipt"),
]
