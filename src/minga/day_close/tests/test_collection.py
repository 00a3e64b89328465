"""Costs of collection: nothing unless rows say so; each stage once, paid in its place."""

from datetime import date
from decimal import Decimal

import pytest

from minga.day_close.close_day import close_day
from minga.kit.money import ZERO, Money
from minga.ledger.queries import trial_balance
from minga.loans.collection import Stage, stages_of
from minga.loans.models import CollectionCharge, CollectionCost, Loan, LoanEnd, LoanPayment
from minga.loans.plan_payment import PayKind
from minga.loans.tests.lent import line
from minga.payments.tests.borrowers import (
    DAY,
    DISBURSED,
    at,
    borrower,
    capital_in_books,
    in_books,
    owes,
    pay,
    proven,
)

pytestmark = pytest.mark.django_db
DUE = date(2025, 10, 15)
LETTER, LAWYER = DUE + 30 * DAY, DUE + 60 * DAY


def says(days: int, pesos: int, since: date = date(2020, 1, 1), **more: object) -> None:
    CollectionCost.objects.create(
        days=days, amount=pesos, valid_from=since, name=f"Etapa de {days} días",
        source="a test's own", **more,
    )  # fmt: skip


def close(since: date, until: date) -> None:
    """Every day from one to another, the last one not included."""
    for n in range((until - since).days):
        close_day(day=since + n * DAY, at=at(until))


def charges(loan: Loan) -> list[tuple[int, Decimal | int]]:
    found = CollectionCharge.objects.filter(loan=loan).order_by("on", "days")
    return [(one.days, one.amount) for one in found]


@pytest.fixture
def stages(db: None) -> None:
    says(30, 12_000)
    says(60, 40_000)


def test_without_rows_nothing_is_charged() -> None:
    loan = borrower()
    close(DUE, DUE + 100 * DAY)
    assert charges(loan) == []
    assert owes(loan, LAWYER).due[0].due.collection == ZERO


@pytest.mark.usefixtures("stages")
class TestCharging:
    def test_each_stage_once_on_its_day(self) -> None:
        loan = borrower()
        close(DUE, LETTER)
        assert charges(loan) == []
        close(LETTER, LETTER + DAY)
        assert charges(loan) == [(30, 12_000)]
        close(LETTER, LAWYER)
        assert charges(loan) == [(30, 12_000)]
        close(LAWYER, LAWYER + 30 * DAY)
        assert charges(loan) == [(30, 12_000), (60, 40_000)]
        now = owes(loan, LAWYER + 30 * DAY)
        assert [one.due.collection for one in now.due][:2] == [Money.of(52_000), ZERO]
        assert now.payoff == now.due_total + now.running + now.capital_ahead

    def test_nothing_is_posted_until_it_is_paid(self) -> None:
        loan, before = borrower(), in_books("415095")
        close(DUE, LETTER + DAY)
        assert in_books("415095") == before
        day = LETTER + DAY
        pay(loan, day, PayKind.INSTALMENT, Money.of(10_000))
        assert in_books("415095") == before + 10_000
        assert owes(loan, day).due[0].due.collection == Money.of(2_000)
        pay(loan, day, PayKind.INSTALMENT, Money.of(3_000))
        payment = LoanPayment.objects.filter(loan=loan).latest("id")
        assert (payment.collection + payment.mora, payment.interest) == (Decimal(3_000), Decimal(0))
        assert in_books("415095") == before + 12_000
        assert sum((row.debit - row.credit for row in trial_balance(day)), ZERO) == ZERO
        assert proven()

    def test_an_instalment_with_its_cost_unpaid_is_not_settled(self) -> None:
        loan = borrower()
        close(DUE, LETTER + DAY)
        day = LETTER + DAY
        now = owes(loan, day)
        pay(loan, day, PayKind.INSTALMENT, now.due_total)
        first = loan.instalments.get(n=1)
        assert first.settled_on == day
        assert owes(loan, day).due == ()
        part = first.parts.get()
        assert part.collection == 12_000

    def test_a_payoff_pays_it_too_and_ends_the_loan(self) -> None:
        loan = borrower()
        close(DUE, LETTER + DAY)
        day = LETTER + DAY
        pay(loan, day, PayKind.PAYOFF, owes(loan, day).payoff)
        assert LoanEnd.objects.get(loan=loan).how == "paid"
        assert LoanPayment.objects.get(loan=loan).collection == 12_000
        assert capital_in_books(loan) == ZERO
        assert proven()

    def test_after_being_up_to_date_the_stages_begin_anew(self) -> None:
        loan = borrower()
        close(DUE, LETTER + DAY)
        day = LETTER + 2 * DAY  # the second instalment is late as well
        pay(loan, day, PayKind.INSTALMENT, owes(loan, day).due_total)
        late_again = date(2025, 12, 15) + 30 * DAY
        close(LETTER + DAY, late_again)
        assert charges(loan) == [(30, 12_000)]
        close(late_again, late_again + DAY)
        assert charges(loan) == [(30, 12_000), (30, 12_000)]

    def test_while_it_stays_late_a_partial_payment_begins_nothing_anew(self) -> None:
        loan = borrower()
        close(DUE, LETTER + DAY)
        day = LETTER + 20 * DAY
        first = owes(loan, day).due[0].due.total
        pay(loan, day, PayKind.INSTALMENT, first)
        close(LETTER + DAY, date(2025, 11, 15) + 45 * DAY)
        assert charges(loan) == [(30, 12_000)]

    def test_a_late_close_charges_what_is_still_unpaid_and_nothing_that_was_paid(self) -> None:
        paid, unpaid, day = borrower(), borrower("Rosa"), LETTER + 5 * DAY
        pay(paid, day, PayKind.INSTALMENT, owes(paid, day).due_total)
        close(DUE, day + DAY)
        assert charges(paid) == []
        assert charges(unpaid) == [(30, 12_000)]
        assert CollectionCharge.objects.get(loan=unpaid).on == LETTER


class TestTheRows:
    def test_only_what_was_in_force_when_the_money_was_handed_out(self) -> None:
        loan = borrower()
        says(30, 12_000, since=DISBURSED + DAY)
        close(DUE, LETTER + 5 * DAY)
        assert charges(loan) == []
        later = borrower("Rosa", on=DISBURSED + DAY)
        close(LETTER + 5 * DAY, LETTER + 10 * DAY)
        assert charges(later) == [(30, 12_000)]

    def test_a_lines_own_word_stands_before_the_one_for_all_and_zero_ends_it(self) -> None:
        own, ended = line(), line()
        says(30, 12_000)
        says(30, 9_000, line=own)
        says(30, 8_000, line=own, since=DISBURSED)
        says(30, 0, line=ended)
        says(60, 1_000, line=ended)
        say = {one.id: stages_of(one.id, DISBURSED) for one in (own, ended, line())}
        assert [[(one.days, one.amount) for one in found] for found in say.values()] == [
            [(30, Money.of(8_000))], [(60, Money.of(1_000))], [(30, Money.of(12_000))],
        ]  # fmt: skip
        assert stages_of(own.id, DISBURSED - DAY) == (
            Stage(30, "Etapa de 30 días", Money.of(9_000)),
        )
        mine, other = borrower(line_id=own.id), borrower("Rosa", line_id=ended.id)
        close(DUE, LETTER + DAY)
        assert charges(mine) == [(30, 8_000)]
        assert charges(other) == []
