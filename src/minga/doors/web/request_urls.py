"""Addresses of asking for products, and of following what was asked."""

from django.urls import path

from minga.doors.web import credit_documents as documents
from minga.doors.web import credit_parts as parts
from minga.doors.web import credit_request as whole
from minga.doors.web.codebtor import codebtor, own_obligation, sign_as_codebtor
from minga.doors.web.credit_codebtors import credit_codebtors
from minga.doors.web.request_products import my_requests, request_products
from minga.doors.web.sign_note import own_note, sign_note

ONE = "oficina/solicitudes/<uuid:request_id>/"
urlpatterns = [
    path("oficina/solicitar/", request_products, name="request_products"),
    path("oficina/solicitar/credito/", whole.start_credit, name="start_credit"),
    path("oficina/solicitudes/", my_requests, name="my_requests"),
    path(ONE, whole.credit_request, name="credit_request"),
    path(f"{ONE}credito/", parts.credit_terms, name="credit_terms"),
    path(f"{ONE}ingresos/", parts.credit_income, name="credit_income"),
    path(f"{ONE}autorizaciones/", parts.credit_authorisations, name="credit_authorisations"),
    path(f"{ONE}codeudores/", credit_codebtors, name="credit_codebtors"),
    path(f"{ONE}documentos/", documents.credit_documents, name="credit_documents"),
    path(f"{ONE}documentos/<int:place>/", documents.credit_document, name="credit_document"),
    path(f"{ONE}documentos/<int:place>/ver/", documents.own_document, name="own_document"),
    path(f"{ONE}revisar/", whole.review_request, name="review_request"),
    path(f"{ONE}retirar/", whole.take_back_request, name="take_back_request"),
    path(f"{ONE}firmar/", sign_note, name="sign_note"),
    path(f"{ONE}pagare/", own_note, name="own_note"),
    path("oficina/codeudor/<uuid:codebtor_id>/", codebtor, name="codebtor"),
    path("oficina/codeudor/<uuid:codebtor_id>/firmar/", sign_as_codebtor, name="sign_as_codebtor"),
    path("oficina/codeudor/<uuid:codebtor_id>/copia/", own_obligation, name="own_obligation"),
]
