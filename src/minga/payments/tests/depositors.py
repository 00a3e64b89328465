"""Members with a CDAT, for tests of what comes after its opening."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from minga.kit import ids
from minga.kit.money import Money
from minga.payments.open_term_deposit import DepositOrder, open_term_deposit
from minga.payments.tests.cast import Person
from minga.savings.models import (
    MaturityInstruction,
    ProductKind,
    SavingsPlan,
    TermDeposit,
    TermRate,
)
from minga.savings.tests.plans import plan

OPENED = date(2026, 3, 3)


def at(day: date) -> datetime:
    """Ten in the morning in Colombia."""
    return datetime.combine(day, time(15), tzinfo=UTC)


def cdat_plan(early_rate_ea: Decimal | None = Decimal("0.02"), **terms: object) -> SavingsPlan:
    """10 % E.A. for any amount and any term."""
    made = plan(ProductKind.TERM, "0", early_rate_ea=early_rate_ea, **terms)  # type: ignore[arg-type]
    TermRate.objects.create(
        plan=made, valid_from=date(2020, 1, 1), amount_from=0, days_from=1, rate_ea=Decimal("0.10")
    )
    return made


def open_cdat(
    who: Person, offered: SavingsPlan, on: date = OPENED, **changes: object
) -> TermDeposit:
    """Ten million for ninety days out of the member's first account, paid out at the end."""
    asked = {
        "source_id": who.savings, "plan_code": offered.code, "amount": Money.of(10_000_000),
        "days": 90, "pays_every_months": 0, "instruction": MaturityInstruction.REDEEM,
        "rate_ea": "0.100000",
    } | changes  # fmt: skip
    order = DepositOrder(**asked)  # type: ignore[arg-type]
    done = open_term_deposit(member_id=who.id, order=order, key=ids.uuid7(), at=at(on))
    return TermDeposit.objects.get(id=done.id)
