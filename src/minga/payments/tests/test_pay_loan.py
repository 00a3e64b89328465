"""A loan handed out and paid: instalments, arrears with mora, extra payments and the payoff."""

from datetime import date
from decimal import Decimal

import pytest

from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.ledger.entry import InsufficientFunds, KeyReused
from minga.loans.models import Loan, LoanEnd, LoanInstalment, LoanPayment, Modality
from minga.loans.pay_refusals import (
    ExtraPaysAll,
    MoreThanDue,
    NothingToPayYet,
    NotTheInstalment,
    PayoffChanged,
    TooLittleExtra,
    UnknownLoan,
)
from minga.loans.plan_payment import PayKind, next_payment
from minga.payments.gmf_room import CostChanged
from minga.payments.pay_loan import (
    AmountNotPositive,
    LoanOrder,
    UnknownSource,
    pay_loan,
    quote_payment,
)
from minga.payments.tests.borrowers import (
    DAY,
    DISBURSED,
    at,
    borrower,
    capital_in_books,
    holds,
    in_books,
    owes,
    pay,
    proven,
    savings_of,
)
from minga.payments.tests.cast import person
from minga.savings.models import GmfExemption

pytestmark = pytest.mark.django_db
DUE = date(2025, 10, 15)
ONE = Money.of(1)
TWELVE_MILLION = Money.of(12_000_000)


def gmf(amount: Money) -> Money:
    return Money(round(amount.amount * Decimal("0.004")) * Decimal(1))


def test_hands_out_the_money_untaxed_and_plans_every_instalment(as_web: None) -> None:
    loan = borrower(savings=0)
    assert holds(loan) == TWELVE_MILLION == capital_in_books(loan)
    rows = list(loan.instalments.order_by("n"))
    assert [row.n for row in rows] == list(range(1, 13))
    assert rows[0].due_on == DUE
    assert sum(row.principal for row in rows) == 12_000_000
    assert rows[0].interest == round(12_000_000 * (1.18 ** (1 / 12) - 1))
    assert proven()


def test_an_instalment_on_its_day_pays_interest_and_capital_and_the_tax(as_web: None) -> None:
    loan = borrower(insurance_monthly=Decimal("0.0005"))
    row = loan.instalments.get(n=1)
    interest, mora = in_books("144305"), in_books("415090")
    insurance, before = in_books("243005"), holds(loan)
    amount = next_payment(owes(loan, DUE))
    assert amount == Money(row.principal + row.interest + row.insurance)
    assert row.insurance == 6_000
    pay(loan, DUE, PayKind.INSTALMENT, amount)
    assert holds(loan) == before - amount - gmf(amount)
    assert in_books("144305") - interest == row.interest
    assert in_books("243005") - insurance == 6_000
    assert in_books("415090") == mora
    assert capital_in_books(loan) == TWELVE_MILLION - Money(row.principal)
    assert loan.instalments.get(n=1).settled_on == DUE
    assert proven()


def test_mora_counts_from_the_day_after_on_overdue_capital_only() -> None:
    loan = borrower()
    row = loan.instalments.get(n=1)
    assert owes(loan, DUE).due[0].due.mora == ZERO
    late = owes(loan, DUE + 10 * DAY)
    expected = round(float(row.principal) * (1.24 ** (10 / 365) - 1))
    assert late.due[0].due.mora == Money.of(expected)
    mora = in_books("415090")
    pay(loan, DUE + 10 * DAY, PayKind.INSTALMENT, late.due_total)
    assert in_books("415090") - mora == expected
    assert owes(loan, DUE + 10 * DAY).due == ()


def test_mora_never_passes_the_cap_of_the_month() -> None:
    loan = borrower(mora_rate_ea=Decimal("0.90"))
    row = loan.instalments.get(n=1)
    late = owes(loan, DUE + 10 * DAY)  # October 2025: 24.36 %
    expected = round(float(row.principal) * (1.2436 ** (10 / 365) - 1))
    assert late.due[0].due.mora == Money.of(expected)


def test_a_month_without_a_cap_bears_no_mora_and_is_named() -> None:
    loan = borrower(modality=Modality.MICRO)
    late = owes(loan, DUE + 20 * DAY)
    assert late.due[0].due.mora == ZERO
    assert late.months_without_cap == ("2025-10", "2025-11")


def test_mora_of_housing_obeys_its_own_law() -> None:
    loan = borrower(modality=Modality.HOUSING, rate_ea=Decimal("0.10"))
    row = loan.instalments.get(n=1)
    expected = round(float(row.principal) * (1.15 ** (10 / 365) - 1))
    assert owes(loan, DUE + 10 * DAY).due[0].due.mora == Money.of(expected)


