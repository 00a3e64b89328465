"""A loan that came from another system goes on as one that was handed out here."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from minga.day_close.close_day import close_day
from minga.day_close.suspended_interest import suspended_interest
from minga.day_close.tests.brought import bring_here, row_of
from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.ledger.subledger import differences
from minga.loans.models import (
    Impairment,
    Loan,
    LoanAccount,
    LoanAccrual,
    LoanEnd,
)
from minga.loans.plan import Method
from minga.loans.plan_payment import PayKind, next_payment
from minga.loans.subledger import PRODUCTS as LOANS
from minga.loans.tests.brought import bring_schedule, instalment
from minga.payments.tests.borrowers import (
    DAY,
    DISBURSED,
    at,
    borrower,
    in_books,
    owes,
    pay,
    proven,
)
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.subledger import PRODUCTS as SAVINGS

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2025, 10, 15)
METHODS = {"french": "CUOTA_FIJA", "equal-principal": "ABONO_CONSTANTE", "bullet": "AL_VENCIMIENTO"}


def close(since: date, until: date) -> None:
    """Every day from one to another, both included."""
    for n in range((until - since).days + 1):
        close_day(day=since + n * DAY, at=at(until))


def earned(loan: Loan, *, is_suspended: bool, until: date) -> Decimal:
    """What the closes wrote down for instalments that are not paid."""
    row = loan.instalments.filter(is_current=True, settled_on=None).order_by("n").first()
    assert row is not None
    found = LoanAccrual.objects.filter(
        loan=loan.id, business_date__range=(row.starts_on, until), is_suspended=is_suspended
    ).aggregate(total=Sum("interest"))["total"]
    return found or Decimal(0)


def as_brought(who: Person, like: Loan, cut_over: date, **columns: str) -> dict[str, str]:
    """The row of a loan that is like one of this office, after its close of that day."""
    like.refresh_from_db()
    now = owes(like, cut_over)
    paid = like.instalments.exclude(settled_on=None).count()
    last = Impairment.objects.filter(loan=like).order_by("-from_date").first()
    type(like.line).objects.filter(id=like.line_id).update(code=like.line.code.upper())
    return row_of(
        who, "CREDITO", "B-CREDITO", like.disbursed_on, linea=like.line.code.upper(),
        capital=f"{like.principal:f}", saldo_capital=str(now.capital),
        tasa_ea_pct=f"{like.rate_ea * 100:.4f}", tasa_mora_ea_pct=f"{like.mora_rate_ea * 100:.4f}",
        seguro_mensual_pct=f"{like.insurance_monthly * 100:.4f}", metodo=METHODS[like.method],
        base_dias=like.day_count, cada_meses=str(like.every), cuotas_gracia=str(like.grace),
        cuotas=str(like.instalments.filter(is_current=True).count()), cuotas_pagadas=str(paid),
        interes_causado=f"{earned(like, is_suspended=False, until=cut_over):.2f}",
        interes_en_suspenso=f"{earned(like, is_suspended=True, until=cut_over):.2f}",
        dias_mora=str(max((one.days_late for one in now.due), default=0)),
        categoria=like.category, deterioro=f"{last.amount:f}" if last else "",
        fecha_corte=str(cut_over),
    ) | columns  # fmt: skip


def seen(loan: Loan, day: date) -> tuple[object, ...]:
    """Everything that is owed, when, and where it stands."""
    loan.refresh_from_db()
    now = owes(loan, day)
    return (
        now.capital, now.running, now.due_total, now.payoff, next_payment(now), now.days_late,
        loan.category, loan.own_category, loan.interest_paid_until,
        [(row.n, row.due_on) for row in now.ahead],
    )  # fmt: skip


def accruals(loan: Loan, after: date) -> list[tuple[object, ...]]:
    found = LoanAccrual.objects.filter(loan=loan.id, business_date__gt=after)
    return list(
        found.order_by("business_date").values_list(
            "business_date", "capital", "overdue", "interest", "mora", "is_suspended"
        )
    )


def capital_by_category(loan: Loan) -> dict[str, Money]:
    places = LoanAccount.objects.filter(loan=loan).values_list("category", "ledger_account_id")
    return {
        letter: held
        for letter, account in places
        if (held := ledger.balances([account])[account].total)
    }


# Terms, instalments paid on their day, last day elsewhere.
CASES = [
    ({}, 0, FIRST_DUE - 10 * DAY),
    ({"method": Method.EQUAL_PRINCIPAL, "day_count": DayCount.ACTUAL_365}, 1, date(2025, 11, 14)),
    ({"day_count": DayCount.ACTUAL_360, "grace": 2}, 1, date(2025, 11, 15)),
    ({"every": 3, "periods": 8, "method": Method.BULLET}, 0, date(2025, 11, 3)),
    ({}, 0, date(2025, 12, 28)),  # 74 days late: C, in suspense
]
INSURED = ({"insurance_monthly": Decimal("0.0008")}, 1, date(2025, 11, 30))


def lived(terms: dict[str, object], paid: int, cut_over: date) -> Loan:
    """A loan with some instalments paid on their days, closed up to the cut-over."""
    here, day = borrower(**terms), DISBURSED  # type: ignore[arg-type]
    for _ in range(paid):
        due = owes(here, day).ahead[0].due_on
        close(day, due - DAY)
        pay(here, due, PayKind.INSTALMENT, next_payment(owes(here, due)))
        day = due
    close(day, cut_over)
    return here


def go_on(here: Loan, there: Loan, cut_over: date) -> None:
    """A month, the same every day; then both are paid, and the books keep nothing of them."""
    for n in range(1, 33):
        day = cut_over + n * DAY
        close_day(day=day, at=at(day))
        assert seen(there, day) == seen(here, day), day
        assert suspended_interest().agrees, day
    assert accruals(there, cut_over) == accruals(here, cut_over)
    assert capital_by_category(there) == capital_by_category(here)
    assert list(differences((SAVINGS, LOANS))) == []
    on = cut_over + 33 * DAY
    for loan in (here, there):
        pay(loan, on, PayKind.PAYOFF, owes(loan, on).payoff)
    close(on, on + DAY)
    assert seen(there, on + DAY) == seen(here, on + DAY)
    assert [one.how for one in LoanEnd.objects.filter(loan__in=[here, there])] == ["paid", "paid"]
    assert suspended_interest().agrees
    assert proven()
    assert list(differences((SAVINGS, LOANS))) == []


KEPT = ("144305", "831010", "880510")  # interest receivable, and interest in suspense


@pytest.fixture
def luis(db: None) -> Person:
    who = person("Luis")
    deposit(who.savings, 20_000_000, on=DISBURSED)
    return who


@pytest.mark.parametrize(("terms", "paid", "cut_over"), CASES)
def test_goes_on_as_if_it_had_been_lent_here(
    luis: Person, tmp_path: Path, terms: dict[str, object], paid: int, cut_over: date
) -> None:
    before = [in_books(code) for code in KEPT]
    here = lived(terms, paid, cut_over)
    assert bring_here(tmp_path, as_brought(luis, here, cut_over)).problems == []
    go_on(here, Loan.objects.get(number="B-CREDITO"), cut_over)
    after = [in_books(code) for code in KEPT]
    assert [abs(x - y) < Decimal("0.02") for x, y in zip(before, after, strict=True)] == [True] * 3


@pytest.mark.parametrize(("terms", "paid", "cut_over"), [INSURED, CASES[4]])
def test_the_plan_of_a_file_goes_on_as_that_of_its_terms(
    luis: Person, tmp_path: Path, terms: dict[str, object], paid: int, cut_over: date
) -> None:
    here = lived(terms, paid, cut_over)
    row = as_brought(luis, here, cut_over, cuotas="", cuotas_pagadas="", cuotas_gracia="")
    assert bring_here(tmp_path, row).problems == []
    assert suspended_interest().agrees  # what came of it stands in the books, its plan does not
    left = here.instalments.filter(is_current=True, settled_on=None).order_by("n")
    rows = [
        instalment(
            "B-CREDITO", one.n, one.due_on, one.principal, one.interest, seguro=str(one.insurance)
        )
        for one in left
    ]
    assert bring_schedule(tmp_path, *rows).problems == []
    go_on(here, Loan.objects.get(number="B-CREDITO"), cut_over)


def test_the_category_of_one_drags_those_that_were_here(luis: Person, tmp_path: Path) -> None:
    cut_over = date(2025, 12, 28)
    like = lived({}, 0, cut_over)
    own = borrower("Rosa", savings=0, on=cut_over)
    Loan.objects.filter(id=own.id).update(member_id=luis.id)
    assert bring_here(tmp_path, as_brought(luis, like, cut_over)).problems == []
    close_day(day=cut_over + DAY, at=at(cut_over + DAY))
    own.refresh_from_db()
    assert (own.own_category, own.category) == ("A", "C")


def test_what_was_set_aside_goes_on_at_the_end_of_the_month(luis: Person, tmp_path: Path) -> None:
    cut_over = date(2025, 12, 28)
    here = lived({}, 0, cut_over)
    row = as_brought(luis, here, cut_over, deterioro="500000")
    assert bring_here(tmp_path, row).problems == []
    close(cut_over + DAY, date(2025, 12, 31))
    amounts = [
        Impairment.objects.filter(loan=one).order_by("-from_date").first()
        for one in (here, Loan.objects.get(number="B-CREDITO"))
    ]
    assert amounts[0] is not None
    assert amounts[1] is not None
    assert amounts[0].amount == amounts[1].amount
    set_aside = sum(one.amount for one in amounts if one)
    in_all = sum(in_books(f"1445{code}") for code in ("05", "10", "15", "20", "25"))
    assert in_all == set_aside


@pytest.mark.parametrize("kind", [PayKind.TO_TERM, PayKind.TO_INSTALMENT])
def test_one_with_centavos_takes_extra_payments_to_its_end(
    luis: Person, tmp_path: Path, kind: PayKind
) -> None:
    cut_over = FIRST_DUE - 10 * DAY
    like = lived({}, 0, cut_over)
    row = as_brought(
        luis, like, cut_over, cuotas="", cuotas_pagadas="", cuotas_gracia="",
        saldo_capital="3000000.55", interes_causado="0",
    )  # fmt: skip
    assert bring_here(tmp_path, row).problems == []
    dues = [FIRST_DUE, date(2025, 11, 15), date(2025, 12, 15)]
    rows = [
        instalment("B-CREDITO", n, due, capital, "40000.25")
        for n, due, capital in zip(
            (5, 6, 7), dues, ("1000000.25", "1000000.25", "1000000.05"), strict=True
        )
    ]
    assert bring_schedule(tmp_path, *rows).problems == []
    loan, on = Loan.objects.get(number="B-CREDITO"), cut_over + DAY
    close_day(day=on, at=at(on))
    pay(loan, on, kind, owes(loan, on).running + Money.of(500_000))
    left = sum(row.principal for row in owes(loan, on).ahead)
    assert left == Decimal("2500000.55")
    pay(loan, FIRST_DUE, PayKind.INSTALMENT, next_payment(owes(loan, FIRST_DUE)))
    pay(loan, FIRST_DUE + DAY, PayKind.PAYOFF, owes(loan, FIRST_DUE + DAY).payoff)
    assert LoanEnd.objects.get(loan=loan).how == "paid"
    assert list(differences((SAVINGS, LOANS))) == []
