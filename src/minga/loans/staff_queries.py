"""Requests and loans as employees read them: not from a member, but from what waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from minga.kit.money import ZERO, Money
from minga.loans.models import (
    CollectionCharge,
    CollectionForgiveness,
    Loan,
    LoanEnd,
    LoanRequest,
    RequestDocument,
    RequestEvent,
)
from minga.loans.queries import LoanView, loan_of
from minga.loans.request_queries import RequestView, request_of
from minga.loans.write_off import WORST

PAGE_SIZE = 20
type Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list."""

    id: UUID
    number: str
    status: str
    since: datetime
    member_name: str
    line_name: str
    amount: Money
    periods: int


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A cost of collection that was charged. `left`: what is still owed of it; `forgiven`: what was
    left when `forgiven_by` (an actor) said why it is not owed any more."""

    id: int
    name: str
    days: int
    on: date
    amount: Money
    paid: Money
    left: Money
    forgiven: Money | None
    forgiven_on: date | None
    forgiven_by: str
    why: str


@dataclass(frozen=True, slots=True)
class LoanFile:
    """A loan, whose it is, and what it is worth as a debt."""

    loan: LoanView
    member_id: UUID
    member_name: str
    category: str
    own_category: str
    written_off: Money | None
    request_id: UUID | None
    charges: tuple[ChargeRow, ...]


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan in a list."""

    id: UUID
    number: str
    line_name: str
    member_name: str
    disbursed_on: date
    principal: Money


def request_rows(
    statuses: Collection[str] = (), *, after: Cursor | None = None, limit: int = PAGE_SIZE
) -> list[RequestRow]:
    """Sent requests, the oldest first, from a cursor on (the start and id of the last one seen);
    of these statuses, or of all."""
    found = _with_status(LoanRequest.objects.all()).exclude(status=None)
    if statuses:
        found = found.filter(status__in=list(statuses))
    if after is not None:
        found = found.filter(Q(started_at__gt=after[0]) | Q(started_at=after[0], id__gt=after[1]))
    shown = found.select_related("member", "line").order_by("started_at", "id")[:limit]
    return [
        RequestRow(
            one.id, one.number, one.status, one.started_at, one.member.full_name, one.line.name,
            Money(one.amount), one.periods,
        )
        for one in shown
    ]  # fmt: skip


def count_requests(statuses: Collection[str]) -> int:
    """How many stand there."""
    return _with_status(LoanRequest.objects.all()).filter(status__in=list(statuses)).count()


def request_for_staff(request_id: UUID, at: datetime) -> RequestView | None:
    """One that was sent; None for a draft, which is still its member's alone."""
    member_id = (
        LoanRequest.objects.filter(id=request_id, events__isnull=False)
        .values_list("member_id", flat=True)
        .first()
    )
    return request_of(member_id, request_id, at) if member_id else None


def document_for_staff(request_id: UUID, name: str) -> RequestDocument | None:
    """A document of a request as it is kept."""
    return RequestDocument.objects.filter(request_id=request_id, name=name, removed_at=None).first()


def loan_file(loan_id: UUID, on: date) -> LoanFile | None:
    """A loan as it stands on a day; None when there is none."""
    loan = Loan.objects.select_related("member").filter(id=loan_id).first()
    view = loan_of(loan.member_id, loan_id, on) if loan else None
    if loan is None or view is None:
        return None
    end = LoanEnd.objects.filter(loan=loan, how="written_off").first()
    return LoanFile(
        view, loan.member_id, loan.member.full_name, loan.category, loan.own_category,
        Money(end.written_off) if end else None, loan.request_id,
        _charges(loan, is_open=view.is_open),
    )  # fmt: skip


def loan_numbered(number: str) -> UUID | None:
    """The loan of a number, however it was typed."""
    found = Loan.objects.filter(number__iexact=number.strip())
    return found.values_list("id", flat=True).first()


def loans_to_write_off(*, after: str = "", limit: int = PAGE_SIZE) -> list[LoanRow]:
    """Living loans of the worst category, by number."""
    found = Loan.objects.filter(category=WORST, end=None)
    return _rows(found, after, limit)


def loans_written_off(*, after: str = "", limit: int = PAGE_SIZE) -> list[LoanRow]:
    """Loans that left the balance, by number."""
    return _rows(Loan.objects.filter(end__how="written_off"), after, limit)


def _rows(found: QuerySet[Loan], after: str, limit: int) -> list[LoanRow]:
    shown = found.filter(number__gt=after).select_related("member", "line").order_by("number")
    return [
        LoanRow(
            one.id, one.number, one.line.name, one.member.full_name, one.disbursed_on,
            Money(one.principal),
        )
        for one in shown[:limit]
    ]  # fmt: skip


def _charges(loan: Loan, *, is_open: bool) -> tuple[ChargeRow, ...]:
    """The newest first; nothing is left of any once the loan ended."""
    found = loan.collection_charges.select_related("forgiveness").order_by("-on", "-days", "-id")
    return tuple(_charge(one, is_open=is_open) for one in found)


def _charge(one: CollectionCharge, *, is_open: bool) -> ChargeRow:
    done: CollectionForgiveness | None = getattr(one, "forgiveness", None)
    owed = is_open and done is None
    return ChargeRow(
        id=one.id, name=one.name, days=one.days, on=one.on, amount=Money(one.amount),
        paid=Money(one.paid), left=Money(one.amount - one.paid) if owed else ZERO,
        forgiven=Money(done.amount) if done else None, forgiven_on=done.on if done else None,
        forgiven_by=done.actor if done else "", why=done.why if done else "",
    )  # fmt: skip


def _with_status(found: QuerySet[LoanRequest]) -> QuerySet[Any]:
    last = RequestEvent.objects.filter(request=OuterRef("id")).order_by("-id").values("step")[:1]
    return found.annotate(status=Subquery(last))
