"""A loan that came without its instalments stays as it came until they do, whatever is closed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.day_close.close_day import close_day
from minga.kit.money import Money
from minga.loans.models import Impairment, Loan, LoanLine
from minga.loans.tests.brought import bring_loans, bring_schedule, instalment, loan_row
from minga.loans.tests.lent import line, new_loan
from minga.loans.write_off import WaitsForPlan, write_off
from minga.members.models import Member
from minga.payments.tests.borrowers import DAY, at, capital_in_books, in_books, lent
from minga.payments.tests.cast import Person, person
from minga.payments.tests.test_payroll import agrees

pytestmark = pytest.mark.django_db
CUT = date(2026, 10, 31)
MONTH_END = date(2026, 11, 30)
OWED = Decimal(9_000_000)


@pytest.fixture
def who(db: None) -> Person:
    return person("Ana")


@pytest.fixture
def loan(who: Person, tmp_path: Path) -> Loan:
    """Four hundred days late: category E, all of it set aside."""
    made = line()
    LoanLine.objects.filter(id=made.id).update(code=made.code.upper())
    row = loan_row(
        "V-1", LoanLine.objects.get(id=made.id), fecha_apertura="2025-01-15", cuotas="",
        cuotas_pagadas="", saldo_capital=str(OWED), interes_causado="0", interes_pagado="",
        dias_mora="400", categoria="E", deterioro=str(OWED),
        numero_documento=Member.objects.get(id=who.id).document_number,
    )  # fmt: skip
    assert bring_loans(tmp_path, row).counts == (1, 0, 0, True)
    return Loan.objects.get(number="V-1")


def close(first: date, last: date) -> None:
    for n in range((last - first).days + 1):
        close_day(day=first + n * DAY, at=at(first + (n + 1) * DAY))


def test_is_no_better_for_having_no_instalments_to_be_late_with(
    loan: Loan, who: Person, tmp_path: Path
) -> None:
    specific, recovered = in_books("144525"), in_books("4225")
    other = lent(who, new_loan(who.id, MONTH_END - 5 * DAY))
    close(MONTH_END - 2 * DAY, MONTH_END)
    loan.refresh_from_db()
    other.refresh_from_db()
    assert (loan.own_category, loan.category) == ("E", "E")
    assert (other.own_category, other.category) == ("A", "E")
    assert capital_in_books(loan) == Money(OWED)
    kept = Impairment.objects.get(loan=loan)
    assert (kept.from_date, kept.amount) == (CUT, OWED)
    assert in_books("144525") - specific == Impairment.objects.get(loan=other).amount
    assert in_books("4225") == recovered
    # Its plan fits what was told of it, and from then on it is as late as its instalments are.
    due = CUT - 400 * DAY
    assert bring_schedule(tmp_path, instalment("V-1", 3, due, OWED)).counts == (1, 0, 0, True)
    close(MONTH_END + DAY, MONTH_END + DAY)
    loan.refresh_from_db()
    assert loan.category == "E"
    assert agrees()


def test_is_not_written_off_before_its_instalments_are_known(loan: Loan) -> None:
    with pytest.raises(WaitsForPlan):
        write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MONTH_END))
    assert capital_in_books(loan) == Money(OWED)
