"""Loans closed day by day: interest, mora, categories, suspense; against the plan and the books."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from minga.day_close.close_day import close_day
from minga.kit import parameters
from minga.kit.models import Parameter
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.loans.models import Loan, LoanAccount, LoanAccrual, LoanClass, Modality
from minga.loans.plan_payment import PayKind, next_payment
from minga.loans.tests.lent import new_loan
from minga.payments.tests.borrowers import (
    DAY,
    DISBURSED,
    at,
    borrower,
    capital_in_books,
    in_books,
    lent,
    owes,
    pay,
    proven,
    savings_of,
)
from minga.payments.tests.cast import Person

pytestmark = pytest.mark.django_db
DUE = date(2025, 10, 15)


def close(since: date, until: date) -> None:
    """Every day from one to another, the last one not included."""
    for n in range((until - since).days):
        close_day(day=since + n * DAY, at=at(until))


def accrued(loan: Loan, **which: object) -> Decimal:
    found = LoanAccrual.objects.filter(loan=loan.id, **which).aggregate(total=Sum("interest"))
    return found["total"] or Decimal(0)


def in_category(loan: Loan, letter: str) -> Money:
    account = LoanAccount.objects.get(loan=loan, category=letter).ledger_account_id
    return ledger.balances([account])[account].total


@pytest.mark.parametrize("day_count", ["30/360", "act/365", "act/360", "act/act"])
def test_the_days_of_a_period_add_up_to_its_interest(day_count: str) -> None:
    loan = borrower(day_count=day_count)
    income, receivable = in_books("415010"), in_books("144305")
    close(DISBURSED, DUE)
    row = loan.instalments.get(n=1)
    assert accrued(loan) == row.interest
    assert in_books("415010") - income == row.interest
    pay(loan, DUE, PayKind.INSTALMENT, next_payment(owes(loan, DUE)))
    assert in_books("144305") == receivable
    assert proven()


def test_periods_longer_than_two_months_are_accrued_too() -> None:
    loan = borrower(every=6, periods=2)
    close(DISBURSED, DISBURSED + 3 * DAY)
    row = loan.instalments.get(n=1)
    days = (row.due_on - DISBURSED).days
    assert abs(accrued(loan) - 3 * row.interest / days) < Decimal("0.00001")


def test_closing_twice_is_closing_once() -> None:
    loan = borrower()
    close(DISBURSED, DISBURSED + 3 * DAY)
    before = accrued(loan), in_books("415010")
    close(DISBURSED, DISBURSED + 3 * DAY)
    assert (accrued(loan), in_books("415010")) == before


def test_a_payoff_in_mid_period_leaves_nothing_receivable() -> None:
    loan = borrower()
    receivable, income = in_books("144305"), in_books("415010")
    on = DISBURSED + 10 * DAY
    close(DISBURSED, on)
    paid = owes(loan, on).running
    pay(loan, on, PayKind.PAYOFF, owes(loan, on).payoff)
    close(on, on + 2 * DAY)
    assert in_books("415010") - income == paid.amount
    assert in_books("144305") == receivable
    assert accrued(loan, business_date__gte=on) == 0


def test_an_extra_payment_in_mid_period_leaves_books_and_plan_in_step() -> None:
    loan = borrower()
    receivable, income = in_books("144305"), in_books("415010")
    on = DISBURSED + 10 * DAY
    close(DISBURSED, on)
    running = owes(loan, on).running
    pay(loan, on, PayKind.TO_TERM, running + Money.of(2_000_000))
    close(on, DUE)
    due = next_payment(owes(loan, DUE))
    pay(loan, DUE, PayKind.INSTALMENT, due)
    close(DUE, DUE + DAY)
    first = loan.instalments.get(n=1, is_current=True)
    day_of_the_second = loan.instalments.get(n=2, is_current=True)
    share = (
        day_of_the_second.interest / (day_of_the_second.due_on - day_of_the_second.starts_on).days
    )
    taken = in_books("415010") - income
    assert abs(taken - (running.amount + first.interest + share)) < Decimal("0.02")
    assert abs(receivable - in_books("144305") - share) < Decimal("0.02")


def test_an_instalment_paid_before_its_day_goes_on_earning_until_it() -> None:
    loan = borrower()
    receivable = in_books("144305")
    pay(loan, DISBURSED, PayKind.INSTALMENT, next_payment(owes(loan, DISBURSED)))
    close(DISBURSED, DUE)
    assert accrued(loan) == loan.instalments.get(n=1).interest
    assert in_books("144305") == receivable


def test_goes_down_the_categories_and_comes_back_when_it_is_paid() -> None:
    loan = borrower()
    for days, letter in ((30, "A"), (31, "B"), (61, "C"), (91, "D"), (181, "E")):
        day = DUE + days * DAY
        close(day, day + DAY)
        assert Loan.objects.get(id=loan.id).category == letter
        assert in_category(loan, letter) == Money.of(12_000_000)
    on = DUE + 190 * DAY
    pay(loan, on, PayKind.INSTALMENT, owes(loan, on).due_total)
    close(on, on + DAY)
    assert Loan.objects.get(id=loan.id).category == "A"
    assert in_category(loan, "A") == capital_in_books(loan)
    assert [one.category for one in LoanClass.objects.filter(loan=loan).order_by("from_date")] == [
        "A", "B", "C", "D", "E", "A",
    ]  # fmt: skip
    assert proven()


def test_drags_the_debtors_other_loans_of_the_modality() -> None:
    late = borrower()
    other = same_debtor(late, Modality.CONSUMER)
    housing = same_debtor(late, Modality.HOUSING)
    stranger = borrower("Luis")
    for loan in (other, housing, stranger):
        pay(loan, DUE, PayKind.INSTALMENT, next_payment(owes(loan, DUE)))
    day = DUE + 31 * DAY
    close(day, day + DAY)
    found = {one.id: one for one in Loan.objects.all()}
    assert (found[other.id].own_category, found[other.id].category) == ("A", "B")
    assert found[housing.id].category == "A"
    assert found[late.id].category == "B"
    # The stranger missed November's instalment two days ago.
    assert found[stranger.id].category == "A"


def same_debtor(loan: Loan, modality: Modality) -> Loan:
    account = savings_of(loan)
    who = Person(loan.member_id, account, account, account)
    return lent(who, new_loan(who.id, DISBURSED, modality=modality))


def test_bad_categories_earn_nothing_until_they_pay_and_the_memo_remembers() -> None:
    loan = borrower()
    income, memo = in_books("415010"), in_books("831010")
    receivable = in_books("144305")
    close(DISBURSED, DUE + 70 * DAY)
    suspended = accrued(loan, is_suspended=True)
    assert suspended > 0
    earned = accrued(loan, is_suspended=False)
    assert abs(in_books("415010") - income - earned) < Decimal("0.01")
    assert abs(memo - in_books("831010") - suspended) < Decimal("0.01")
    on = DUE + 70 * DAY
    pay(loan, on, PayKind.PAYOFF, owes(loan, on).payoff)
    close(on, on + DAY)
    paid = loan.payments.get().interest
    assert abs(in_books("415010") - income - paid) < Decimal("0.01")
    assert abs(in_books("144305") - receivable) < Decimal("0.01")
    assert abs(in_books("831010") - memo) < Decimal("0.01")
    assert proven()


def test_the_days_of_mora_add_up_to_what_is_charged() -> None:
    loan = borrower()
    on = DUE + 20 * DAY
    close(DUE, on)
    written = LoanAccrual.objects.filter(loan=loan.id).aggregate(total=Sum("mora"))["total"]
    charged = owes(loan, on).due[0].due.mora
    assert abs(written - charged.amount) < 2


def test_says_when_the_cap_of_a_month_is_missing_and_charges_nothing() -> None:
    loan = borrower(modality=Modality.MICRO)
    done = close_day(day=DUE, at=at(DUE + DAY))
    assert done.steps["loans.interest"]["usury_cap_missing"] == "2025-10: microcredito"
    assert LoanAccrual.objects.get(loan=loan.id, business_date=DUE).mora == 0


def test_catching_up_equals_having_closed_each_day() -> None:
    """The same life a year apart: closed day by day, and closed when all of it was paid."""
    for month in ("10", "11", "12"):
        Parameter.objects.update_or_create(
            key=f"usury.consumo.2024-{month}", valid_from=date(2024, int(month), 1),
            defaults={
                "value": parameters.text(f"usury.consumo.2025-{month}", date(2025, int(month), 1)),
                "source": "test", "confidence": "P",
            },
        )  # fmt: skip
    late = _lived(2024, closes_late=True)
    prompt = _lived(2025, closes_late=False)
    assert late == prompt
    assert {row[1] == 0 for row in prompt} == {True, False}


def _lived(year: int, *, closes_late: bool) -> list[tuple[object, ...]]:
    start = date(year, 9, 15)
    loan = borrower(on=start)
    closed = start
    for day in (date(year, 10, 20), date(year, 10, 25), date(year, 11, 3)):
        if not closes_late:
            close(closed, day)
            closed = day
        now = owes(loan, day)
        if day.month == 11:
            pay(loan, day, PayKind.TO_TERM, now.running + Money.of(1_500_000))
        else:
            left = Money.of(100_000) if day.day == 20 else Money.of(0)
            pay(loan, day, PayKind.INSTALMENT, now.due_total - left)
    close(closed, date(year, 12, 1))
    story = LoanAccrual.objects.filter(loan=loan.id).order_by("business_date")
    return list(story.values_list("capital", "overdue", "interest", "mora", "is_suspended"))
