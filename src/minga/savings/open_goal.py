"""Open a savings goal: a contractual account with a name, a target and quotas."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, sql
from minga.kit.clock import business_date
from minga.ledger import accounts
from minga.savings.goal_terms import GoalOrder, check_order, check_payer
from minga.savings.models import ProductKind, SavingsAccount, SavingsGoal

ONE_OPENING_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def goal_opened_by(member_id: UUID, key: UUID) -> UUID | None:
    """The goal that an order with this key opened; None when it opened none."""
    account_id = ids.key_in_scope(f"open_goal:{member_id.hex}", key)
    return account_id if SavingsGoal.objects.filter(account_id=account_id).exists() else None


def open_goal(
    *,
    member_id: UUID,
    order: GoalOrder,
    key: UUID,
    at: datetime,
    approve: Callable[[], bytes | None] = lambda: None,
) -> UUID:
    """Opens it empty and returns its account's id; once per key. Quotas begin on `starts_on`.

    `approve` is called inside the transaction: it uses up the member's approval of this very order,
    or raises. Raises GoalPlanNotOffered, QuotaBelowMinimum, QuotaAboveTarget, FirstQuotaPast,
    GoalTooShort, UnknownPayer. No money moves yet.
    """
    account_id = ids.key_in_scope(f"open_goal:{member_id.hex}", key)
    on = business_date(at)
    with transaction.atomic(durable=True):
        sql.rows(ONE_OPENING_AT_A_TIME, [account_id.hex])
        if SavingsGoal.objects.filter(account_id=account_id).exists():
            return account_id
        plan = check_order(order, on)
        check_payer(member_id, order.pays_from)
        approve()
        opened = accounts.open_member_accounts("SAVINGS_CONTRACTUAL", "savings", [account_id])
        (number,) = sql.one("SELECT nextval('savings_goal_number')", [])
        SavingsAccount.objects.create(
            id=account_id, member_id=member_id, kind=ProductKind.CONTRACTUAL, plan=plan,
            number=f"META-{number:08d}", ledger_account_id=opened[account_id], opened_on=on,
        )  # fmt: skip
        SavingsGoal.objects.create(
            account_id=account_id, plan=plan, name=order.name, target=order.target.amount,
            quota=order.quota.amount, every_months=order.every_months, starts_on=order.starts_on,
            ends_on=order.ends_on, pays_from_id=order.pays_from,
        )  # fmt: skip
        record(
            at=at, actor=f"member:{member_id}", action="open_goal", subject=f"savings:{account_id}",
            detail={"quota": str(order.quota), "target": str(order.target)},
        )  # fmt: skip
    return account_id
