"""Libranza: the month's list, what was taken from wages row by row, the money that comes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.kit import ids, sql
from minga.kit.models import OutboxMessage
from minga.kit.money import ZERO, Money
from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.ledger import queries as ledger
from minga.ledger import subledger
from minga.ledger.entry import KeyReused
from minga.loans.employers import UnknownEmployer, employer_with
from minga.loans.models import Employer, Loan, LoanEnd, LoanInstalment, LoanLine, LoanPayment
from minga.loans.payroll_list import payroll_list
from minga.loans.plan_payment import PayKind
from minga.loans.subledger import PRODUCTS as LOANS
from minga.loans.tests.lent import line
from minga.payments.collect_payroll import COLUMNS, OPTIONAL, collect_payroll
from minga.payments.pay_loan import AmountNotPositive
from minga.payments.settle_payroll import MoreThanEmployerOwes, owed_by, settle_payroll
from minga.payments.subledger import PRODUCTS as EMPLOYERS
from minga.payments.tests.borrowers import (
    DAY,
    at,
    borrower,
    capital_in_books,
    in_books,
    owes,
    pay,
    proven,
)
from minga.savings.subledger import PRODUCTS as SAVINGS

pytestmark = pytest.mark.django_db
NIT = "9000684381"
LENT = date(2025, 9, 15)  # due on the 15th of each month from October on
NOVEMBER = date(2025, 11, 10)


@pytest.fixture
def employer(db: None) -> Employer:
    return employer_with(NIT, "Trilladora El Roble")


@pytest.fixture
def of_wages(employer: Employer) -> LoanLine:
    made = line(by_payroll=True)
    made.employer = employer
    made.save()
    return made


def lent(of_wages: LoanLine, name: str = "Marta", **changes: Any) -> Loan:
    return borrower(
        name, on=LENT, line_id=of_wages.id, by_payroll=True, savings=5_000_000, **changes
    )


def taken(loan: Loan, amount: object, month: str = "2025-11", reference: str = "Q1") -> Any:
    return {"credito": loan.number, "mes": month, "valor": str(amount), "referencia": reference}


def collect(folder: Path, *rows: dict[str, str], on: date = NOVEMBER, **options: Any) -> Brought:
    path = folder / "payroll.csv"
    named = [name for name in OPTIONAL if any(name in row for row in rows)]
    path.write_text(csv_text((*COLUMNS, *named), rows), encoding="utf-8")
    return bring(collect_payroll, path, **(options | {"at": at(on)}))


def paid_up_to(day: date, loan: Loan) -> None:
    """Every instalment due by then, on its day."""
    for row in LoanInstalment.objects.filter(loan=loan, due_on__lte=day).order_by("n"):
        pay(loan, row.due_on, PayKind.INSTALMENT, owes(loan, row.due_on).due_total)


def whole(loan: Loan, n: int) -> Money:
    row = LoanInstalment.objects.get(loan=loan, n=n, is_current=True)
    return Money(row.principal + row.interest + row.insurance)


def agrees() -> bool:
    """Every product with its control account."""
    return list(subledger.differences((SAVINGS, LOANS, EMPLOYERS))) == []


class TestTheList:
    def test_asks_for_what_is_due_and_the_months_instalment(
        self, of_wages: LoanLine, employer: Employer
    ) -> None:
        late, current = lent(of_wages), lent(of_wages, "Rosa")
        paid_up_to(date(2025, 10, 15), current)
        borrower("Sin libranza", on=LENT)
        rows = {one.loan: one for one in payroll_list(NOVEMBER, on=NOVEMBER, nit=NIT)}
        assert rows.keys() == {late.number, current.number}
        one = rows[current.number]
        assert (one.amount, one.count, one.due_on) == (whole(current, 2), 1, date(2025, 11, 15))
        assert (one.nit, one.employer) == (NIT, employer.name)
        two = rows[late.number]
        mora = owes(late, NOVEMBER).due_total - whole(late, 1)
        assert mora > ZERO
        assert (two.amount, two.count) == (whole(late, 1) + mora + whole(late, 2), 2)

    def test_leaves_out_what_owes_nothing_that_month(self, of_wages: LoanLine) -> None:
        loan = lent(of_wages)
        paid_up_to(date(2025, 11, 15), loan)
        assert list(payroll_list(NOVEMBER, on=date(2025, 11, 20))) == []
        assert len(list(payroll_list(date(2025, 12, 1), on=date(2025, 11, 20)))) == 1
        pay(loan, date(2025, 11, 20), PayKind.PAYOFF, owes(loan, date(2025, 11, 20)).payoff)
        assert list(payroll_list(date(2025, 12, 1), on=date(2025, 11, 20))) == []


class TestCollecting:
    def test_the_list_itself_comes_back_paid_and_the_employer_owes_it(
        self, tmp_path: Path, of_wages: LoanLine, employer: Employer
    ) -> None:
        loans = [lent(of_wages), lent(of_wages, "Rosa"), lent(of_wages, "Ana")]
        paid_up_to(date(2025, 10, 15), loans[0])
        listed = list(payroll_list(NOVEMBER, on=NOVEMBER))
        rows = [
            {"credito": one.loan, "mes": "2025-11", "valor": str(one.amount), "referencia": "N"}
            for one in listed
        ]
        assert collect(tmp_path, *rows).counts == (3, 0, 0, True)
        total = sum((one.amount for one in listed), ZERO)
        assert owed_by(employer) == total
        assert in_books("1473") == -total.amount
        for loan in loans:
            payment = LoanPayment.objects.get(loan=loan, kind="payroll")
            assert payment.source is None
            assert payment.tax == 0
            settled = LoanInstalment.objects.get(loan=loan, n=2)
            assert settled.settled_on == NOVEMBER
            assert capital_in_books(loan) == owes(loan, NOVEMBER).capital
        assert OutboxMessage.objects.filter(topic="loan_paid").count() == 4
        assert list(payroll_list(NOVEMBER, on=NOVEMBER)) == []
        assert agrees()
        assert proven()

    def test_covers_the_oldest_first_and_by_the_order_of_imputation(
        self, tmp_path: Path, of_wages: LoanLine
    ) -> None:
        loan = lent(of_wages)
        due = owes(loan, NOVEMBER).due[0].due
        collect(tmp_path, taken(loan, due.mora + due.interest + Money.of(100)))
        payment = LoanPayment.objects.get(loan=loan)
        assert Money(payment.mora) == due.mora
        assert Money(payment.interest) == due.interest
        assert payment.capital == 100
        more = owes(loan, NOVEMBER).due_total + Money.of(5_000)
        collect(tmp_path, taken(loan, more, reference="Q2"))
        first, second = LoanInstalment.objects.filter(loan=loan).order_by("n")[:2]
        assert first.settled_on == NOVEMBER
        assert second.settled_on is None
        assert second.paid_interest == 5_000
        assert proven()

    def test_a_file_brought_again_changes_nothing(
        self, tmp_path: Path, of_wages: LoanLine, employer: Employer
    ) -> None:
        loan = lent(of_wages)
        rows = [taken(loan, 100_000), taken(loan, 100_000, reference="Q2")]
        assert collect(tmp_path, *rows).counts == (2, 0, 0, True)
        assert collect(tmp_path, *rows).counts == (0, 2, 0, True)
        assert owed_by(employer) == Money.of(200_000)
        assert LoanPayment.objects.filter(loan=loan).count() == 2

    def test_the_same_row_twice_in_a_file_is_refused_and_the_same_loan_twice_is_not(
        self, tmp_path: Path, of_wages: LoanLine
    ) -> None:
        loan = lent(of_wages)
        row = taken(loan, 100_000)
        assert collect(tmp_path, row, row).places == [(3, "referencia")]
        left = owes(loan, NOVEMBER).due_total + whole(loan, 2) - Money.of(100_000)
        second = taken(loan, left, reference="Q2")
        third = taken(loan, 1, reference="Q3")
        brought = collect(tmp_path, row, second, third)
        assert brought.places == [(4, "valor")]
        assert "No debe nada hasta el fin de ese mes" in brought.problems[0].advice
        assert collect(tmp_path, row, second).counts == (2, 0, 0, True)
        assert proven()

    def test_refuses_by_row_what_no_loan_takes_and_writes_nothing_of_the_file(
        self, tmp_path: Path, of_wages: LoanLine, employer: Employer
    ) -> None:
        loan, plain = lent(of_wages), borrower("Sin libranza", on=LENT)
        ended = lent(of_wages, "Terminada")
        pay(ended, NOVEMBER, PayKind.PAYOFF, owes(ended, NOVEMBER).payoff)
        limit = owes(loan, NOVEMBER).due_total + whole(loan, 2)
        brought = collect(
            tmp_path, taken(loan, 50_000), taken(plain, 1), taken(ended, 1),
            taken(loan, limit, reference="Q2"), taken(loan, 1, month="2027-01"),
            taken(loan, 0, reference="Q3"), taken(loan, 1, reference="=1"),
        )  # fmt: skip
        assert brought.places == [
            (6, "mes"), (7, "valor"), (8, "referencia"), (3, "credito"), (4, "credito"),
            (5, "valor"),
        ]  # fmt: skip
        assert f"debe {limit - Money.of(50_000)}" in brought.problems[-1].advice
        assert not LoanPayment.objects.filter(loan=loan).exists()
        assert owed_by(employer) == ZERO
        good = collect(
            tmp_path, taken(loan, 50_000), taken(plain, 1), skip_invalid=True
        )  # fmt: skip
        assert good.counts == (1, 0, 1, True)
        other = collect(tmp_path, taken(loan, 60_000))
        assert other.places == [(2, "referencia")]
        assert "50000" in other.problems[0].advice

    def test_a_dry_run_writes_nothing(self, tmp_path: Path, of_wages: LoanLine) -> None:
        loan = lent(of_wages)
        assert collect(tmp_path, taken(loan, 1), dry_run=True).counts == (1, 0, 0, False)
        assert not LoanPayment.objects.filter(loan=loan).exists()
        assert proven()

    def test_the_last_instalment_ends_the_loan(self, tmp_path: Path, of_wages: LoanLine) -> None:
        loan, last = lent(of_wages, periods=2), date(2025, 11, 15)
        collect(tmp_path, taken(loan, owes(loan, last).due_total), on=last)
        assert LoanEnd.objects.get(loan=loan).how == "paid"
        assert capital_in_books(loan) == ZERO
        assert agrees()

    @settings(
        max_examples=25, deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(shares=st.lists(st.integers(1, 100), min_size=1, max_size=6))
    def test_any_shares_of_a_month_cover_it_exactly_and_the_books_stay_even(
        self, tmp_path: Path, of_wages: LoanLine, shares: list[int]
    ) -> None:
        loan = lent(of_wages)
        before = owes(loan, NOVEMBER).due_total + whole(loan, 2)
        parts = [before.amount * share // sum(shares) for share in shares[:-1]]
        parts.append(before.amount - sum(parts))
        rows = [taken(loan, one, reference=f"R{n}") for n, one in enumerate(parts) if one]
        assert collect(tmp_path, *rows).result.created == len(rows)
        assert owes(loan, NOVEMBER).due == ()
        assert owes(loan, NOVEMBER).ahead[0].n == 3
        paid = LoanPayment.objects.filter(loan=loan)
        assert sum(one.amount for one in paid) == before.amount
        assert capital_in_books(loan) == owes(loan, NOVEMBER).capital
        (total,) = sql.one(
            "SELECT sum(CASE side WHEN 'D' THEN amount ELSE -amount END) FROM ledger.posting", []
        )
        assert total == 0


class TestSettling:
    def test_settles_what_the_employer_owes_once(
        self, tmp_path: Path, of_wages: LoanLine, employer: Employer
    ) -> None:
        loan = lent(of_wages)
        collect(tmp_path, taken(loan, 300_000))
        order: dict[str, Any] = {
            "nit": NIT, "amount": Money.of(200_000), "reference": "ACH 1", "actor": "staff:ana",
            "at": at(NOVEMBER + DAY),
        }  # fmt: skip
        bank = in_books("1110")
        assert settle_payroll(**order)
        assert not settle_payroll(**order)
        assert owed_by(employer) == Money.of(100_000)
        assert in_books("1110") == bank - 200_000
        with pytest.raises(KeyReused):
            settle_payroll(**(order | {"amount": Money.of(1)}))
        with pytest.raises(MoreThanEmployerOwes) as refused:
            settle_payroll(**(order | {"reference": "ACH 2"}))
        assert refused.value.owed == Money.of(100_000)
        assert agrees()
        assert proven()

    def test_refuses_nobody_and_nothing(self, employer: Employer) -> None:
        with pytest.raises(UnknownEmployer):
            settle_payroll(
                nit="900900900", amount=Money.of(1), reference="R", actor="staff:ana",
                at=at(NOVEMBER),
            )  # fmt: skip
        for amount in (ZERO, Money.of(-1)):
            with pytest.raises(AmountNotPositive):
                settle_payroll(
                    nit=NIT, amount=amount, reference="R", actor="staff:ana", at=at(NOVEMBER)
                )  # fmt: skip

    def test_a_balance_that_is_not_what_was_taken_is_found(self, employer: Employer) -> None:
        assert agrees()
        from minga.ledger import accounts, post
        from minga.ledger.entry import EntryDraft, credit, debit

        planted = (
            debit(employer.ledger_account_id, Money.of(7)),
            credit(accounts.internal_account("BANK"), Money.of(7)),
        )
        post.post(
            EntryDraft(
                key=ids.uuid7(), kind="planted", business_date=NOVEMBER, occurred_at=at(NOVEMBER),
                description="Sembrado", actor="system:test", lines=planted,
            )
        )  # fmt: skip
        assert [one.what for one in subledger.differences((SAVINGS, LOANS, EMPLOYERS))] == ["owed"]
        account = employer.ledger_account_id
        assert ledger.balances([account])[account].total == Money.of(7)
