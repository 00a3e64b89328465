"""Accounts at sight that a member may ask for, and whether one opens at once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.savings.fees import fees_of
from minga.savings.models import (
    AccountRequest,
    AccountStep,
    FeeKind,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
)
from minga.savings.plans_in_force import plans_in_force


@dataclass(frozen=True, slots=True)
class AccountOffer:
    """A plan as the member would have it. `has_one`: of this plan, so another is the office's to
    decide; `asked`: a request for it that nobody answered yet."""

    plan_id: UUID
    code: str
    name: str
    rate_ea: Decimal
    least: Money
    opening: Money
    fees: tuple[tuple[FeeKind, Money], ...]
    has_one: bool
    asked: UUID | None


def accounts_offered(member_id: UUID, on: date) -> list[AccountOffer]:
    """Every plan at sight that is offered to members themselves that day, by name."""
    in_force = dict(plans_in_force(ProductKind.SIGHT, on))
    plans = SavingsPlan.objects.filter(id__in=in_force, opens_online=True).order_by("name")
    held = _plans_held(member_id, next(iter(in_force)) if len(in_force) == 1 else None)
    found = []
    for plan in plans:
        if plan.offered_until is not None and plan.offered_until < on:
            continue
        terms, fees = in_force[plan.id], fees_of(plan.id, on)
        found.append(
            AccountOffer(
                plan_id=plan.id, code=plan.code, name=plan.name, rate_ea=terms.rate_ea,
                least=Money(terms.balance_min), opening=Money(terms.opening_min),
                fees=tuple((what, fees[what]) for what in FeeKind if what in fees),
                has_one=plan.id in held, asked=pending(member_id, plan.id),
            )
        )  # fmt: skip
    return found


def account_offer(member_id: UUID, code: str, on: date) -> AccountOffer | None:
    """One of them."""
    return next((one for one in accounts_offered(member_id, on) if one.code == code), None)


def pending(member_id: UUID, plan_id: UUID) -> UUID | None:
    """The member's request for that plan that waits for an answer."""
    asked = AccountRequest.objects.filter(member_id=member_id, plan_id=plan_id)
    answered = [AccountStep.OPENED, AccountStep.REJECTED, AccountStep.WITHDRAWN]
    return asked.exclude(events__step__in=answered).values_list("id", flat=True).first()


def _plans_held(member_id: UUID, only: UUID | None) -> set[UUID | None]:
    """Of which plans the member has an open account; one that names none is of the only one."""
    mine = list(SavingsAccount.objects.filter(member_id=member_id, kind=ProductKind.SIGHT))
    balances = ledger.balances([one.ledger_account_id for one in mine])
    return {one.plan_id or only for one in mine if balances[one.ledger_account_id].is_open}
