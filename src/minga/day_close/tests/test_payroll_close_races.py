"""A file of wages and the close's categories hold the same loans: they wait, nobody for ever."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from minga.ledger import subledger
from minga.loans.class_close import categories_of_loans
from minga.loans.employers import employer_with
from minga.loans.models import Employer, Loan, LoanLine, LoanPayment
from minga.loans.subledger import PRODUCTS as LOANS
from minga.loans.tests.lent import line
from minga.payments.settle_payroll import owed_by, settle_payroll
from minga.payments.subledger import PRODUCTS as EMPLOYERS
from minga.payments.tests.borrowers import DAY, at, capital_in_books, proven
from minga.payments.tests.test_payroll import NIT, NOVEMBER, collect, lent, taken
from minga.savings.subledger import PRODUCTS as SAVINGS

pytestmark = pytest.mark.usefixtures("scratch_db")  # a day that was closed stays closed
A_WHILE = 0.7
LATE = NOVEMBER + 40 * DAY


@pytest.fixture(autouse=True)
def nothing_else_is_wrong(scratch_db: None) -> Iterator[None]:
    """What other tests committed may disagree with the books already; these add nothing to it."""
    before = wrong()
    yield
    assert wrong() <= before


def wrong() -> set[tuple[str, int | None, str | None]]:
    found = subledger.differences((SAVINGS, LOANS, EMPLOYERS))
    return {(one.what, one.account_id, one.number) for one in found}


@pytest.fixture
def of_wages(scratch_db: None) -> LoanLine:
    made = line(by_payroll=True)
    made.employer = employer_with(NIT, "Trilladora El Roble")
    made.save()
    return made


@pytest.fixture
def pair(of_wages: LoanLine) -> tuple[Loan, Loan]:
    """Two late loans; the first by key is the second by place in the table."""
    two = lent(of_wages), lent(of_wages, "Rosa")
    first, second = sorted(two, key=lambda one: one.id)
    Loan.objects.filter(id=first.id).update(mora_rate_ea=first.mora_rate_ea)
    return first, second


def classify() -> dict[str, str]:
    with transaction.atomic():
        return categories_of_loans(day=LATE - DAY, at=at(LATE), before={})


def together(held: Loan, *works: Callable[[], Any]) -> list[Any]:
    """Each begins in its turn while somebody else has that loan; their answers."""

    def beside(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as others:
        begun: list[Future[Any]] = []
        with transaction.atomic():
            Loan.objects.select_for_update().get(id=held.id)
            for work in works:
                begun.append(others.submit(beside, work))
                sleep(A_WHILE)
        return [one.result(timeout=30) for one in begun]


def both_done(pair: tuple[Loan, Loan]) -> None:
    for loan in pair:
        assert LoanPayment.objects.filter(loan=loan).exists()
        assert Loan.objects.get(id=loan.id).category == "C"
        assert capital_in_books(loan).amount > 0
    assert proven()


@pytest.mark.parametrize("close_first", [False, True])
def test_both_take_the_loans_in_the_order_of_their_keys(
    pair: tuple[Loan, Loan], tmp_path: Path, close_first: bool
) -> None:
    first, second = pair
    rows = [taken(one, 50_000, month="2025-12") for one in (second, first)]

    def bring() -> Any:
        return collect(tmp_path, *rows, on=LATE)

    works = (classify, bring) if close_first else (bring, classify)
    answers = together(first, *works)
    assert answers[works.index(bring)].counts == (2, 0, 0, True)
    both_done(pair)


def test_a_file_that_comes_back_to_a_loan_holds_all_of_them_before(
    pair: tuple[Loan, Loan], tmp_path: Path
) -> None:
    """Its rows are written in turns: the second one must not ask for an earlier loan."""
    first, second = pair
    rows = [
        taken(second, 20_000, month="2025-12"),
        taken(second, 30_000, month="2025-12", reference="Q2"),
        taken(first, 50_000, month="2025-12"),
    ]
    closed, brought = together(first, classify, lambda: collect(tmp_path, *rows, on=LATE))
    assert int(closed["moved"]) >= 2
    assert brought.counts == (3, 0, 0, True)
    both_done(pair)


def test_a_settlement_waits_for_the_file_of_its_employer(
    of_wages: LoanLine, tmp_path: Path
) -> None:
    """It holds the employer and asks for its account; the file has the account, and needs the
    employer at its end."""
    loan, other = sorted((lent(of_wages), lent(of_wages, "Rosa")), key=lambda one: one.id)
    assert collect(tmp_path, taken(loan, 40_000)).counts == (1, 0, 0, True)
    folder = tmp_path / "second"
    folder.mkdir()
    rows = [
        taken(loan, 10_000, reference="Q2"),
        taken(loan, 10_000, reference="Q3"),
        taken(other, 10_000),
    ]
    employer = Employer.objects.get(nit=NIT)

    def settle() -> Any:
        return settle_payroll(
            nit=NIT, amount=owed_by(employer), reference="G1", actor="staff:ana", at=at(NOVEMBER)
        )

    brought, settled = together(other, lambda: collect(folder, *rows), settle)
    assert brought.counts == (3, 0, 0, True)
    assert settled
