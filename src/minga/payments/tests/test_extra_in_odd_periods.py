"""Extra payments in periods that are not like the others: cut in February, long, or of grace."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit.money import Money
from minga.kit.months import add_months
from minga.loans.models import Loan, LoanInstalment, LoanLine
from minga.loans.plan_payment import PayKind
from minga.loans.tests.brought import bring_loans, bring_schedule, instalment, loan_row
from minga.loans.tests.lent import line
from minga.members.models import Member
from minga.payments.tests.borrowers import borrower, capital_in_books, owes, pay
from minga.payments.tests.cast import deposit, person

pytestmark = pytest.mark.django_db
EXTRAS = [PayKind.TO_TERM, PayKind.TO_INSTALMENT]
ONE = Money.of(1)


def plan_of(loan: Loan) -> list[LoanInstalment]:
    return list(LoanInstalment.objects.filter(loan=loan, is_current=True).order_by("n"))


def paid(row: LoanInstalment) -> Decimal:
    return row.principal + row.interest


@pytest.mark.parametrize("kind", EXTRAS)
@pytest.mark.parametrize(
    ("on", "pay_day", "cuts"),
    [
        (date(2026, 1, 15), None, [date(2026, 2, 5)]),
        (date(2026, 1, 31), 31, [date(2026, 2, 28), date(2026, 3, 10), date(2026, 3, 29)]),
        (date(2026, 2, 15), None, [date(2026, 2, 20), date(2026, 3, 1), date(2026, 3, 9)]),
    ],
)
def test_a_period_costs_what_it_did_wherever_it_is_cut(
    kind: PayKind, on: date, pay_day: int | None, cuts: list[date]
) -> None:
    loan = borrower(on=on, pay_day=pay_day, savings=80_000_000)
    whole = {row.due_on: row.interest for row in plan_of(loan)}
    asked = dict.fromkeys(whole, Decimal(0))
    for cut in cuts:
        now = owes(loan, cut)
        due = now.ahead[0].due_on
        pay(loan, cut, kind, now.due_total + now.running + ONE)
        asked[due] += now.running.amount
        last = due
    asked[last] += plan_of(loan)[[row.due_on for row in plan_of(loan)].index(last)].interest
    # Interest that is paid earlier earns nothing more: a little less than the whole, never more.
    assert whole[last] * Decimal("0.99") < asked[last] <= whole[last] + 1


def test_fewer_instalments_are_no_higher_than_they_were_though_the_first_period_is_long() -> None:
    """The first instalment, of interest alone, is higher than all the others."""
    loan = borrower(
        on=date(2026, 1, 16), pay_day=15, first_days_min=40, periods=180,
        rate_ea=Decimal("0.25"), savings=80_000_000,
    )  # fmt: skip
    first, second, *_ = plan_of(loan)
    assert first.principal == 0
    assert paid(first) > paid(second)
    cut = date(2026, 1, 26)
    pay(loan, cut, PayKind.TO_TERM, owes(loan, cut).running + Money.of(2_000_000))
    rest = plan_of(loan)
    assert len(rest) < 180
    assert paid(rest[1]) == paid(second)
    assert max(paid(row) for row in rest[1:]) <= paid(second)
    assert owes(loan, cut).capital == capital_in_books(loan) == Money.of(10_000_000)


@pytest.mark.parametrize("kind", EXTRAS)
def test_grace_of_a_plan_that_another_system_made_stays(kind: PayKind, tmp_path: Path) -> None:
    loan = brought_in_grace(tmp_path)
    on = date(2026, 11, 5)
    pay(loan, on, kind, owes(loan, on).running + Money.of(3_000_000))
    rest = plan_of(loan)
    assert [row.principal for row in rest[:3]] == [0, 0, 0]
    assert sum(row.principal for row in rest) == 9_000_000
    if kind is PayKind.TO_TERM:
        assert [row.n for row in rest] == [1, 2, 3, 4, 5, 6]
        assert rest[3].principal > 3_800_000
    else:
        assert abs(paid(rest[3]) - paid(rest[4])) <= 1


def brought_in_grace(folder: Path) -> Loan:
    """Twelve million that pay interest alone three times and then three level instalments."""
    made = line()
    LoanLine.objects.filter(id=made.id).update(code=made.code.upper())
    who = person("Ana")
    deposit(who.savings, 20_000_000, on=date(2026, 10, 30))
    row = loan_row(
        "V-1", LoanLine.objects.get(id=made.id), fecha_apertura="2026-10-15", cuotas="",
        cuotas_pagadas="", saldo_capital="12000000", interes_causado="0", interes_pagado="",
        numero_documento=Member.objects.get(id=who.id).document_number,
    )  # fmt: skip
    assert bring_loans(folder, row).counts == (1, 0, 0, True)
    dues = [add_months(date(2026, 11, 15), n) for n in range(6)]
    asked = [(0, 166_660)] * 3 + [(3_944_925, 166_660), (3_999_715, 111_870), (4_055_360, 56_322)]
    rows = [
        instalment("V-1", n, due, *one)
        for n, (due, one) in enumerate(zip(dues, asked, strict=True), start=1)
    ]
    assert bring_schedule(folder, *rows).counts == (6, 0, 0, True)
    return Loan.objects.get(number="V-1")
