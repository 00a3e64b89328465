"""Grace and the day to pay: what a line lets choose, and the plan that comes of it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.kit.months import add_months, last_day
from minga.loans.due_dates import due_dates, monthly_on
from minga.loans.line_quote import (
    GraceOutsideLine,
    LineQuote,
    PayDayNotOffered,
    PeriodsOutsideLine,
    quote_line,
)
from minga.loans.lines import Line
from minga.loans.models import Modality
from minga.loans.plan import Method
from minga.loans.refusals import DatesOutOfOrder, TooFewPeriods

quick = settings(max_examples=150, deadline=None)
ON = date(2026, 11, 23)


def offered(**changes: object) -> Line:
    """A line that lets choose everything, without a database."""
    terms = {
        "id": UUID(int=1), "code": "X", "name": "Educación", "summary": "",
        "modality": Modality.CONSUMER, "by_payroll": False, "rate_ea": Decimal("0.195"),
        "mora_rate_ea": Decimal("0.235"), "insurance_monthly": Decimal("0.0008"),
        "amount_min": Money.of(1), "amount_max": Money.of(10**12), "periods_min": 1,
        "periods_max": 120, "methods": tuple(Method), "day_count": DayCount.THIRTY_360,
        "documents": (), "pay_days": (5, 15, 30), "first_days_min": 15, "grace_max": 6,
    } | changes  # fmt: skip
    return Line(**terms)  # type: ignore[arg-type]


def quote(
    line: Line | None = None, *, periods: int = 12, on: date = ON, **wanted: object
) -> LineQuote:
    given = {"amount": Money.of(5_000_000), "method": Method.FRENCH} | wanted
    return quote_line(line or offered(), periods=periods, on=on, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "on", "first", "second"),
    [
        (5, date(2026, 11, 23), date(2027, 1, 5), date(2027, 2, 5)),  # 5 December is too near
        (15, date(2026, 11, 23), date(2026, 12, 15), date(2027, 1, 15)),
        (8, date(2026, 11, 23), date(2026, 12, 8), date(2027, 1, 8)),  # exactly 15 days away
        (30, date(2027, 1, 20), date(2027, 2, 28), date(2027, 3, 30)),
        (31, date(2027, 3, 20), date(2027, 4, 30), date(2027, 5, 31)),
        (1, date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 1)),
    ],
)
def test_the_first_day_is_far_enough_and_the_day_comes_back(
    day: int, on: date, first: date, second: date
) -> None:
    assert monthly_on(day, start=on, periods=2, days_min=15) == (on, first, second)


def test_refuses_dates_that_are_none() -> None:
    with pytest.raises(TooFewPeriods):
        monthly_on(5, start=ON, periods=0, days_min=15)
    with pytest.raises(DatesOutOfOrder):
        monthly_on(ON.day, start=ON, periods=3, days_min=0)


@quick
@given(
    st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 31), st.integers(1, 60),
    st.integers(1, 40),
)  # fmt: skip
def test_every_month_has_its_day_once(start: date, day: int, days_min: int, periods: int) -> None:
    first, *later = monthly_on(day, start=start, periods=periods, days_min=days_min)
    assert first == start
    assert timedelta(days_min) <= later[0] - start <= timedelta(days_min + 31)
    assert all(one.day == min(day, last_day(one.year, one.month)) for one in later)
    months = [one.year * 12 + one.month for one in later]
    assert all(after - before == 1 for before, after in pairwise(months))


@quick
@given(
    st.integers(100_000, 10**10), st.integers(1, 60), st.sampled_from(Method),
    st.sampled_from([DayCount.THIRTY_360, DayCount.ACTUAL_365, DayCount.ACTUAL_ACTUAL]),
    st.none() | st.sampled_from([5, 15, 30]), st.integers(0, 6),
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
)  # fmt: skip
def test_grace_and_a_broken_first_period_repay_exactly_what_was_lent(
    pesos: int, periods: int, method: Method, count: DayCount, day: int | None, grace: int, on: date
) -> None:
    grace = 0 if method is Method.BULLET else min(grace, periods - 1)
    found = quote(
        offered(day_count=count), amount=Money.of(pesos), periods=periods, method=method,
        pay_day=day, grace=grace, on=on,
    )  # fmt: skip
    rows = found.instalments
    assert sum((one.principal for one in rows), ZERO) == found.amount
    assert rows[-1].balance == ZERO
    assert all(one.principal == ZERO for one in rows[:grace])
    assert all(one.interest >= ZERO and one.insurance >= ZERO for one in rows)
    assert all(after.balance <= before.balance for before, after in pairwise(rows))
    assert found.total == found.amount + found.cost
    bare = found.interest_only
    assert grace <= bare
    assert found.usual == rows[bare]
    assert method is not Method.BULLET or bare == 0
    assert bare == grace or (found.usual.principal > ZERO and rows[0].due_on > add_months(on, 1))


def test_the_usual_instalment_is_not_the_one_of_a_first_period_that_is_all_interest() -> None:
    found = quote(
        offered(rate_ea=Decimal("0.25"), first_days_min=40), amount=Money.of(5_000_000),
        periods=60, pay_day=15, on=date(2026, 11, 6),
    )  # fmt: skip
    first, second, *_ = found.instalments
    assert (found.interest_only, first.principal) == (1, ZERO)
    assert found.usual == second
    assert second.principal + second.interest < first.interest


def test_a_broken_first_period_is_charged_its_own_days() -> None:
    """22 days of 30 of the monthly rate, 1.4956 %, on five million."""
    regular, broken = quote(), quote(pay_day=15)
    assert broken.instalments[0].due_on == date(2026, 12, 15)
    assert regular.instalments[0].interest == Money.of(74_781)
    monthly = Decimal("1.195") ** (Decimal(22) / 360) - 1
    assert broken.instalments[0].interest == Money.of((5_000_000 * monthly).quantize(Decimal(1)))
    levels = {one.principal + one.interest for one in broken.instalments[:-1]}
    assert len(levels) == 1


def test_refuses_by_name_what_the_line_does_not_let_choose() -> None:
    with pytest.raises(GraceOutsideLine) as refused:
        quote(grace=7)
    assert refused.value.most == 6
    with pytest.raises(GraceOutsideLine) as refused:
        quote(periods=3, grace=3)
    assert refused.value.most == 2
    with pytest.raises(GraceOutsideLine) as refused:
        quote(method=Method.BULLET, grace=1)
    assert refused.value.most == 0
    with pytest.raises(GraceOutsideLine):
        quote(grace=-1)
    with pytest.raises(PayDayNotOffered) as wrong_day:
        quote(pay_day=6)
    assert wrong_day.value.days == (5, 15, 30)
    with pytest.raises(PayDayNotOffered):
        quote(offered(pay_days=()), pay_day=5)
    with pytest.raises(PeriodsOutsideLine):
        quote(periods=0)


class TestCostAsOneRate:
    @pytest.mark.parametrize("method", Method)
    @pytest.mark.parametrize("count", [DayCount.THIRTY_360, DayCount.ACTUAL_365])
    def test_without_insurance_it_is_the_lines_own_rate(
        self, method: Method, count: DayCount
    ) -> None:
        bare = offered(insurance_monthly=Decimal(0), day_count=count)
        for day in (None, 5, 30):
            assert quote(bare, method=method, pay_day=day).cost_ea == Decimal("0.1950")

    def test_insurance_makes_it_dearer_and_grace_does_not_make_it_cheaper(self) -> None:
        assert quote().cost_ea > Decimal("0.195")
        assert abs(quote(grace=6).cost_ea - quote().cost_ea) < Decimal("0.001")

    @quick
    @given(
        st.integers(1_000_000, 10**9), st.integers(2, 60), st.integers(0, 60),
        st.sampled_from([None, 5, 30]),
    )  # fmt: skip
    def test_by_days_of_365_it_is_the_return_that_pyxirr_finds(
        self, pesos: int, periods: int, insurance: int, day: int | None
    ) -> None:
        line = offered(day_count=DayCount.ACTUAL_365, insurance_monthly=Decimal(insurance) / 10_000)
        found = quote(line, amount=Money.of(pesos), periods=periods, pay_day=day)
        dates = [ON, *(one.due_on for one in found.instalments)]
        flows = [-float(pesos), *(float(one.total.amount) for one in found.instalments)]
        theirs = pyxirr.xirr(dates, flows)
        assert theirs is not None
        assert float(found.cost_ea) == pytest.approx(theirs, abs=6e-5)

    def test_nothing_charged_is_no_cost(self) -> None:
        free = offered(rate_ea=Decimal(0), insurance_monthly=Decimal(0))
        assert quote(free).cost_ea == 0
        assert quote(free).cost == ZERO


def test_without_a_day_months_are_counted_from_the_money() -> None:
    dates = tuple(one.due_on for one in quote().instalments)
    assert dates == due_dates(start=ON, periods=12)[1:]