def test_part_of_what_is_due_pays_mora_then_interest_then_capital() -> None:
    loan = borrower()
    late = owes(loan, DUE + 10 * DAY)
    due = late.due[0].due
    pay(loan, DUE + 10 * DAY, PayKind.INSTALMENT, due.mora + due.interest + ONE)
    left = owes(loan, DUE + 10 * DAY).due[0].due
    assert (left.mora, left.interest, left.capital) == (ZERO, ZERO, due.capital - ONE)
    later = owes(loan, DUE + 11 * DAY).due[0].due
    assert later.mora == Money.of(round(float(left.capital.amount) * (1.24 ** (1 / 365) - 1)))


def test_the_oldest_instalment_comes_first() -> None:
    loan = borrower()
    on = DUE + 40 * DAY
    late = owes(loan, on)
    assert len(late.due) == 2
    pay(loan, on, PayKind.INSTALMENT, late.due[0].due.total + ONE)
    assert loan.instalments.get(n=1).settled_on == on
    assert loan.instalments.get(n=2).settled_on is None
    assert loan.instalments.get(n=2).paid_mora == 1


def test_an_extra_payment_shortens_the_term_and_says_what_it_saves() -> None:
    loan = borrower()
    on = DUE + 10 * DAY
    pay(loan, DUE, PayKind.INSTALMENT, next_payment(owes(loan, DUE)))
    running = owes(loan, on).running
    assert running > ZERO
    amount = running + Money.of(3_000_000)
    order = LoanOrder(loan.id, savings_of(loan), PayKind.TO_TERM, amount)
    before = planned_interest(loan)
    quoted = quote_payment(loan.member_id, order, at(on))
    pay(loan, on, PayKind.TO_TERM, amount)
    rows = list(LoanInstalment.objects.filter(loan=loan, is_current=True).order_by("n"))
    assert len(rows) < 12
    assert rows[1].principal + rows[1].interest == loan.instalments.get(n=1).principal + (
        loan.instalments.get(n=1).interest
    )
    assert quoted.plan.interest_saved == before - planned_interest(loan) - running > ZERO
    assert sum(row.principal for row in rows[1:]) == capital_in_books(loan).amount
    assert LoanPayment.objects.get(loan=loan, kind="to-term").capital == 3_000_000
    assert proven()


def planned_interest(loan: Loan) -> Money:
    rows = LoanInstalment.objects.filter(loan=loan, is_current=True, settled_on=None)
    return Money(sum((row.interest for row in rows), Decimal(0)))


def test_an_extra_payment_lowers_the_instalment() -> None:
    loan = borrower()
    on = DUE
    first = owes(loan, on)
    pay(loan, on, PayKind.TO_INSTALMENT, first.due_total + Money.of(2_000_000))
    rows = list(LoanInstalment.objects.filter(loan=loan, is_current=True).order_by("n"))
    assert [row.n for row in rows] == list(range(1, 13))
    assert rows[1].principal + rows[1].interest < rows[0].principal + rows[0].interest
    assert rows[-1].due_on == date(2026, 9, 15)
    assert owes(loan, on).capital == capital_in_books(loan)


def test_extra_on_an_extra_of_the_same_day_keeps_the_plan_whole() -> None:
    loan = borrower()
    for _ in range(2):
        running = owes(loan, DUE - 5 * DAY).running
        pay(loan, DUE - 5 * DAY, PayKind.TO_TERM, running + Money.of(1_000_000))
    assert owes(loan, DUE - 5 * DAY).capital == Money.of(10_000_000) == capital_in_books(loan)


@pytest.mark.parametrize("method", ["equal-principal", "bullet"])
@pytest.mark.parametrize("kind", [PayKind.TO_TERM, PayKind.TO_INSTALMENT])
def test_extra_fits_every_method(method: str, kind: PayKind) -> None:
    loan = borrower(method=method, grace=2)
    pay(loan, DUE - DAY, kind, owes(loan, DUE - DAY).running + Money.of(5_000_000))
    assert owes(loan, DUE).capital == Money.of(7_000_000) == capital_in_books(loan)


def test_grace_that_is_left_stays_after_an_extra_payment() -> None:
    loan = borrower(grace=3)
    pay(loan, DUE, PayKind.TO_INSTALMENT, owes(loan, DUE).due_total + Money.of(1_000_000))
    rows = list(LoanInstalment.objects.filter(loan=loan, is_current=True).order_by("n"))
    assert [row.principal for row in rows[1:3]] == [0, 0]
    assert rows[3].principal > 0


def test_the_payoff_of_a_day_ends_the_loan() -> None:
    loan = borrower()
    on = DUE + 20 * DAY
    total = owes(loan, on).payoff
    before = holds(loan)
    pay(loan, on, PayKind.PAYOFF, total)
    assert capital_in_books(loan) == ZERO
    assert holds(loan) == before - total - gmf(total)
    assert LoanEnd.objects.get(loan=loan).how == "paid"
    with pytest.raises(UnknownLoan):
        pay(loan, on, PayKind.PAYOFF, total)
    assert proven()


def test_paying_every_instalment_ends_the_loan() -> None:
    loan = borrower()
    for row in loan.instalments.order_by("n"):
        pay(loan, row.due_on, PayKind.INSTALMENT, next_payment(owes(loan, row.due_on)))
    assert capital_in_books(loan) == ZERO
    assert LoanEnd.objects.get(loan=loan).on == date(2026, 9, 15)


