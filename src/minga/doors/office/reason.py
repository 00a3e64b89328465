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

    What was typed in a form of the page itself is kept meanwhile, and goes on with the reason.
    """
    who, by = request.employee, visitor(request)
    form = ReasonForm(request.POST if GIVEN in request.POST else None)
    if form.is_bound:
        if not _opened(request, form, subject):
            return _ask(request, form, title)
        if not _typed(request):
            return HttpResponseRedirect(request.get_full_path())
    try:
        look(who=who, subject=subject, what=what, by=by, at=clock.now(), detail=detail)
    except FileClosed:
        return _ask(request, form, title)
    return None


def _opened(request: StaffRequest, form: ReasonForm, subject: str) -> bool:
    if not form.is_valid():
        return False
    try:
        open_file(
            who=request.employee, subject=subject, reason=form.reason, by=visitor(request),
            at=clock.now(),
        )  # fmt: skip
    except ReasonMissing:
        form.add_error("detalle", "Escribe el motivo en menos de 150 letras.")
        return False
    return True


def _typed(request: StaffRequest) -> dict[str, str]:
    """The fields of another form that came along."""
    own = {"csrfmiddlewaretoken", *ReasonForm.base_fields}
    return {name: str(value) for name, value in request.POST.items() if name not in own}


def _ask(request: StaffRequest, form: ReasonForm, title: str) -> HttpResponse:
    shown = {"form": form, "file_title": title, "kept": _typed(request).items()}
    return render(request, "office/reason.html", shown, status=422 if form.errors else 200)
