"""Loans of every shape, for properties that hold for all of them."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.loans.due_dates import Frequency, Unit, due_dates
from minga.loans.period_rates import EQUAL_PERIODS, Effective, Nominal
from minga.loans.plan import Method, Terms
from minga.loans.rounding import CENTAVOS, PESOS, PESOS_UP

ROUNDINGS = {PESOS: 1, CENTAVOS: 100, PESOS_UP: 100}  # how finely each lets a principal be


@st.composite
def loans(draw: st.DrawFn, method: Method | None = None) -> Terms:
    """Any amount, rate, term, frequency, first date, day count, method, grace and rounding."""
    rounding = draw(st.sampled_from([PESOS, CENTAVOS, PESOS_UP]))
    finest = ROUNDINGS[rounding]
    units = draw(st.integers(min_value=1, max_value=5_000_000_000 * finest))
    fraction = Decimal(draw(st.integers(min_value=0, max_value=12_000))) / 10_000
    frequency = Frequency(draw(st.integers(1, 13)), draw(st.sampled_from(Unit)))
    start = draw(st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31)))
    periods = draw(st.integers(min_value=1, max_value=40))
    stub = draw(st.none() | st.integers(min_value=1, max_value=900))
    return Terms(
        principal=Money(Decimal(units) / finest),
        rate=Nominal(fraction) if draw(st.booleans()) else Effective(fraction),
        dates=due_dates(
            start=start,
            periods=periods,
            frequency=frequency,
            first_due=start + timedelta(days=stub) if stub else None,
        ),
        frequency=frequency,
        count=draw(st.sampled_from([*DayCount, EQUAL_PERIODS])),
        method=method or draw(st.sampled_from(Method)),
        grace=draw(st.integers(min_value=0, max_value=periods - 1)),
        rounding=rounding,
    )
