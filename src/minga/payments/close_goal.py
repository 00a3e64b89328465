"""End a savings goal before its day, and take its money home."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.ledger import queries as ledger
from minga.payments.goal_books import home_of, move
from minga.savings.models import GoalEnd, SavingsGoal


class GoalOver(Refusal):
    """This member has no such goal, or it ended already."""

    code = "goal_over"


class NoHome(Refusal):
    """The member has no savings account at sight for the money."""

    code = "no_home"


def close_goal(*, member_id: UUID, account_id: UUID, at: datetime) -> Money:
    """Moves all it holds to the account it was paid from and returns how much; no more quotas.

    What the month has earned is credited on its last day and goes the same way. Raises GoalOver,
    NoHome, InsufficientFunds where part of it is held. The Dr/Cr lines are those of goal_books.
    """
    on = business_date(at)
    actor = f"member:{member_id}"
    with transaction.atomic(durable=True):
        goal = (
            SavingsGoal.objects.select_for_update(of=("self",))
            .select_related("account", "pays_from")
            .filter(account_id=account_id, account__member_id=member_id)
            .first()
        )
        if goal is None or GoalEnd.objects.filter(goal=goal).exists():
            raise GoalOver
        home = home_of(goal)
        if home is None:
            raise NoHome
        account = goal.account.ledger_account_id
        saved, entry_id = ledger.balances([account])[account].total, None
        if saved:
            entry_id = move(
                goal.account, home, saved, key=ids.key_from("goal-early", goal.account.number),
                kind="goal_end", description=f"Retiro de tu meta «{goal.name}»", on=on, at=at,
                actor=actor,
            )  # fmt: skip
        GoalEnd.objects.create(goal=goal, how="early", on=on, at=at, entry_id=entry_id)
        record(
            at=at, actor=actor, action="close_goal", subject=f"savings:{account_id}",
            detail={"amount": str(saved)},
        )  # fmt: skip
    return saved
