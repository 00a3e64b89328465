"""From a published loan to Minga's terms, and from Minga's schedule to its published form."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.loans.due_dates import Frequency, Unit, due_dates
from minga.loans.period_rates import EQUAL_PERIODS, Nominal, PeriodCount
from minga.loans.plan import Terms
from minga.loans.rounding import CENTAVOS, Rounding
from minga.loans.schedule import Schedule
from tests.vectors import loans

# The option that reproduces each of the peers' ways to count time.
COUNTS: dict[str, PeriodCount] = {
    "30/360": DayCount.THIRTY_360,
    "actual/365": DayCount.ACTUAL_365,
    "actual/360": DayCount.ACTUAL_360,
    "actual/364": DayCount.ACTUAL_364,
    "actual/actual": DayCount.ACTUAL_ACTUAL,
    "equal-periods-52": EQUAL_PERIODS,
}
HALF_UP = replace(CENTAVOS, mode=ROUND_HALF_UP, instalment_mode=ROUND_HALF_UP)
NOT_EVENED = replace(CENTAVOS, even_last=False)
ANY_START = date(2024, 1, 1)  # for a schedule published without dates


def terms_of(vector: dict[str, Any], rounding: Rounding = CENTAVOS) -> Terms:
    """The terms of a published amortization."""
    frequency = Frequency(vector["every"], Unit(vector["unit"]))
    dates = tuple(date.fromisoformat(day) for day in vector["dates"] or ())
    if not dates:
        dates = due_dates(start=ANY_START, periods=vector["n"], frequency=frequency)
    period_start = dates[0]
    if "disbursed_on" in vector:  # later than the schedule starts: the first period is partial
        dates = (date.fromisoformat(vector["disbursed_on"]), *dates[1:])
    return Terms(
        principal=Money.of(vector["principal"]),
        rate=nominal_of(vector),
        dates=dates,
        frequency=frequency,
        count=COUNTS[vector["day_count"]],
        grace=vector.get("principal_grace", 0),
        rounding=rounding,
        period_start=period_start,
    )


def nominal_of(vector: dict[str, Any]) -> Nominal:
    """The yearly rate of a vector that writes it as a percentage."""
    return Nominal(Decimal(vector["annual_nominal_rate_pct"]) / 100)


def base_terms(vector: dict[str, Any]) -> Terms:
    """The terms that a vector builds on."""
    if vector["base"] == "PAYOFF-PRECLOSE-BASE":
        # Its numbers say it: 100 at 7 % in six months of 30/360 from 1 January 2024.
        return terms_of(loans()["C3155"] | {"annual_nominal_rate_pct": "7"})
    return terms_of(loans()[vector["base"]])


def published(schedule: Schedule) -> list[dict[str, Any]]:
    """The rows in the form in which peers publish them."""
    return [
        {
            "nr": row.n,
            "balance": str(row.balance),
            "principal": str(row.principal),
            "interest": str(row.interest),
            "instalment": str(row.instalment),
        }
        for row in schedule.instalments
    ]
