"""Savings goals at the end of a day: the quotas of the next morning, and the goals that are over.

    A goal that reached its target, or its last day; interest that comes in after that, too:
    Dr the goal / Cr savings at sight           all it held that morning

Quotas are `goal_quotas`. A day that is closed late is closed as it was: what came in after it waits
for its own day. Moves between own savings are not taxed, as long as their parameter says so.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from minga.kit import ids, sql
from minga.kit.money import Money
from minga.kit.months import last_day
from minga.ledger import post
from minga.ledger.entry import LedgerRefusal
from minga.payments.gmf_room import month_of_tax
from minga.payments.goal_books import TAXES_KEY, Move, home_of
from minga.payments.goal_quotas import ACTOR, PIECE, collect_quotas
from minga.payments.morning import Position, positions
from minga.savings.goal_terms import is_quota_day
from minga.savings.models import GoalEnd, SavingsAccount, SavingsGoal

# Those that may be over: a balance of today says no less than that of the morning did. One that was
# ended after that morning was not over then.
_OVER = """
SELECT g.account_id FROM savings_savingsgoal g
  JOIN savings_savingsaccount a ON a.id = g.account_id
  JOIN ledger.account_balance b ON b.account_id = a.ledger_account_id
  LEFT JOIN savings_goalend e ON e.goal_id = g.account_id
 WHERE CASE WHEN e.goal_id IS NULL THEN g.ends_on <= %s OR b.posted >= g.target
            ELSE e."on" <= %s AND b.posted > 0 END
 ORDER BY g.account_id
"""


def savings_goals(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers the figures. Raises MissingParameter."""
    del before
    on = day + timedelta(days=1)
    paid = skipped = 0
    for quota_day, goals in ((day, _brought(day)), (on, _candidates(on))):
        due = [goal for goal in goals if _is_due(goal, quota_day)]
        done = collect_quotas(due, quota_day, at)
        paid, skipped = paid + done[0], skipped + done[1]
    over = [account_id for (account_id,) in sql.rows(_OVER, [on, on])]
    ended = sum(
        _send_home(over[first : first + PIECE], on, at) for first in range(0, len(over), PIECE)
    )
    return {"paid": str(paid), "skipped": str(skipped), "ended": str(ended)}


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


def _send_home(goal_ids: Sequence[UUID], on: date, at: datetime) -> int:
    """Ends the goals that are over and empties those that ended before; how many ended now."""
    goals = list(
        SavingsGoal.objects.select_for_update(of=("self",))
        .select_related("account", "pays_from")
        .filter(account_id__in=goal_ids)
        .order_by("account_id")
    )
    ended = dict(GoalEnd.objects.filter(goal__in=goals).values_list("goal_id", "on"))
    goals = [goal for goal in goals if ended.get(goal.account_id, on) <= on]
    there = positions([goal.account_id for goal in goals], on)
    leaving = []
    for goal in goals:
        is_over = goal.account_id in ended or _is_over(goal, there[goal.account_id], on)
        home = home_of(goal) if is_over else None
        if home is not None:
            leaving.append((goal, home))
    # Of one that was ended before its eve was closed, what came in since: the rest has gone.
    amounts = {
        goal.account_id: there[goal.account_id].can_give
        if goal.account_id in ended
        else there[goal.account_id].held
        for goal, _ in leaving
    }
    posted = _post(leaving, amounts, on, at)
    new = [
        GoalEnd(
            goal=goal, how="reached" if _reached(goal, there[goal.account_id]) else "ended",
            on=on, at=at, entry_id=posted.get(goal.account_id),
        )
        for goal, _ in leaving
        if goal.account_id not in ended
        and (goal.account_id in posted or not there[goal.account_id].held)
    ]  # fmt: skip
    GoalEnd.objects.bulk_create(new)
    return len(new)


def _post(
    leaving: Sequence[tuple[SavingsGoal, SavingsAccount]],
    amounts: Mapping[UUID, Money],
    on: date,
    at: datetime,
) -> dict[UUID, int]:
    """The entries of those that hold something. Part of one is set aside: another day."""
    full = [(goal, home) for goal, home in leaving if amounts[goal.account_id]]
    taxes = month_of_tax([goal.account_id for goal, _ in full], TAXES_KEY, on)
    answers = post.post_batch(
        [
            _move(goal, home, amounts[goal.account_id], on, at).entry(
                taxes.on(goal.account_id, amounts[goal.account_id])
            )
            for goal, home in full
        ],
        atomic=False,
    )
    return {
        goal.account_id: answer.entry_id
        for (goal, _), answer in zip(full, answers, strict=True)
        if not isinstance(answer, LedgerRefusal)
    }


def _is_over(goal: SavingsGoal, there: Position, on: date) -> bool:
    return goal.ends_on <= on or _reached(goal, there)


def _reached(goal: SavingsGoal, there: Position) -> bool:
    return there.held >= Money(goal.target)


def _move(goal: SavingsGoal, home: SavingsAccount, amount: Money, on: date, at: datetime) -> Move:
    key = ids.key_from("goal-end", goal.account.number, on.isoformat())
    return Move(
        source=goal.account, target=home, amount=amount, kind="goal_end", on=on, at=at,
        key=key, actor=ACTOR, reference=ids.reference(key),
        description=f"Lo ahorrado en tu meta «{goal.name}»",
    )  # fmt: skip
