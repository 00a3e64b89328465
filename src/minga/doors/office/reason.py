"""«¿Para qué lo abres?»: before anything of a member is shown, and again after half an hour."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from minga.doors.office.forms.reason import ReasonForm
from minga.doors.office.gate import StaffRequest
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.staff.open_file import FileClosed, look, open_file
from minga.staff.refusals import ReasonMissing

GIVEN = "para_que"  # which form was sent: the one that asks why


def unseen(
    request: StaffRequest, *, subject: str, what: str, title: str, **detail: Any
) -> HttpResponse | None:
    """None when a reason was given and this look is written down; until then the page that asks.

    A form of the page itself that comes too late leads back to it, to be opened again.
    """
    who, by, at = request.employee, visitor(request), clock.now()
    if request.method == "POST" and GIVEN in request.POST:
        return _given(request, subject, title)
    try:
        look(who=who, subject=subject, what=what, by=by, at=at, detail=detail)
    except FileClosed:
        if request.method == "POST":
            return HttpResponseRedirect(request.path)
        return _ask(request, ReasonForm(), title)
    return None


def _given(request: StaffRequest, subject: str, title: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            open_file(
                who=request.employee, subject=subject, reason=form.reason, by=visitor(request),
                at=clock.now(),
            )  # fmt: skip
            return HttpResponseRedirect(request.get_full_path())
        except ReasonMissing:
            form.add_error("detalle", "Escribe el motivo en menos de 150 letras.")
    return _ask(request, form, title)


def _ask(request: StaffRequest, form: ReasonForm, title: str) -> HttpResponse:
    shown = {"form": form, "file_title": title}
    return render(request, "office/reason.html", shown, status=422 if form.errors else 200)
