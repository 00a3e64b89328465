"""What pages and commands show about employees and acts of two people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q

from minga.staff.models import (
    ActKind,
    ActOutcome,
    Employee,
    EmployeeRole,
    EnrolmentLink,
    Role,
    StaffKey,
    TwoPersonAct,
)

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """An employee in a list."""

    id: UUID
    document_type: str
    document_number: str
    name: str
    roles: tuple[Role, ...]
    has_key: bool
    has_link: bool
    is_demo: bool
    last_seen_at: datetime | None
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActView:
    """An act of two people as it stands at a moment."""

    id: UUID
    kind: ActKind
    subject: str
    payload: dict[str, str]
    digest: str
    reason: str
    maker: str
    maker_id: UUID
    proposed_at: datetime
    expires_at: datetime
    checker: str
    decided_at: datetime | None
    outcome: str
    why: str
    is_open: bool

    @property
    def kind_words(self) -> str:
        return str(ActKind(self.kind).label)

    @property
    def state_words(self) -> str:
        if self.outcome:
            return str(ActOutcome(self.outcome).label)
        return "Espera decisión" if self.is_open else "Venció sin decisión"


def employees(at: datetime, *, demo_only: bool = False) -> list[EmployeeRow]:
    """Everybody who works or worked here, by name; those who left come last."""
    found = Employee.objects.filter(is_demo=True) if demo_only else Employee.objects.all()
    shown = found.annotate(
        has_key=Exists(StaffKey.objects.filter(employee=OuterRef("id"), removed_at=None)),
        has_link=Exists(
            EnrolmentLink.objects.filter(
                employee=OuterRef("id"), used_at=None, ended_at=None, expires_at__gt=at
            )
        ),
        last_seen_at=Max("sessions__last_seen_at"),
    ).order_by("disabled_at", "name", "id")
    roles: dict[UUID, list[Role]] = {}
    for employee_id, role in EmployeeRole.objects.filter(taken_at=None).values_list(
        "employee_id", "role"
    ):
        roles.setdefault(employee_id, []).append(Role(role))
    rows = [
        EmployeeRow(
            one.id, one.document_type, one.document_number, one.name,
            tuple(sorted(roles.get(one.id, ()))), one.has_key, one.has_link, one.is_demo,
            one.last_seen_at, one.disabled_at,
        )
        for one in shown
    ]  # fmt: skip
    return sorted(rows, key=lambda one: one.disabled_at is not None)


def acts(
    kinds: Collection[ActKind],
    at: datetime,
    *,
    waiting: bool,
    subject: str = "",
    before: tuple[datetime, UUID] | None = None,
    limit: int = PAGE_SIZE,
) -> list[ActView]:
    """Acts that wait for a decision, or the others; the newest first, after a cursor; of one
    subject, or of all."""
    open_now = Q(decided_at=None, expires_at__gt=at)
    found = TwoPersonAct.objects.filter(open_now if waiting else ~open_now, kind__in=kinds)
    if subject:
        found = found.filter(subject=subject)
    if before is not None:
        found = found.filter(
            Q(proposed_at__lt=before[0]) | Q(proposed_at=before[0], id__lt=before[1])
        )
    shown = found.select_related("maker", "checker").order_by("-proposed_at", "-id")
    return [_view(one, at) for one in shown[:limit]]


def count_waiting(kinds: Collection[ActKind], at: datetime, *, for_checker: UUID) -> int:
    """How many acts of some kinds somebody may decide: open ones that they did not propose."""
    waiting = TwoPersonAct.objects.filter(decided_at=None, expires_at__gt=at, kind__in=kinds)
    return waiting.exclude(maker_id=for_checker).count()


def act(act_id: UUID, at: datetime) -> ActView | None:
    """One of them."""
    one = TwoPersonAct.objects.select_related("maker", "checker").filter(id=act_id).first()
    return _view(one, at) if one else None


def _view(one: TwoPersonAct, at: datetime) -> ActView:
    return ActView(
        id=one.id, kind=ActKind(one.kind), subject=one.subject, payload=one.payload,
        digest=bytes(one.digest).hex(), reason=one.reason, maker=one.maker.name,
        maker_id=one.maker_id, proposed_at=one.proposed_at, expires_at=one.expires_at,
        checker=one.checker.name if one.checker else "", decided_at=one.decided_at,
        outcome=one.outcome, why=one.why,
        is_open=one.decided_at is None and one.expires_at > at,
    )  # fmt: skip
