"""Addresses of a member's credits."""

from django.urls import path

from minga.doors.web.former_movements import loan_movements
from minga.doors.web.loan import loan, loan_payoff
from minga.doors.web.pay_loan import loan_receipt, pay_loan, review_loan_payment

urlpatterns = [
    path("oficina/creditos/<uuid:loan_id>/", loan, name="loan"),
    path("oficina/creditos/<uuid:loan_id>/movimientos/", loan_movements, name="loan_movements"),
    path("oficina/creditos/<uuid:loan_id>/pago-total/", loan_payoff, name="loan_payoff"),
    path("oficina/creditos/<uuid:loan_id>/pagar/", pay_loan, name="pay_loan"),
    path(
        "oficina/creditos/<uuid:loan_id>/pagar/revisar/",
        review_loan_payment,
        name="review_loan_payment",
    ),
    path("oficina/creditos/pagos/<uuid:payment_id>/", loan_receipt, name="loan_receipt"),
]
