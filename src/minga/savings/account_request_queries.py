"""Requests for accounts as members follow them and staff read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from minga.savings.models import AccountRequest, AccountStep


@dataclass(frozen=True, slots=True)
class AccountEventView:
    """One step: what, when and what was said."""

    step: AccountStep
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class AccountRequestView:
    """A request today."""

    id: UUID
    number: str
    member_name: str
    plan_name: str
    asked_at: datetime
    account_id: UUID | None
    story: tuple[AccountEventView, ...]

    @property
    def status(self) -> AccountStep:
        return self.story[-1].step

    @property
    def can_withdraw(self) -> bool:
        return self.status == AccountStep.SENT


def account_requests_of(member_id: UUID) -> list[AccountRequestView]:
    """A member's, the newest first."""
    mine = _with_all(AccountRequest.objects.filter(member_id=member_id))
    return [_view(one) for one in mine.order_by("-asked_at")]


def account_request_of(member_id: UUID, request_id: UUID) -> AccountRequestView | None:
    """One of them; None when the member has no such request."""
    one = _with_all(AccountRequest.objects.filter(member_id=member_id, id=request_id)).first()
    return _view(one) if one else None


def account_requests_waiting() -> list[AccountRequestView]:
    """For staff: those without an answer, the oldest first."""
    found = [_view(one) for one in _with_all(AccountRequest.objects.order_by("asked_at"))]
    return [one for one in found if one.status == AccountStep.SENT]


def _with_all(found: QuerySet[AccountRequest]) -> QuerySet[AccountRequest]:
    return found.select_related("plan", "member").prefetch_related("events")


def _view(one: AccountRequest) -> AccountRequestView:
    events = sorted(one.events.all(), key=lambda event: event.id)
    return AccountRequestView(
        id=one.id, number=one.number, member_name=one.member.full_name, plan_name=one.plan.name,
        asked_at=one.asked_at, account_id=one.account_id,
        story=tuple(AccountEventView(AccountStep(e.step), e.at, e.note) for e in events),
    )  # fmt: skip
