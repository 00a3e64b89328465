from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.kit import rates
from minga.kit.calendar import COLOMBIA, Calendar
from minga.kit.day_count import DayCount, DaysBackwards, year_fraction
from minga.kit.months import DayOutOfRange, add_months, roll_months, whole_months
from minga.kit.precise import NotExact, exact

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
CONVENTIONS = st.sampled_from(DayCount)


def test_a_month_without_the_day_ends_on_its_last_one_and_the_day_comes_back() -> None:
    start = date(2026, 1, 31)
    found = [add_months(start, months) for months in (1, 2, 3, -11)]
    assert found == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2025, 2, 28)]
    assert roll_months(start, 1) == date(2026, 3, 1)
    assert add_months(date(2026, 2, 28), 1, anchor_day=31) == date(2026, 3, 31)
    with pytest.raises(DayOutOfRange):
        add_months(date(9999, 12, 1), 1)


@given(DAYS, st.integers(min_value=0, max_value=600))
def test_months_added_are_months_counted(start: date, months: int) -> None:
    assert whole_months(start, add_months(start, months)) == months


@given(DAYS, st.integers(min_value=1, max_value=240))
def test_in_a_year_of_360_days_every_month_is_a_twelfth(start: date, months: int) -> None:
    found = year_fraction(start, add_months(start, months), DayCount.THIRTY_360)
    assert found == Fraction(months, 12)


@given(DAYS, DAYS, CONVENTIONS)
def test_time_never_runs_backwards_and_none_is_zero(
    one: date, other: date, count: DayCount
) -> None:
    start, end = sorted((one, other))
    assert year_fraction(start, start, count) == 0
    assert (year_fraction(start, end, count) > 0) == (start < end)
    if start < end:
        with pytest.raises(DaysBackwards):
            year_fraction(end, start, count)


@given(DAYS)
def test_a_year_of_its_own_days_is_one(day: date) -> None:
    start, end = date(day.year, 12, 31), date(day.year + 1, 12, 31)
    assert year_fraction(start, end, DayCount.ACTUAL_ACTUAL) == 1


@given(
    st.decimals(min_value=0, max_value=3, places=6), st.sampled_from([1, 2, 4, 6, 12, 52, 360, 365])
)
def test_a_rate_converted_there_and_back_is_the_same(annual: Decimal, periods: int) -> None:
    tiny = Decimal("1e-40")
    periodic = rates.periodic(annual, periods)
    assert abs(rates.effective_annual(periodic, periods) - annual) < tiny
    assert abs(rates.from_nominal(rates.nominal(annual, periods), periods) - annual) < tiny
    assert abs(rates.from_in_advance(rates.in_advance(periodic)) - periodic) < tiny


def test_rates_that_make_no_sense_are_refused() -> None:
    calls: list[Callable[[], Decimal]] = [
        lambda: rates.periodic(Decimal("-0.1"), 12),
        lambda: rates.periodic(Decimal("0.1"), 0),
        lambda: rates.effective_annual(Decimal("-0.1"), 12),
        lambda: rates.from_in_advance(Decimal(1)),
        lambda: rates.compounded(Decimal("0.1"), months=0, every_months=3),
    ]
    for call in calls:
        with pytest.raises(rates.RateOutOfRange):
            call()
    for wrong in (0.1, True, "doce", "NaN", "Infinity"):
        with pytest.raises(NotExact):
            exact(wrong)  # type: ignore[arg-type]


def test_banks_close_on_the_last_day_of_the_year_and_offices_do_not() -> None:
    last = date(2026, 12, 31)
    assert COLOMBIA.is_business_day(last)
    assert not COLOMBIA.is_bank_day(last)
    assert COLOMBIA.bank_day_from(last) == date(2027, 1, 4)
    assert COLOMBIA.business_day_from(last) == last


def test_an_office_may_add_or_strike_a_holiday() -> None:
    added, struck = date(2026, 11, 24), date(2026, 7, 13)
    own = Calendar(added=frozenset({added}), struck=frozenset({struck}))
    assert not own.is_business_day(added)
    assert own.is_business_day(struck)
    assert len(own.holidays(2026)) == 19
    assert COLOMBIA.is_business_day(added)
    assert not COLOMBIA.is_business_day(struck)
