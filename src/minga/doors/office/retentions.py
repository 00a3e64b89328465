"""Retention of earlier years: what is still withheld, the member's letter, and giving it back."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.office.act_pages import ActPages, act_page, acts_on, acts_page, decide_page
from minga.doors.office.act_words import REFUSED, fault
from minga.doors.office.forms.retentions import ReturnForm
from minga.doors.office.gate import StaffRequest
from minga.doors.office.pages import cut, more_url, typed
from minga.doors.office.reason import unseen
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.savings.kept_retention import (
    PAGE_SIZE,
    EndedEarly,
    KeptRetention,
    kept_numbered,
    kept_of,
    to_give_back,
)
from minga.savings.queries import products_of
from minga.savings.return_retention import decide_return as decide_case
from minga.savings.return_retention import propose_return as propose_case
from minga.savings.return_retention import subject_of
from minga.staff.models import ActKind
from minga.staff.queries import ActView, act

KINDS = (ActKind.RETENTION,)
VIEWS = {
    "esperan": "Por decidir", "pendientes": "Esperan la carta del asociado",
    "decididas": "Decididas",
}  # fmt: skip


@require_safe
def retentions(request: StaffRequest) -> HttpResponse:
    """One of the lists, or what a product left withheld, by its number."""
    number = typed(request, "numero")
    if number:
        found = kept_numbered(number)
        if found is not None:
            return redirect("office:retention_file", found.what.value, found.id)
    view = request.GET.get("ver", "esperan")
    view = view if view in VIEWS else "esperan"
    if view == "pendientes":
        listed = _kept(request)
    else:
        listed = acts_page(request, KINDS, waiting=view == "esperan", size=PAGE_SIZE)
    shown = listed | {
        "view": view, "views": VIEWS.items(), "title": VIEWS[view], "typed": number,
        "unknown": bool(number),
    }  # fmt: skip
    return render(request, "office/retentions.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def retention_file(request: StaffRequest, what: str, product_id: UUID) -> HttpResponse:
    """What one product left withheld, and what two people did about it."""
    found = _known(what, product_id)
    page = _unseen(request, found)
    if page is not None:
        return page
    shown = {"kept": found, "acts": acts_on(KINDS, _subject(found))}
    return render(request, "office/retention_file.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_return(request: StaffRequest, what: str, product_id: UUID) -> HttpResponse:
    """Registers the member's letter; another person decides."""
    found = _known(what, product_id)
    page = _unseen(request, found)
    if page is not None:
        return page
    products = products_of(found.member_id)
    form = ReturnForm(request.POST or None, products=products, pays_to=found.pays_to)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            made = propose_case(
                what=found.what, product_id=product_id, stated_on=filled["fecha"],
                statement=filled["carta"], account_id=UUID(filled["cuenta"]),
                employee_id=request.employee.employee_id, by=visitor(request), at=clock.now(),
            )  # fmt: skip
            return redirect("office:return_act", made)
        except REFUSED as refusal:
            form.add_error(*fault(refusal))
    elif found.returned:
        return redirect("office:retention_file", what, product_id)
    shown = {"form": form, "kept": found}
    return render(
        request, "office/propose_return.html", shown, status=422 if form.errors else 200
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def return_act(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """One proposal: the letter, how much, and what became of it."""
    found, kept = _proposed(act_id)
    return _unseen(request, kept) or act_page(request, found, _pages(kept))


@require_http_methods(["GET", "HEAD", "POST"])
def decide_return(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """The second person's word."""
    found, kept = _proposed(act_id)
    page = _unseen(request, kept)
    return page or decide_page(request, act_id, found, _pages(kept), decide_case)


def _known(what: str, product_id: UUID) -> KeptRetention:
    found = kept_of(EndedEarly(what), product_id) if what in list(EndedEarly) else None
    if found is None:
        raise Http404
    return found


def _proposed(act_id: UUID) -> tuple[ActView, KeptRetention]:
    found = act(act_id, clock.now())
    if found is None or found.kind not in KINDS:
        raise Http404
    return found, _known(found.payload["what"], UUID(found.payload["product_id"]))


def _pages(kept: KeptRetention) -> ActPages:
    file_url = reverse("office:retention_file", args=[kept.what.value, kept.id])
    return ActPages("office:return_act", "office:decide_return", file_url, "Volver a la retención")


def _subject(kept: KeptRetention) -> str:
    return subject_of(kept.what, kept.id)


def _unseen(request: StaffRequest, kept: KeptRetention) -> HttpResponse | None:
    return unseen(
        request, subject=_subject(kept), what="retention", title=f"Retención de {kept.number}"
    )


def _kept(request: StaffRequest) -> dict[str, object]:
    found = to_give_back(after=_place(request.GET.get("despues", "")), limit=PAGE_SIZE + 1)
    rows, last = cut(found, PAGE_SIZE)
    return {
        "kept": rows,
        "next_url": last and more_url(request, despues=f"{last.ended_on}_{last.id}"),
    }


def _place(text: str) -> tuple[date, UUID] | None:
    """A day and an id; None for anything else."""
    day, _, product = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(product)
    except ValueError:
        return None
