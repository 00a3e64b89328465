"""Codebtors of a credit request, for the debtor: naming them, and taking one out."""

import contextlib
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.doors.web.codebtor_words import NAMING, STATES, naming_fault
from minga.doors.web.credit_request import editable, mine, next_page
from minga.doors.web.forms.codebtor import CodebtorForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.kit import clock
from minga.loans.name_codebtor import name_codebtor, remove_codebtor
from minga.loans.open_request import RequestNotOpen
from minga.loans.request_queries import RequestView

REMOVE = "quitar"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def credit_codebtors(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Who was named and where each stands; the answer to a name is the same for any number."""
    found = editable(request, request_id)
    if found is None:
        return next_page(mine(request, request_id))
    if REMOVE in request.POST:
        return _removed(request, request_id)
    form = CodebtorForm(request.POST if request.method == "POST" else None, initial=request.kept)
    if form.is_valid():
        try:
            name_codebtor(
                member_id=request.member.id, request_id=request_id, at=clock.now(),
                document_type=form.cleaned_data["tipo_documento"],
                document_number=form.cleaned_data["numero"],
            )  # fmt: skip
            return redirect("web:credit_codebtors", request_id)
        except RequestNotOpen:
            return next_page(found)
        except NAMING as refusal:
            form.add_error(*naming_fault(refusal))
    shown = {"form": form, "request_": found, "codebtors": told(found)}
    return render(request, "web/credit_codebtors.html", shown, status=422 if form.errors else 200)


def told(found: RequestView) -> list[tuple[object, str]]:
    """Each codebtor with where they stand, in words."""
    return [(one, STATES[one.state]) for one in found.codebtors]


def _removed(request: MemberRequest, request_id: UUID) -> HttpResponse:
    with contextlib.suppress(RequestNotOpen, ValueError):  # the page it leads to says what stands
        remove_codebtor(
            member_id=request.member.id, request_id=request_id,
            codebtor_id=UUID(request.POST[REMOVE]), at=clock.now(),
        )  # fmt: skip
    return redirect("web:credit_codebtors", request_id)
