"""Balances that belong to no product: the first close after the import takes them over."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.day_close.import_balances import COLUMNS, GENERAL_IMPAIRMENT, TAKEN, import_balances
from minga.day_close.models import BusinessDay
from minga.day_close.tests.brought import bring_here
from minga.day_close.tests.test_brought_loans import as_brought, close, lived
from minga.kit import parameters
from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.ledger.accounts import MEMBER_KEYS, chart_code
from minga.ledger.queries import trial_balance
from minga.loans.impairment import general as share_of
from minga.loans.models import Loan
from minga.loans.plan_payment import PayKind, next_payment
from minga.payments.tests.borrowers import (
    DAY,
    DISBURSED,
    at,
    capital_in_books,
    in_books,
    owes,
    pay,
    proven,
)
from minga.payments.tests.cast import Person, deposit, person

pytestmark = pytest.mark.django_db
CUT_OVER = date(2025, 10, 31)
NEXT = date(2025, 11, 30)
GENERAL, EXPENSE, RECOVERED, MIGRATION = "146810", "5115", "4225", "279595"


@pytest.fixture
def luis(db: None) -> Person:
    who = person("Luis")
    deposit(who.savings, 20_000_000, on=DISBURSED)
    return who


def row(code: str = GENERAL, amount: object = "120000", on: object = CUT_OVER) -> dict[str, str]:
    return {"cuenta": code, "saldo": str(amount), "fecha_corte": str(on)}


def brought(folder: Path, *rows: dict[str, str], **options: object) -> Brought:
    path = folder / "balances.csv"
    path.write_text(csv_text(COLUMNS, rows), encoding="utf-8")
    return bring(import_balances, path, **options)


def two_loans(luis: Person, folder: Path, *, with_balance: bool) -> tuple[list[Loan], Decimal]:
    """One that lived here until the end of October and one like it that came from another system
    then; and the general impairment of the first, which is what the second had there."""
    here = lived({}, 1, CUT_OVER)
    general = in_books(GENERAL)
    assert general > 0
    came = bring_here(folder, as_brought(luis, here, CUT_OVER))
    assert came.problems == []
    if with_balance:
        assert brought(folder, row(amount=f"{general:f}")).counts == (1, 0, 0, True)
    return [here, Loan.objects.get(number="B-CREDITO")], general


def month_of(loans: list[Loan]) -> None:
    """November: both pay their instalment, and the month is closed."""
    due = owes(loans[0], CUT_OVER).ahead[0].due_on
    close(CUT_OVER + DAY, due - DAY)
    for loan in loans:
        pay(loan, due, PayKind.INSTALMENT, next_payment(owes(loan, due)))
    close(due, NEXT)


def test_the_first_close_posts_for_it_what_it_posts_for_one_that_lived_here(
    luis: Person, tmp_path: Path
) -> None:
    loans, general = two_loans(luis, tmp_path, with_balance=True)
    assert in_books(GENERAL) == 2 * general
    expense, recovered = in_books(EXPENSE), in_books(RECOVERED)
    month_of(loans)
    # Both owe less than a month ago, by the same: nothing is set aside, and twice is released what
    # the first alone would release (a peso apart: the share is rounded once, of both).
    share = parameters.number("impairment.general", NEXT)
    assert capital_in_books(loans[0]) == capital_in_books(loans[1])
    alone = general - share_of(capital_in_books(loans[0]), share=share).amount
    released = 2 * general - in_books(GENERAL)
    assert alone > 0
    assert abs(released - 2 * alone) <= 1
    assert in_books(EXPENSE) == expense
    assert in_books(RECOVERED) - recovered == released
    assert proven()


def test_without_it_the_first_close_takes_it_all_for_missing(luis: Person, tmp_path: Path) -> None:
    loans, general = two_loans(luis, tmp_path, with_balance=False)
    expense = in_books(EXPENSE)
    month_of(loans)
    assert expense - in_books(EXPENSE) > general / 2
    late = brought(tmp_path, row())
    assert late.places == [(2, "cuenta")]
    assert "30 de noviembre de 2025" in late.problems[0].advice
    other = brought(tmp_path, row("1110", "5.000.000,00"))
    assert other.counts == (1, 0, 0, True)  # nothing works that one out


def test_the_loans_that_come_say_that_it_must_come_too(luis: Person, tmp_path: Path) -> None:
    here = lived({}, 0, date(2025, 9, 20))  # no month was closed: nothing is set aside
    come = bring_here(tmp_path, as_brought(luis, here, date(2025, 9, 20)))
    assert any("minga import balances" in one for one in come.result.notices)


def test_each_stands_on_its_own_side_against_the_migration_account(tmp_path: Path) -> None:
    codes = ("1110", GENERAL, "2445", MIGRATION)
    before = [in_books(code) for code in codes]
    rows = (row("1110", "7000000"), row(GENERAL, "120000"), row("2445", "0.50"))
    assert brought(tmp_path, *rows).counts == (3, 0, 0, True)
    assert [in_books(code) - was for code, was in zip(codes, before, strict=True)] == [
        -7_000_000, 120_000, Decimal("0.50"), 7_000_000 - 120_000 - Decimal("0.50")
    ]  # fmt: skip
    used = {one.code: one for one in trial_balance(CUT_OVER)}
    assert GENERAL in used  # dated at the cut-over
    assert proven()


def test_comes_once_and_is_never_changed(tmp_path: Path) -> None:
    before = in_books(GENERAL)
    assert brought(tmp_path, row(), dry_run=True).counts == (1, 0, 0, False)
    assert in_books(GENERAL) == before
    assert brought(tmp_path, row()).counts == (1, 0, 0, True)
    assert brought(tmp_path, row()).counts == (0, 1, 0, True)
    for other in (row(amount="120001"), row(on=CUT_OVER - DAY)):
        refused = brought(tmp_path, other)
        assert refused.places == [(2, "saldo")]
        assert "$\u00a0120.000" in refused.problems[0].advice
    assert brought(tmp_path, row("146805"), row("146805")).places == [(3, "cuenta")]
    assert in_books(GENERAL) == before + 120_000


def test_a_product_may_have_the_number_that_a_balance_is_known_by(
    luis: Person, tmp_path: Path
) -> None:
    assert brought(tmp_path, row("1110")).counts == (1, 0, 0, True)
    lent = as_brought(luis, lived({}, 0, CUT_OVER), CUT_OVER) | {"numero_cuenta": "SALDO-1110"}
    assert bring_here(tmp_path, lent).problems == []
    assert brought(tmp_path, row("1110")).counts == (0, 1, 0, True)
    assert proven()


def test_once_the_month_is_closed_it_is_too_late_and_until_then_it_is_not(tmp_path: Path) -> None:
    BusinessDay.objects.create(date=NEXT - DAY, begun_at=at(NEXT), closed_at=at(NEXT))
    assert brought(tmp_path, row(), dry_run=True).counts == (1, 0, 0, False)
    BusinessDay.objects.create(date=NEXT, begun_at=at(NEXT), closed_at=at(NEXT))
    assert brought(tmp_path, row()).places == [(2, "cuenta")]
    assert brought(tmp_path, row(on=NEXT)).counts == (1, 0, 0, True)  # that month was theirs


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (row("2105"), "cuenta"), (row("279595"), "cuenta"), (row("144505"), "cuenta"),
        (row("3105"), "cuenta"), (row("1"), "cuenta"), (row(""), "cuenta"),
        (row(amount="0"), "saldo"), (row(amount="-5"), "saldo"), (row(amount="1.000"), "saldo"),
        (row(amount=""), "saldo"), (row(on="ayer"), "fecha_corte"),
        (row(on="2026-11-20"), "fecha_corte"), (row(on="2027-01-01"), "fecha_corte"),
    ],
)  # fmt: skip
def test_refuses_a_bad_cell(tmp_path: Path, bad: dict[str, str], column: str) -> None:
    assert brought(tmp_path, bad).places == [(2, column)]


def test_takes_no_account_that_products_bring() -> None:
    families = tuple(key for key in MEMBER_KEYS if key.endswith("_"))
    assert not [key for key in TAKEN if key in MEMBER_KEYS or key.startswith(families)]
    assert {chart_code(key)[0] for key in GENERAL_IMPAIRMENT} == {"146805", "146810"}
