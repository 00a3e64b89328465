"""Savings goals at the end of a day: the quotas of the next morning, and the goals that are over.

    A quota on its day, where the account it is paid from has the money; skipped and told otherwise:
    Dr savings at sight / Cr the goal           quota, or what is missing for the target
    A goal that reached its target, or its last day; interest that comes in after that, too:
    Dr the goal / Cr savings at sight           all it holds

Moves between own savings are not taxed, as long as their parameter says so.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from minga.kit import ids, outbox, sql
from minga.kit.money import ZERO, Money
from minga.kit.months import last_day
from minga.ledger import queries as ledger
from minga.ledger.entry import LedgerRefusal
from minga.payments.goal_books import home_of, move
from minga.savings.goal_terms import is_quota_day
from minga.savings.models import GoalEnd, GoalQuota, SavingsGoal

ACTOR = "system:day_close"
PIECE = 500
_OVER = """
SELECT g.account_id FROM savings_savingsgoal g
  JOIN savings_savingsaccount a ON a.id = g.account_id
  JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id
  LEFT JOIN savings_goalend e ON e.goal_id = g.account_id
 WHERE CASE WHEN e.goal_id IS NULL THEN g.ends_on <= %s OR b.posted >= g.target
            ELSE b.posted > 0 END
 ORDER BY g.account_id
"""


def savings_goals(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers the figures. Raises MissingParameter."""
    del before
    on = day + timedelta(days=1)
    figures = dict.fromkeys(("paid", "skipped", "ended"), 0)
    for quota_day, goals in ((day, _brought(day)), (on, _candidates(on))):
        due = [goal.account_id for goal in goals if _is_due(goal, quota_day)]
        for first in range(0, len(due), PIECE):
            for goal in _held(due[first : first + PIECE]):
                figures["paid" if _collect(goal, quota_day, at) else "skipped"] += 1
    for (account_id,) in sql.rows(_OVER, [on]):
        for goal in _held([account_id]):
            figures["ended"] += _send_home(goal, on, at)
    return {name: str(count) for name, count in figures.items()}


def _candidates(on: date) -> QuerySet[SavingsGoal]:
    """Open goals whose quotas fall on that day of the month."""
    falls = Q(starts_on__day=on.day)
    if on.day == last_day(on.year, on.month):
        falls |= Q(starts_on__day__gt=on.day)
    return SavingsGoal.objects.filter(
        falls, end=None, starts_on__lte=on, ends_on__gt=on, pays_from__isnull=False
    ).order_by("account_id")


def _brought(on: date) -> QuerySet[SavingsGoal]:
    """Those that came from another system on the eve: no close here looked at this day for them,
    unless it was closed with them in it."""
    eve = on - timedelta(days=1)
    return _candidates(on).filter(account__accrued_until=eve).exclude(quotas__due_on=on)


def _is_due(goal: SavingsGoal, on: date) -> bool:
    return is_quota_day(goal.starts_on, goal.ends_on, goal.every_months, on)


def _held(account_ids: Sequence[UUID]) -> QuerySet[SavingsGoal]:
    """The goals, kept from ending meanwhile by the member's own hand."""
    goals = SavingsGoal.objects.select_for_update(of=("self",))
    return (
        goals.select_related("account", "pays_from")
        .filter(account_id__in=account_ids)
        .order_by("account_id")
    )


def _collect(goal: SavingsGoal, on: date, at: datetime) -> bool:
    """Pays the quota of that day, or notes that it was skipped and has the member told."""
    amount = min(Money(goal.quota), Money(goal.target) - _saved(goal))
    if amount <= ZERO:
        return True
    entry_id = None
    assert goal.pays_from is not None
    try:
        with transaction.atomic():
            entry_id = move(
                goal.pays_from, goal.account, amount,
                key=ids.key_from("goal-quota", goal.account.number, on.isoformat()),
                kind="goal_quota", description=f"Cuota de tu meta «{goal.name}»", on=on, at=at,
                actor=ACTOR,
            )  # fmt: skip
    except LedgerRefusal:
        outbox.publish("goal_quota_skipped", {"goal_id": str(goal.account_id), "on": str(on)})
    GoalQuota.objects.create(goal=goal, due_on=on, amount=amount.amount, at=at, entry_id=entry_id)
    return entry_id is not None


def _send_home(goal: SavingsGoal, on: date, at: datetime) -> int:
    """Ends the goal, or empties one that ended before; 1 when it ended now."""
    saved, home = _saved(goal), home_of(goal)
    if home is None:
        return 0
    entry_id = None
    try:
        with transaction.atomic():
            if saved:
                entry_id = move(
                    goal.account, home, saved,
                    key=ids.key_from("goal-end", goal.account.number, on.isoformat()),
                    kind="goal_end", description=f"Lo ahorrado en tu meta «{goal.name}»", on=on,
                    at=at, actor=ACTOR,
                )  # fmt: skip
    except LedgerRefusal:  # part of it is held: another day
        return 0
    if GoalEnd.objects.filter(goal=goal).exists():
        return 0
    how = "reached" if saved >= Money(goal.target) else "ended"
    GoalEnd.objects.create(goal=goal, how=how, on=on, at=at, entry_id=entry_id)
    return 1


def _saved(goal: SavingsGoal) -> Money:
    account = goal.account.ledger_account_id
    return ledger.balances([account])[account].total
