"""Movements of a CDAT or a credit in the system its cooperative had before."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.present import IN, OUT, movement_row
from minga.doors.web.term_pages import deposit_or_404
from minga.kit import clock
from minga.ledger import former
from minga.loans.queries import loan_of
from minga.savings.queries import PAGE_SIZE, parse_cursor

OF_A_LOAN = ("Préstamo", "Abono")


@require_safe
@members_only
def term_movements(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """Of a CDAT; 404 for another member's."""
    deposit = deposit_or_404(request, deposit_id)
    back = reverse("web:term_deposit", args=[deposit_id])
    heading = _Heading("CDAT", deposit.number, deposit.brought_on, back)
    return _page(request, deposit_id, heading, (IN, OUT))


@require_safe
@members_only
def loan_movements(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """Of a credit: what was lent and what was paid of its capital; 404 for another member's."""
    loan = loan_of(request.member.id, loan_id, clock.business_date(clock.now()))
    if loan is None:
        raise Http404
    back = reverse("web:loan", args=[loan_id])
    return _page(
        request, loan_id, _Heading(loan.line, loan.number, loan.brought_on, back), OF_A_LOAN
    )


@dataclass(frozen=True, slots=True)
class _Heading:
    """Which product it is, until when it was kept elsewhere, and where its page is."""

    name: str
    number: str
    brought_on: date | None
    back: str


def _page(
    request: MemberRequest, product_id: UUID, product: _Heading, words: tuple[str, str]
) -> HttpResponse:
    if product.brought_on is None:
        raise Http404
    cursor = parse_cursor(request.GET.get("antes"))
    found = former.movements(product_id, limit=PAGE_SIZE + 1, before=cursor)
    shown = found[:PAGE_SIZE]
    last = f"{shown[-1].business_date}.{shown[-1].version}" if len(found) > PAGE_SIZE else ""
    return render(
        request,
        "web/former_movements.html",
        {
            "product": product,
            "movements": [movement_row(one, words) for one in shown],
            "next_url": last and "?" + urlencode({"antes": last}),
        },
    )
