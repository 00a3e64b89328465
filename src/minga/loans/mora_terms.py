"""What mora costs on each day: the agreed rate, never above what the law allows on that day.

Consumo, and ordinary comercial, have one certified cap for each month; microcrédito has its own
(C. Co. art. 884). Vivienda has a cap of its own law: 1.5 times the loan's own rate (Ley 546 of 1999
art. 19). While the cap of a month is not loaded no mora is charged for its
days: it is never guessed. What is paid meanwhile is settled without it; what is still overdue when
the cap comes bears it then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.loans.models import Loan, Modality
from minga.loans.overdue_interest import Stretch, housing_mora_rate, overdue_interest
from minga.loans.usury import UsuryCapMissing
from minga.loans.usury_caps import cap_in_force

DAY = timedelta(days=1)
# The certified kind of credit whose cap each modality obeys.
CERTIFIED = {
    Modality.CONSUMER: "consumo",
    Modality.COMMERCIAL: "consumo",
    Modality.MICRO: "microcredito",
}
HOUSING_TIMES = "mora.housing_times_rate"


@dataclass(frozen=True, slots=True)
class Mora:
    """What is owed for mora, and the months («2026-02») without a cap, for which nothing is."""

    amount: Money
    months_without_cap: tuple[str, ...] = ()


def cap_on(modality: str, day: date) -> Decimal:
    """The certified cap of that day's month. Raises UsuryCapMissing."""
    return cap_in_force(CERTIFIED[Modality(modality)], day)


def mora_between(loan: Loan, capital: Money, since: date, on: date) -> Mora:
    """Mora on overdue capital for the days after `since` up to `on`, in whole pesos.

    Raises MissingParameter for housing without its legal factor.
    """
    if on <= since or capital <= ZERO:
        return Mora(ZERO)
    stretches, missing = [], []
    for month, days in _by_month(since, on):
        cap = _cap(loan, days[0])
        if cap is None:
            missing.append(month)
        stretches.append(Stretch(len(days), cap or Decimal(0)))
    owed = overdue_interest(capital, effective_annual=loan.mora_rate_ea, stretches=stretches)
    return Mora(owed, tuple(missing))


def _cap(loan: Loan, day: date) -> Decimal | None:
    """The cap on a day; None when it is certified monthly and was not loaded."""
    if loan.modality == Modality.HOUSING:
        return housing_mora_rate(loan.rate_ea, parameters.number(HOUSING_TIMES, day))
    try:
        return cap_on(loan.modality, day)
    except UsuryCapMissing:
        return None


def _by_month(since: date, on: date) -> Iterator[tuple[str, list[date]]]:
    days = (since + DAY * n for n in range(1, (on - since).days + 1))
    for month, group in groupby(days, key=lambda day: f"{day:%Y-%m}"):
        yield month, list(group)
