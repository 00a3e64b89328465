"""Whatever is saved and however days are closed: interest adds up, once, and the books agree."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.day_close.close_day import close_day, close_through
from minga.day_close.interest_payable import interest_payable
from minga.day_close.tests.test_loan_properties import taken_back
from minga.kit import sql
from minga.kit.money import Money
from minga.kit.rates import periodic
from minga.ledger.books_check import check_books
from minga.payments.tests.cast import deposit, person, product
from minga.savings.models import Accrual, InterestCredit, ProductKind, SavingsAccount
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 6, tzinfo=UTC)
LAST = date(2026, 11, 30)
DAY = timedelta(days=1)
COSTS = {ProductKind.SIGHT: "615005", ProductKind.PERMANENT: "615020"}
_COST = """
SELECT COALESCE(sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END), 0)
  FROM ledger.posting p JOIN ledger.ledger_account l ON l.id = p.account_id WHERE l.chart_code = %s
"""
_ALL = "SELECT sum(CASE side WHEN 'D' THEN amount ELSE -amount END) FROM ledger.posting"


def cost(kind: ProductKind) -> Decimal:
    found: Decimal = sql.one(_COST, [COSTS[kind]])[0]
    return found


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    kind=st.sampled_from(sorted(COSTS)),
    rate=st.integers(0, 1500).map(lambda points: Decimal(points) / 10_000),
    paid_in=st.lists(st.integers(1, 90_000_000), min_size=1, max_size=5),
    catches_up=st.booleans(),
    again=st.booleans(),
)
def test_any_savings_earn_what_each_day_says_and_are_credited_once(
    kind: ProductKind, rate: Decimal, paid_in: list[int], catches_up: bool, again: bool
) -> None:
    with taken_back():
        before = cost(kind)
        who = person()
        mine = product(who.id, kind)
        SavingsAccount.objects.filter(id=mine).update(plan=plan(kind, str(rate)))
        days = [LAST - DAY * back for back in reversed(range(len(paid_in)))]
        close_day(day=days[0] - DAY, at=AT)
        for day, pesos in zip(days, paid_in, strict=True):
            deposit(mine, pesos, on=day)
        if not catches_up:
            for day in days:
                close_day(day=day, at=AT)
        close_through(day=LAST, today=LAST + DAY, at=AT)
        if again:
            close_day(day=LAST, at=AT)
            close_through(day=LAST, today=LAST + DAY, at=AT)
        told = dict(Accrual.objects.filter(product=mine).values_list("business_date", "gross"))
        daily, held = periodic(rate, 365), 0
        for day, pesos in zip(days, paid_in, strict=True):
            held += pesos
            assert abs(told.get(day, Decimal(0)) - held * daily) <= Decimal("0.000001")
        credit = InterestCredit.objects.filter(account_id=mine).first()
        gross, withheld = (credit.gross, credit.withheld) if credit else (Decimal(0), Decimal(0))
        assert abs(gross - sum(told.values())) <= Decimal("0.5")
        assert 0 <= withheld <= gross
        total = next(one.total for one in products_of(who.id) if one.id == mine)
        assert total == Money.of(held) + Money(gross - withheld)
        assert cost(kind) - before == gross
        assert interest_payable().agrees
        assert sql.one(_ALL, [])[0] == 0
        assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0
