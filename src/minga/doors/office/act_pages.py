"""What every act of two people shows: what is proposed, and the second person's word."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from minga.doors.office.act_words import REFUSED, fault, figures
from minga.doors.office.forms.study import DecideForm, changed_meanwhile
from minga.doors.office.gate import StaffRequest
from minga.doors.office.pages import cursor, cut, more_url
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.staff.acts import ActChanged
from minga.staff.models import ActKind
from minga.staff.queries import PAGE_SIZE, ActView, acts

WORDS = {
    "yes": "Apruebo: se hace ahora",
    "no": "No apruebo",
    "words": "Por qué (obligatorio si no apruebas)",
}


@dataclass(frozen=True, slots=True)
class ActPages:
    """The pages of one family of acts, and where the one shown leads back to."""

    act: str
    decide: str
    file_url: str
    file_words: str

    def shown(self, request: StaffRequest, found: ActView) -> dict[str, Any]:
        """What their templates show."""
        return {
            "act": found, "figures": figures(found), "file_url": self.file_url,
            "file_words": self.file_words, "act_url": reverse(self.act, args=[found.id]),
            "decide_url": reverse(self.decide, args=[found.id]),
            "may_decide": self.decide.partition(":")[2],
            "is_own": found.maker_id == request.employee.employee_id,
        }  # fmt: skip


def acts_page(
    request: StaffRequest, kinds: Collection[ActKind], *, waiting: bool, size: int = PAGE_SIZE
) -> dict[str, object]:
    """A page of the acts that wait for a second person, or of the others; the newest first."""
    found = acts(
        kinds, clock.now(), waiting=waiting, before=cursor(request.GET.get("antes", "")),
        limit=size + 1,
    )  # fmt: skip
    rows, last = cut(found, size)
    url = last and more_url(request, antes=f"{last.proposed_at.isoformat()}_{last.id}")
    return {"acts": rows, "next_url": url}


def acts_on(kinds: Collection[ActKind], subject: str) -> list[ActView]:
    """What two people did or may do to one thing; what waits, first."""
    at = clock.now()
    waiting, over = (acts(kinds, at, waiting=one, subject=subject) for one in (True, False))
    return waiting + over


def act_page(request: StaffRequest, found: ActView, pages: ActPages) -> HttpResponse:
    """What is proposed, by whom, why, and what became of it."""
    return render(request, "office/act.html", pages.shown(request, found))


def decide_page(
    request: StaffRequest, act_id: UUID, found: ActView, pages: ActPages,
    case: Callable[..., object],
) -> HttpResponse:  # fmt: skip
    """The second person's word, bound to what this page shows; what is approved is done at once."""
    if not found.is_open:
        return redirect(pages.act, act_id)
    form = DecideForm(request.POST or None, initial={"visto": found.digest}, **WORDS)
    if request.method == "POST" and form.is_valid():
        try:
            case(
                act_id=act_id, employee_id=request.employee.employee_id,
                seen=form.cleaned_data["visto"], approve=form.approves,
                why=form.cleaned_data["mensaje"], by=visitor(request), at=clock.now(),
            )  # fmt: skip
            return redirect(pages.act, act_id)
        except REFUSED as refusal:
            if isinstance(refusal, ActChanged):
                form = changed_meanwhile(form, found.digest, **WORDS)
            form.add_error(*fault(refusal, deciding=True))
    shown = pages.shown(request, found) | {"form": form}
    return render(request, "office/decide_act.html", shown, status=422 if form.errors else 200)