def test_the_next_instalment_may_be_paid_before_its_day_but_not_the_one_after() -> None:
    loan = borrower()
    amount = next_payment(owes(loan, DISBURSED + DAY))
    pay(loan, DISBURSED + DAY, PayKind.INSTALMENT, amount)
    with pytest.raises(NothingToPayYet):
        pay(loan, DISBURSED + DAY, PayKind.INSTALMENT, amount)
    pay(loan, DISBURSED + DAY, PayKind.TO_TERM, Money.of(1_000_000))
    assert owes(loan, DISBURSED + DAY).capital == capital_in_books(loan)


def refused(kind: PayKind, amount: Money, day: date = DUE) -> Refusal:
    loan = borrower()
    before = holds(loan), capital_in_books(loan)
    with pytest.raises(Refusal) as refusal:
        pay(loan, day, kind, amount)
    assert (holds(loan), capital_in_books(loan)) == before
    assert not LoanPayment.objects.filter(loan=loan).exists()
    return refusal.value


@pytest.mark.parametrize(
    ("kind", "pesos", "day", "refusal"),
    [
        (PayKind.INSTALMENT, 0, DUE, AmountNotPositive),
        (PayKind.INSTALMENT, -5, DUE, AmountNotPositive),
        (PayKind.INSTALMENT, 5_000_000, DUE, MoreThanDue),
        (PayKind.INSTALMENT, 5_000_000, DUE - DAY, NotTheInstalment),
        (PayKind.TO_TERM, 1_000, DUE, TooLittleExtra),
        (PayKind.TO_INSTALMENT, 13_000_000, DUE, ExtraPaysAll),
        (PayKind.PAYOFF, 12_000_000, DUE, PayoffChanged),
    ],
)
def test_refuses_before_anything_moves(
    kind: PayKind, pesos: int, day: date, refusal: type[Refusal]
) -> None:
    assert isinstance(refused(kind, Money.of(pesos), day), refusal)


def test_refuses_when_amount_and_tax_do_not_fit() -> None:
    loan = borrower(savings=0)
    total = owes(loan, DISBURSED).payoff
    assert holds(loan) == total
    with pytest.raises(InsufficientFunds):
        pay(loan, DISBURSED, PayKind.PAYOFF, total)
    order = LoanOrder(loan.id, savings_of(loan), PayKind.PAYOFF, total)
    with pytest.raises(InsufficientFunds):  # as soon as it is asked, too
        quote_payment(loan.member_id, order, at(DISBURSED))
    assert capital_in_books(loan) == TWELVE_MILLION


def test_a_key_sent_twice_pays_once() -> None:
    loan, key = borrower(), ids.uuid7()
    amount = next_payment(owes(loan, DUE))
    first = pay(loan, DUE, PayKind.INSTALMENT, amount, key)
    assert pay(loan, DUE, PayKind.INSTALMENT, amount, key) == first
    with pytest.raises(KeyReused):
        pay(loan, DUE, PayKind.INSTALMENT, amount - ONE, key)
    assert LoanPayment.objects.filter(loan=loan).count() == 1


def test_a_stranger_reaches_neither_the_loan_nor_the_account() -> None:
    loan, luis = borrower(), person("Luis")
    order = LoanOrder(loan.id, luis.savings, PayKind.INSTALMENT, ONE)
    with pytest.raises(UnknownLoan):
        pay_loan(member_id=luis.id, order=order, key=ids.uuid7(), at=at(DUE))
    with pytest.raises(UnknownLoan):
        quote_payment(luis.id, order, at(DUE))
    theirs = LoanOrder(loan.id, luis.savings, PayKind.INSTALMENT, ONE)
    with pytest.raises(UnknownSource):
        pay_loan(member_id=loan.member_id, order=theirs, key=ids.uuid7(), at=at(DUE))


def test_a_marked_account_pays_no_tax() -> None:
    loan = borrower()
    GmfExemption.objects.create(
        member_id=loan.member_id, account_id=savings_of(loan), marked_at=at(DUE), statement="…"
    )
    amount = next_payment(owes(loan, DUE))
    before = holds(loan)
    pay(loan, DUE, PayKind.INSTALMENT, amount)
    assert holds(loan) == before - amount


def test_charges_the_tax_that_was_shown_or_nothing() -> None:
    loan = borrower()
    amount = next_payment(owes(loan, DUE))
    before = holds(loan)
    order = LoanOrder(loan.id, savings_of(loan), PayKind.INSTALMENT, amount)

    def paid(shown: Money) -> None:
        pay_loan(
            member_id=loan.member_id, order=order, key=ids.uuid7(), at=at(DUE), shown_tax=shown
        )

    with pytest.raises(CostChanged):
        paid(Money.of(0))  # it was marked as exempt when that was shown
    assert holds(loan) == before
    paid(gmf(amount))
    assert holds(loan) == before - amount - gmf(amount)
