"""Requests for accounts as members follow them and staff read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from minga.savings.models import AccountRequest, AccountRequestEvent, AccountStep

PAGE_SIZE = 20
type Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class AccountEventView:
    """One step: what, when and what was said."""

    step: AccountStep
    at: datetime
    note: str
    actor: str


@dataclass(frozen=True, slots=True)
class AccountRequestView:
    """A request today."""

    id: UUID
    number: str
    member_id: UUID
    member_name: str
    plan_id: UUID
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
    return _listed(_standing(AccountStep.SENT).order_by("asked_at", "id"))


def account_request_rows(
    status: AccountStep | None, *, after: Cursor | None = None, limit: int = PAGE_SIZE
) -> list[AccountRequestView]:
    """For staff: those that stand there, or all; from a cursor on (the moment and id of the last
    one seen). Those that wait come oldest first, the others newest first."""
    found = _standing(status) if status else AccountRequest.objects.all()
    oldest_first = status == AccountStep.SENT
    if after is not None:
        which = "gt" if oldest_first else "lt"
        same_moment = Q(asked_at=after[0], **{f"id__{which}": after[1]})
        found = found.filter(Q(**{f"asked_at__{which}": after[0]}) | same_moment)
    order = ("asked_at", "id") if oldest_first else ("-asked_at", "-id")
    return _listed(found.order_by(*order)[:limit])


def count_account_requests_waiting() -> int:
    """How many nobody answered yet."""
    return _standing(AccountStep.SENT).count()


def account_request_for_staff(request_id: UUID) -> AccountRequestView | None:
    """Anybody's."""
    one = _with_all(AccountRequest.objects.filter(id=request_id)).first()
    return _view(one) if one else None


def _standing(status: AccountStep) -> QuerySet[AccountRequest]:
    """Those of a status. An answer is the only step after the first, so it is its own proof."""
    steps = AccountRequestEvent.objects.filter(request=OuterRef("id"))
    if status == AccountStep.SENT:
        return AccountRequest.objects.filter(~Exists(steps.exclude(step=AccountStep.SENT)))
    return AccountRequest.objects.filter(Exists(steps.filter(step=status)))


def _listed(found: QuerySet[AccountRequest]) -> list[AccountRequestView]:
    return [_view(one) for one in _with_all(found)]


def _with_all(found: QuerySet[AccountRequest]) -> QuerySet[AccountRequest]:
    return found.select_related("plan", "member").prefetch_related("events")


def _view(one: AccountRequest) -> AccountRequestView:
    events = sorted(one.events.all(), key=lambda event: event.id)
    return AccountRequestView(
        id=one.id, number=one.number, member_id=one.member_id, member_name=one.member.full_name,
        plan_id=one.plan_id, plan_name=one.plan.name, asked_at=one.asked_at,
        account_id=one.account_id,
        story=tuple(AccountEventView(AccountStep(e.step), e.at, e.note, e.actor) for e in events),
    )  # fmt: skip
