from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from minga.kit.money import ZERO, Money
from minga.payments import rules

RATE = Decimal("0.004")
amounts = st.integers(min_value=0, max_value=10**13).map(
    lambda cents: Money.of(Decimal(cents) / 100)
)


def test_four_per_thousand_rounds_half_up_to_the_peso() -> None:
    assert rules.gmf(Money.of(100_000), rate=RATE) == Money.of(400)
    assert rules.gmf(Money.of(125), rate=RATE) == Money.of(1)
    assert rules.gmf(Money.of("124.99"), rate=RATE) == ZERO
    assert rules.gmf(Money.of(100_000), rate=Decimal(0)) == ZERO


@given(amounts, st.sampled_from([RATE, Decimal(0)]))
def test_the_most_transferable_fits_and_one_centavo_more_does_not(
    available: Money, rate: Decimal
) -> None:
    most = rules.most_transferable(available, rate=rate)
    assert most + rules.gmf(most, rate=rate) <= available
    more = most + Money.of("0.01")
    assert more + rules.gmf(more, rate=rate) > available


def test_nothing_can_be_moved_out_of_nothing() -> None:
    assert rules.most_transferable(Money.of(-5), rate=RATE) == ZERO
