"""Requests as pages and staff read them. A member's begin with the member."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.loans.codebtor_queries import CodebtorLine, codebtors_of
from minga.loans.codebtors import CodebtorState
from minga.loans.lines import LineNotOffered, line_offered
from minga.loans.models import LoanDecision, LoanRequest, RequestDocument, RequestStep
from minga.loans.offers import is_over
from minga.loans.plan import Method
from minga.loans.request_status import DRAFT, EDITABLE, WITHDRAWABLE, Task
from minga.loans.send_request import open_tasks


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step: what, when, who and what was said."""

    step: str
    at: datetime
    actor: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that is asked for; `at` is None while it is not there."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request today. `agreed` is what was proposed or approved: amount, periods, rates."""

    id: UUID
    number: str
    member_id: UUID
    member_name: str
    line_id: UUID
    line_code: str
    line_name: str
    amount: Money
    periods: int
    method: Method
    grace: int
    pay_day: int | None
    pays_to: UUID | None
    purpose: str
    income: Money | None
    expenses: Money | None
    authorisations: dict[str, Any]
    status: str
    is_offered: bool
    tasks: tuple[Task, ...]
    codebtors: tuple[CodebtorLine, ...] = ()
    codebtors_needed: int = 0
    documents: tuple[DocumentLine, ...]
    story: tuple[StoryLine, ...]
    agreed: dict[str, Any] = field(default_factory=dict)
    offer_until: date | None = None
    maker: str = ""
    proposal_digest: str = ""
    proposed_at: datetime | None = None
    expires_at: datetime | None = None
    loan_id: UUID | None = None
    started_at: datetime
    changed_at: datetime

    @property
    def is_draft(self) -> bool:
        return self.status == DRAFT

    @property
    def can_edit(self) -> bool:
        return self.status in EDITABLE

    @property
    def can_withdraw(self) -> bool:
        return self.status in WITHDRAWABLE

    @property
    def can_sign(self) -> bool:
        return self.status == RequestStep.APPROVED

    @property
    def unsigned(self) -> tuple[CodebtorLine, ...]:
        """Codebtors who accepted and have not signed what was approved."""
        return tuple(
            one for one in self.codebtors
            if one.state is CodebtorState.ACCEPTED and not one.has_signed
        )  # fmt: skip

    @property
    def asked_for(self) -> str:
        """What the cooperative said that is missing, while it is."""
        return self.story[-1].note if self.status == RequestStep.MISSING else ""


def requests_of(member_id: UUID, at: datetime) -> list[RequestView]:
    """A member's requests, the newest first."""
    mine = _with_all(LoanRequest.objects.filter(member_id=member_id))
    return [_view(one, at) for one in mine.order_by("-started_at")]


def request_of(member_id: UUID, request_id: UUID, at: datetime) -> RequestView | None:
    """One of them; None when the member has no such request."""
    one = _with_all(LoanRequest.objects.filter(member_id=member_id, id=request_id)).first()
    return _view(one, at) if one else None


def document_of(member_id: UUID, request_id: UUID, name: str) -> RequestDocument | None:
    """A document as it is kept, for whoever attached it and nobody else."""
    return RequestDocument.objects.filter(
        request_id=request_id, request__member_id=member_id, name=name, removed_at=None
    ).first()


def sent_requests(at: datetime, statuses: Sequence[str] = ()) -> list[RequestView]:
    """For staff: those that were sent, the oldest first; or only of these statuses."""
    sent = _with_all(LoanRequest.objects.filter(events__isnull=False).distinct())
    found = [_view(one, at) for one in sent.order_by("started_at")]
    return [one for one in found if not statuses or one.status in statuses]


def request_numbered(number: str, at: datetime) -> RequestView | None:
    """For staff: one by its number."""
    one = _with_all(LoanRequest.objects.filter(number=number.strip().upper())).first()
    return _view(one, at) if one else None


def _with_all(found: QuerySet[LoanRequest]) -> QuerySet[LoanRequest]:
    return found.select_related("line", "member", "decision", "loan").prefetch_related("events")


def _view(one: LoanRequest, at: datetime) -> RequestView:
    story = tuple(
        StoryLine(event.step, event.at, event.actor, event.note)
        for event in sorted(one.events.all(), key=lambda event: event.id)
    )
    attached = dict(one.documents.filter(removed_at=None).values_list("name", "at"))
    try:
        line = line_offered(one.line_id, business_date(at))
        wanted, is_offered = line.documents, True
        needed = line.codebtors_for(Money(one.amount))
    except LineNotOffered:
        wanted, is_offered, needed = tuple(attached), False, 0
    decision: LoanDecision | None = getattr(one, "decision", None)
    loan = getattr(one, "loan", None)
    offer_until = decision.offer_until if decision else None
    status = story[-1].step if story else DRAFT
    # A close that comes late does not let anybody sign late.
    if status == RequestStep.APPROVED and is_over(offer_until, business_date(at)):
        status = RequestStep.EXPIRED
    return RequestView(
        id=one.id, number=one.number, member_id=one.member_id, member_name=one.member.full_name,
        line_id=one.line_id, line_code=one.line.code, line_name=one.line.name,
        amount=Money(one.amount), periods=one.periods, method=Method(one.method),
        grace=one.grace, pay_day=one.pay_day,
        pays_to=one.pays_to, purpose=one.purpose,
        income=None if one.monthly_income is None else Money(one.monthly_income),
        expenses=None if one.monthly_expenses is None else Money(one.monthly_expenses),
        authorisations=one.authorisations, status=status, offer_until=offer_until,
        is_offered=is_offered, tasks=open_tasks(one, wanted, needed),
        documents=tuple(DocumentLine(name, attached.get(name)) for name in wanted), story=story,
        agreed=decision.proposal if decision else {}, maker=decision.maker if decision else "",
        proposal_digest=bytes(decision.digest).hex() if decision else "",
        proposed_at=decision.proposed_at if decision else None,
        expires_at=decision.expires_at if decision else None,
        codebtors=codebtors_of(one, at), codebtors_needed=needed,
        loan_id=loan.id if loan else None, started_at=one.started_at, changed_at=one.changed_at,
    )  # fmt: skip
