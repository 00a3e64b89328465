"""Whatever a member pays and whenever, and however the days are closed: what always holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.day_close.close_day import close_day
from minga.day_close.suspended_interest import suspended_interest
from minga.kit import sql
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.loans.models import CollectionCost, Loan, LoanAccrual, LoanEnd, LoanInstalment
from minga.loans.plan import Method
from minga.loans.plan_payment import PayKind, next_payment
from minga.payments.tests.borrowers import (
    at,
    borrower,
    capital_in_books,
    in_books,
    owes,
    pay,
    proven,
)

pytestmark = pytest.mark.django_db
START = date(2025, 4, 30)
# Some of them days that not every month has.
STARTS = (START, date(2025, 8, 31), date(2025, 10, 1), date(2026, 1, 30))
_CONTROL = """
SELECT COALESCE(sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END), 0)
  FROM ledger.posting p JOIN ledger.ledger_account l ON l.id = p.account_id
  JOIN ledger.chart_account c ON c.code = l.chart_code WHERE c.key LIKE 'LOANS\\_%%'
"""

# What members pay themselves; what employers take has its own properties.
KINDS = tuple(kind for kind in PayKind if kind is not PayKind.PAYROLL)
steps = st.lists(
    st.tuples(st.integers(0, 45), st.sampled_from(KINDS), st.integers(1, 3_000_000)), max_size=4
)
shapes = st.fixed_dictionaries(
    {
        "principal": st.integers(1_000_000, 30_000_000).map(Money.of),
        "rate_ea": st.integers(0, 24).map(lambda points: Decimal(points) / 100),
        "method": st.sampled_from(Method),
        "day_count": st.sampled_from(["30/360", "act/365", "act/360", "act/act"]),
        "periods": st.integers(1, 6),
        "insurance_monthly": st.sampled_from([Decimal(0), Decimal("0.0006")]),
        "grace": st.integers(0, 3),
        "pay_day": st.sampled_from([None, 5, 30, 31]),
        "on": st.sampled_from(STARTS),
        "first_days_min": st.integers(1, 40),
    }
).map(lambda shape: shape | {"grace": min(shape["grace"], shape["periods"] - 1)})


class _Undo(Exception):
    pass


@contextmanager
def taken_back() -> Iterator[None]:
    """Each example lives in the books by itself."""
    try:
        with transaction.atomic():
            transaction.get_connection().atomic_blocks[-1]._from_testcase = True
            yield
            raise _Undo
    except _Undo:
        return


def do(loan: Loan, day: date, kind: PayKind, pesos: int) -> None:
    """Some payment that makes sense that day, or none."""
    if LoanEnd.objects.filter(loan=loan).exists():
        return
    now = owes(loan, day)
    amount = {
        PayKind.INSTALMENT: min(next_payment(now), Money.of(pesos)) if now.due else
        next_payment(now),
        PayKind.PAYOFF: now.payoff,
    }.get(kind, now.due_total + now.running + Money.of(pesos))  # fmt: skip
    try:
        pay(loan, day, kind, amount)
    except Refusal:
        # Refused before anything moved: the checks below hold all the same.
        return


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(shape=shapes, life=steps, closes=st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_any_life_of_a_loan_keeps_books_and_plan_together(
    shape: dict[str, Any], life: list[tuple[int, PayKind, int]], closes: list[int]
) -> None:
    with taken_back():
        CollectionCost.objects.create(
            days=3, name="Llamada", amount=7_500, valid_from=START, source="a test's own"
        )
        loan = borrower(savings=80_000_000, **shape)
        receivable, income = in_books("144305"), in_books("415010")
        day = shape["on"]
        for (gap, kind, pesos), count in zip(life, closes, strict=False):
            for _ in range(count):
                close_day(day=day, at=at(day))
                close_day(day=day, at=at(day))
                day += timedelta(days=1)
            day += timedelta(days=gap)
            do(loan, day, kind, pesos)
            assert owes(loan, day).capital == capital_in_books(loan)
            assert suspended_interest().agrees
        if not LoanEnd.objects.filter(loan=loan).exists():
            do(loan, day, PayKind.PAYOFF, 0)
        assert_paid_and_proven(loan)
        assert in_books("415010") >= income
        assert in_books("144305") >= receivable - paid_interest(loan)


def assert_paid_and_proven(loan: Loan) -> None:
    assert capital_in_books(loan) == ZERO
    parts = loan.payments.aggregate(capital=Sum("capital"))
    assert parts["capital"] == loan.principal
    rows = LoanInstalment.objects.filter(loan=loan)
    assert not rows.filter(interest__lt=0).exists()
    assert not rows.filter(balance__lt=0).exists()
    assert not LoanAccrual.objects.filter(loan=loan.id, interest__lt=0).exists()
    (control,) = sql.one(_CONTROL, [])
    everybody = sum((capital_in_books(one) for one in Loan.objects.all()), ZERO)
    assert Money(control) == everybody
    assert proven()


def paid_interest(loan: Loan) -> Decimal:
    return loan.payments.aggregate(total=Sum("interest"))["total"] or Decimal(0)
