"""Addresses of papers: a member's own, and the page where anybody checks one."""

from django.urls import path

from minga.doors.web.certify_term_deposit import certify_term_deposit
from minga.doors.web.verify_paper import verified_paper_page, verify_paper

urlpatterns = [
    path(
        "oficina/cdat/<uuid:deposit_id>/certificado/",
        certify_term_deposit,
        name="certify_term_deposit",
    ),
    path("verificar/", verify_paper, name="verify_paper"),
    path("verificar/<str:code>/", verified_paper_page, name="verified_paper"),
]
