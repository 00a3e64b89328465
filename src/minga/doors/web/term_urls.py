"""Addresses of CDAT."""

from django.urls import path

from minga.doors.web import term_deposits as views
from minga.doors.web.exit_receipt import deposit_exit_receipt
from minga.doors.web.former_movements import term_movements
from minga.doors.web.retention_receipt import deposit_retention_receipt
from minga.doors.web.undo_term_renewal import undo_term_renewal

urlpatterns = [
    path("oficina/cdat/", views.new_term_deposit, name="new_term_deposit"),
    path("oficina/cdat/abrir/", views.open_deposit, name="open_deposit"),
    path("oficina/cdat/<uuid:deposit_id>/", views.term_deposit, name="term_deposit"),
    path("oficina/cdat/<uuid:deposit_id>/movimientos/", term_movements, name="term_movements"),
    path(
        "oficina/cdat/<uuid:deposit_id>/vencimiento/",
        views.instruct_term_deposit,
        name="instruct_term_deposit",
    ),
    path(
        "oficina/cdat/<uuid:deposit_id>/cancelar/",
        views.cancel_term_deposit,
        name="cancel_term_deposit",
    ),
    path(
        "oficina/cdat/<uuid:deposit_id>/comprobante/",
        deposit_exit_receipt,
        name="deposit_exit_receipt",
    ),
    path(
        "oficina/cdat/<uuid:deposit_id>/retencion/",
        deposit_retention_receipt,
        name="deposit_retention_receipt",
    ),
    path(
        "oficina/cdat/<uuid:deposit_id>/deshacer/",
        undo_term_renewal,
        name="undo_term_renewal",
    ),
]
