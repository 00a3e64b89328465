from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.kit.money import ZERO, Money
from minga.savings.daily_interest import daily_yield, day_of_interest
from minga.savings.rate_board import BoardLine, NoRateOnTheBoard, rate_on_board
from minga.savings.term_interest import (
    DepositNotPositive,
    TermOutOfRange,
    early_exit,
    interest,
    renewed,
    term_interest,
)

TEN = Decimal("0.10")
pesos = st.integers(min_value=1, max_value=10**11).map(Money.of)


@settings(deadline=None)
@given(pesos, st.integers(0, 5000), st.integers(1, 1800), st.sampled_from([360, 365]))
def test_a_deposit_never_costs_and_longer_never_earns_less(
    principal: Money, points: int, days: int, base: int
) -> None:
    rate = Decimal(points) / 10_000
    found = term_interest(
        principal, effective_annual=rate, days=days, base=base, retention_rate=Decimal("0.04")
    )
    assert ZERO <= found.net <= found.interest
    more = interest(principal, effective_annual=rate, days=days + 1, base=base)
    assert found.interest <= more


def test_deposits_that_cannot_be_are_refused() -> None:
    with pytest.raises(DepositNotPositive):
        interest(ZERO, effective_annual=TEN, days=90, base=365)
    for days, base in ((0, 365), (90, 364), (10**6, 365)):
        with pytest.raises(TermOutOfRange):
            interest(Money.of(1), effective_annual=TEN, days=days, base=base)


def test_an_early_exit_either_owes_or_recovers() -> None:
    for paid in (0, 24_444, 100_000):
        found = early_exit(
            Money.of(10_000_000), penalty_annual=Decimal("0.02"), days=45, base=365,
            already_paid=Money.of(paid),
        )  # fmt: skip
        assert Money.of(paid) + found.owed - found.recovered == found.interest
        assert ZERO in {found.owed, found.recovered}


def test_a_renewal_keeps_the_capital_or_adds_the_net_interest() -> None:
    capital = Money.of(10_000_000)
    result = term_interest(
        capital, effective_annual=TEN, days=90, base=365, retention_rate=Decimal("0.04")
    )
    assert renewed(capital, result, with_interest=False) == capital
    assert renewed(capital, result, with_interest=True) == Money.of(10_228_283)


def test_an_overdraft_earns_nothing() -> None:
    assert daily_yield(Money.of(-5), effective_annual=TEN) == 0
    day = day_of_interest(
        Money.of(-5), effective_annual=TEN, retention_rate=TEN, daily_threshold=Decimal(1)
    )
    assert day.net == ZERO


def test_below_every_line_of_the_board_there_is_no_rate() -> None:
    board = [BoardLine(rate=TEN, term_from=30, amount_from=Money.of(500_000))]
    assert rate_on_board(board, amount=Money.of(500_000), term=30) == TEN
    for amount, term in ((499_999, 30), (500_000, 29)):
        with pytest.raises(NoRateOnTheBoard):
            rate_on_board(board, amount=Money.of(amount), term=term)
