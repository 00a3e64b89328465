"""What ends while a close or a file waits for it takes no more money, with real commits."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest
from django.db import connection, transaction

from minga.day_close.tests.test_goal_exit import OPENED, at, saver
from minga.kit.money import ZERO
from minga.ledger import queries as ledger
from minga.loans.employers import employer_with
from minga.loans.models import Loan, LoanPayment
from minga.loans.tests.lent import line
from minga.loans.write_off import write_off
from minga.payments.goal_quotas import collect_quotas
from minga.payments.tests.borrowers import DAY, borrower
from minga.payments.tests.borrowers import at as at_ten
from minga.payments.tests.cast import deposit
from minga.payments.tests.test_payroll import LENT, NIT, NOVEMBER, collect, taken
from minga.savings.models import GoalEnd, GoalQuota, SavingsGoal

pytestmark = pytest.mark.usefixtures("committed_db")
A_WHILE = 0.7


def while_held[T](ends: Callable[[], object], waits: Callable[[], T]) -> T:
    """`waits` begins while `ends` is done and not committed yet."""

    def beside() -> T:
        try:
            return waits()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            ends()
            answer: Future[T] = other.submit(beside)
            sleep(A_WHILE)
            assert not answer.done()
        return answer.result()


def test_a_goal_that_is_being_ended_pays_no_quota() -> None:
    who, goal_id = saver("0.02")
    deposit(who.savings, 1_000_000, on=OPENED)
    goal = SavingsGoal.objects.select_related("account").get(account_id=goal_id)

    def end() -> None:
        SavingsGoal.objects.select_for_update().get(account_id=goal_id)
        GoalEnd.objects.create(goal=goal, how="early", on=OPENED + DAY, at=at(OPENED + DAY))

    def collects() -> tuple[int, int]:
        with transaction.atomic():
            return collect_quotas([goal], OPENED + DAY, at(OPENED + DAY))

    assert while_held(end, collects) == (0, 0)
    assert not GoalQuota.objects.filter(goal=goal).exists()
    account = goal.account.ledger_account_id
    assert ledger.balances([account])[account].total == ZERO


def test_a_loan_that_is_being_written_off_takes_nothing_from_a_file(tmp_path: Path) -> None:
    of_wages = line(by_payroll=True)
    of_wages.employer = employer_with(NIT, "Trilladora El Roble")
    of_wages.save()
    loan = borrower(on=LENT, line_id=of_wages.id, by_payroll=True)
    Loan.objects.filter(id=loan.id).update(category="E", own_category="E")
    loan.accounts.update(category="E")
    brought = while_held(
        lambda: write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at_ten(NOVEMBER)),
        lambda: collect(tmp_path, taken(loan, 1_000)),
    )
    assert brought.places == [(2, "credito")]
    assert not LoanPayment.objects.filter(loan=loan).exists()
