"""Addresses of papers: a member's own, and the page where anybody checks one."""

from django.urls import path

from minga.doors.web.certify_aportes import certify_aportes
from minga.doors.web.certify_paid_loan import certify_paid_loan
from minga.doors.web.certify_term_deposit import certify_term_deposit
from minga.doors.web.copy_codebtor_obligation import copy_codebtor_obligation
from minga.doors.web.copy_promissory_note import copy_promissory_note
from minga.doors.web.print_payment_plan import print_payment_plan
from minga.doors.web.verify_paper import verified_paper_page, verify_paper

LOAN = "oficina/creditos/<uuid:loan_id>/"
urlpatterns = [
    path("oficina/aportes/certificado/", certify_aportes, name="certify_aportes"),
    path(f"{LOAN}plan/", print_payment_plan, name="print_payment_plan"),
    path(f"{LOAN}paz-y-salvo/", certify_paid_loan, name="certify_paid_loan"),
    path(
        "oficina/codeudor/<uuid:codebtor_id>/copia/pdf/",
        copy_codebtor_obligation,
        name="copy_codebtor_obligation",
    ),
    path(
        "oficina/solicitudes/<uuid:request_id>/pagare/pdf/",
        copy_promissory_note,
        name="copy_promissory_note",
    ),
    path(
        "oficina/cdat/<uuid:deposit_id>/certificado/",
        certify_term_deposit,
        name="certify_term_deposit",
    ),
    path("verificar/", verify_paper, name="verify_paper"),
    path("verificar/<str:code>/", verified_paper_page, name="verified_paper"),
]
