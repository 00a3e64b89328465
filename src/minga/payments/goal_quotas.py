"""Quotas of savings goals on their day, collected in batches.

A quota, where the account it is paid from had the money that morning and still has it:
Dr savings at sight / Cr the goal           quota, or what is missing for the target
Skipped and told otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from minga.kit import ids, outbox
from minga.kit.money import ZERO, Money
from minga.ledger import post
from minga.ledger.entry import LedgerRefusal
from minga.payments.gmf_room import month_of_tax
from minga.payments.goal_books import TAXES_KEY, Move
from minga.payments.morning import positions
from minga.savings.models import GoalEnd, GoalQuota, SavingsAccount, SavingsGoal

ACTOR = "system:day_close"
PIECE = 500


def collect_quotas(due: Iterable[SavingsGoal], on: date, at: datetime) -> tuple[int, int]:
    """How many were paid and how many skipped. In the caller's transaction."""
    paid = skipped = 0
    for turn in _turns(due):
        for first in range(0, len(turn), PIECE):
            done = _collect(turn[first : first + PIECE], on, at)
            paid, skipped = paid + done[0], skipped + done[1]
    return paid, skipped


def _turns(due: Iterable[SavingsGoal]) -> Iterator[list[UUID]]:
    """Goals that one account pays for take turns, so that each sees what the others left."""
    seen: Counter[UUID | None] = Counter()
    turns: list[list[UUID]] = []
    for goal in due:
        turn = seen[goal.pays_from_id]
        seen[goal.pays_from_id] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(goal.account_id)
    yield from turns


def _collect(goal_ids: Sequence[UUID], on: date, at: datetime) -> tuple[int, int]:
    """One batch: the goals are kept from ending meanwhile by their members' own hand."""
    goals = _held(goal_ids)
    there = positions([one for goal in goals for one in _both(goal)], on)
    amounts = {
        goal.account_id: min(Money(goal.quota), Money(goal.target) - there[goal.account_id].held)
        for goal in goals
    }
    open_ = [goal for goal in goals if amounts[goal.account_id] > ZERO]
    payers = {goal.account_id: payer for goal in open_ if (payer := goal.pays_from)}
    taxes = month_of_tax([one.id for one in payers.values()], TAXES_KEY, on)
    able = [
        goal
        for goal in open_
        if amounts[goal.account_id] + taxes.on(payers[goal.account_id].id, amounts[goal.account_id])
        <= there[payers[goal.account_id].id].can_give
    ]
    entries = [
        _move(goal, payers[goal.account_id], amounts[goal.account_id], on, at).entry(
            taxes.on(payers[goal.account_id].id, amounts[goal.account_id])
        )
        for goal in able
    ]
    answers = post.post_batch(entries, atomic=False)
    posted = {
        goal.account_id: answer.entry_id
        for goal, answer in zip(able, answers, strict=True)
        if not isinstance(answer, LedgerRefusal)
    }
    taxes.spend({payers[one].id: amounts[one] for one in posted})
    GoalQuota.objects.bulk_create(
        GoalQuota(
            goal=goal, due_on=on, amount=amounts[goal.account_id].amount, at=at,
            entry_id=posted.get(goal.account_id),
        )
        for goal in open_
    )  # fmt: skip
    for goal in open_:
        if goal.account_id not in posted:
            outbox.publish("goal_quota_skipped", {"goal_id": str(goal.account_id), "on": str(on)})
    # One that reached its target has nothing to pay: it counts as paid.
    return len(goals) - len(open_) + len(posted), len(open_) - len(posted)


def _held(goal_ids: Sequence[UUID]) -> list[SavingsGoal]:
    """The living ones. Whoever ended one while it was waited for is asked after the wait."""
    held = list(
        SavingsGoal.objects.select_for_update(of=("self",))
        .select_related("account", "pays_from")
        .filter(account_id__in=goal_ids)
        .order_by("account_id")
    )
    ended = set(GoalEnd.objects.filter(goal__in=held).values_list("goal_id", flat=True))
    return [goal for goal in held if goal.account_id not in ended]


def _both(goal: SavingsGoal) -> tuple[UUID, UUID]:
    assert goal.pays_from_id is not None
    return goal.account_id, goal.pays_from_id


def _move(goal: SavingsGoal, payer: SavingsAccount, amount: Money, on: date, at: datetime) -> Move:
    return Move(
        source=payer, target=goal.account, amount=amount, kind="goal_quota", on=on, at=at,
        key=ids.key_from("goal-quota", goal.account.number, on.isoformat()), actor=ACTOR,
        description=f"Cuota de tu meta «{goal.name}»",
    )  # fmt: skip
