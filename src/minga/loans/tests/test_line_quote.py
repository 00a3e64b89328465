"""What a line offers on a day, and what a loan of it costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from minga.kit.money import Money
from minga.loans.line_quote import (
    AmountOutsideLine,
    MethodNotOffered,
    PeriodsOutsideLine,
    quote_line,
)
from minga.loans.lines import LineNotOffered, line_offered, lines_offered
from minga.loans.models import LoanLine
from minga.loans.plan import Method
from minga.loans.refusals import PrincipalNotPositive
from minga.loans.tests.offered import SINCE, add_terms, line

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
FIVE_MILLION = Money.of(5_000_000)


def test_offers_the_terms_that_came_into_force_last() -> None:
    one = line()
    add_terms(one.id, ON, rate_ea=Decimal("0.18"))
    assert line_offered(one.id, ON).rate_ea == Decimal("0.18")
    assert line_offered(one.id, ON - timedelta(days=1)).rate_ea == Decimal("0.195")


def test_offers_nothing_before_its_day_nor_after_its_last() -> None:
    one = line()
    LoanLine.objects.filter(id=one.id).update(offered_until=ON)
    assert one.code in {found.code for found in lines_offered(ON)}
    for day in (SINCE - timedelta(days=1), ON + timedelta(days=1)):
        assert one.code not in {found.code for found in lines_offered(day)}
        with pytest.raises(LineNotOffered):
            line_offered(one.id, day)


@pytest.mark.parametrize("method", [Method.FRENCH, Method.EQUAL_PRINCIPAL])
def test_capital_and_cost_add_up_to_all_that_is_paid(method: Method) -> None:
    found = quote_line(line(), amount=FIVE_MILLION, periods=24, method=method, on=ON)
    assert sum(one.principal.amount for one in found.instalments) == 5_000_000
    assert sum(one.total.amount for one in found.instalments) == found.total.amount
    assert found.cost == found.interest + found.insurance
    assert found.instalments[0].insurance == Money.of(4_000)
    assert found.instalments[-1].balance == Money.of(0)
    assert found.instalments[0].due_on == date(2026, 12, 23)


def test_refuses_by_name_what_the_line_does_not_take() -> None:
    one = line()
    for amount in (499_999, 40_000_001):
        with pytest.raises(AmountOutsideLine):
            quote_line(one, amount=Money.of(amount), periods=24, method=Method.FRENCH, on=ON)
    for periods in (5, 61):
        with pytest.raises(PeriodsOutsideLine):
            quote_line(one, amount=FIVE_MILLION, periods=periods, method=Method.FRENCH, on=ON)
    with pytest.raises(MethodNotOffered):
        quote_line(one, amount=FIVE_MILLION, periods=24, method=Method.BULLET, on=ON)
    with pytest.raises(PrincipalNotPositive):
        quote_line(one, amount=Money.of("900000.50"), periods=24, method=Method.FRENCH, on=ON)
