"""What holds for every loan, whatever its terms."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy_financial
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.loans.due_dates import due_dates
from minga.loans.french import level_instalment
from minga.loans.period_rates import Effective, period_rates
from minga.loans.plan import Method, Terms, plan
from minga.loans.prepay import PrepaymentChoice, prepay
from minga.loans.refusals import InstalmentTooSmall
from minga.loans.rounding import CENTAVOS
from minga.loans.schedule import Instalment
from minga.loans.tests.loans_drawn import loans

quick = settings(max_examples=150, deadline=None)


def broken(principal: Money, rows: tuple[Instalment, ...]) -> list[str]:
    """Which promises of a schedule these rows do not keep."""
    before = [principal, *(row.balance for row in rows[:-1])]
    promises = {
        "capital repaid is the principal": sum((row.principal for row in rows), ZERO) == principal,
        "the last balance is zero": rows[-1].balance == ZERO,
        "interest is never negative": all(row.interest >= ZERO for row in rows),
        "the balance never grows": all(
            ZERO <= row.balance == owed - row.principal <= owed
            for row, owed in zip(rows, before, strict=True)
        ),
        "instalment = principal + interest": all(
            row.instalment == row.principal + row.interest for row in rows
        ),
        "dates go forward": all(one.due_date < other.due_date for one, other in pairwise(rows)),
    }
    return [promise for promise, kept in promises.items() if not kept]


@quick
@given(loans())
def test_every_schedule_keeps_its_promises(terms: Terms) -> None:
    schedule = plan(terms)
    assert broken(terms.principal, schedule.instalments) == []
    assert schedule.total == terms.principal + schedule.total_interest
    grace = schedule.instalments[: terms.grace]
    assert all(row.principal == ZERO for row in grace)


def test_a_schedule_that_breaks_a_promise_is_noticed() -> None:
    day = date(2026, 1, 31)
    worse = (Instalment(1, day, Money.of(9), Money.of(10), Money.of(-1), Money.of(2)),)
    assert broken(Money.of(11), worse) == [
        "capital repaid is the principal",
        "the last balance is zero",
        "interest is never negative",
        "the balance never grows",
    ]


@quick
@given(loans(), st.data())
def test_any_sequence_of_prepayments_repays_exactly_what_was_lent(
    terms: Terms, data: st.DataObject
) -> None:
    rates = period_rates(terms.dates, rate=terms.rate, count=terms.count, frequency=terms.frequency)
    ahead = list(plan(terms).instalments)
    repaid = ZERO
    while ahead:
        row = ahead.pop(0)
        repaid += row.principal
        rates = rates[1:]
        centavos = int(row.balance.amount)
        if not ahead or centavos < 2 or not data.draw(st.booleans()):
            continue
        extra = Money.of(data.draw(st.integers(min_value=1, max_value=centavos - 1)))
        try:
            done = prepay(
                row.balance, extra, rates[: len(ahead)],
                dues=[one.due_date for one in ahead], rest_before=ahead,
                choice=data.draw(st.sampled_from(PrepaymentChoice)),
                method=terms.method, rounding=terms.rounding,
            )  # fmt: skip
        except InstalmentTooSmall:
            continue
        assert broken(row.balance - extra, done.rest.instalments) == []
        repaid += extra
        ahead = list(done.rest.instalments)
    assert repaid == terms.principal


@quick
@given(loans(Method.FRENCH))
def test_a_level_loan_is_level_but_for_grace_and_its_last_instalment(terms: Terms) -> None:
    rows = plan(terms).instalments[terms.grace : -1]
    levels = {row.instalment for row in rows if row.principal > ZERO and row.balance > ZERO}
    assert len(levels) <= 1


@quick
@given(
    st.integers(min_value=10_000, max_value=10**12),
    st.integers(min_value=1, max_value=500),
    st.integers(min_value=1, max_value=360),
)
def test_the_level_instalment_is_numpy_financials(pesos: int, points: int, periods: int) -> None:
    rate = Decimal(points) / 10_000
    ours = level_instalment(Money.of(pesos), [rate] * periods)
    theirs = -numpy_financial.pmt(float(rate), periods, pesos)
    assert float(ours) == pytest.approx(float(theirs), rel=1e-9)


@quick
@given(
    st.integers(min_value=10_000_000, max_value=10**11),
    st.integers(min_value=50, max_value=4_000),
    st.integers(min_value=2, max_value=120),
    st.integers(min_value=1, max_value=80),
    st.sampled_from(Method),
)
def test_the_return_of_what_is_paid_is_the_effective_rate(
    pesos: int, points: int, periods: int, stub: int, method: Method
) -> None:
    """An E.A. by days of 365 is exactly the rate whose internal return pyxirr finds."""
    start = date(2026, 1, 31)
    dates = due_dates(
        start=start, periods=periods, first_due=date.fromordinal(start.toordinal() + stub)
    )
    terms = Terms(
        principal=Money.of(pesos), rate=Effective(Decimal(points) / 10_000), dates=dates,
        count=DayCount.ACTUAL_365, method=method, rounding=CENTAVOS,
    )  # fmt: skip
    paid = [float(row.instalment.amount) for row in plan(terms).instalments]
    found = pyxirr.xirr(list(dates), [-float(pesos), *paid])
    assert found == pytest.approx(points / 10_000, abs=1e-6)
