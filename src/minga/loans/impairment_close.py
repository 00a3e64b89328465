"""Impairment of loans («deterioro»), on the last day of each month.

    For each loan, by its category and arrears, added up by modality and category:
    Dr impairment expense                   what must be set aside beyond what was
        Cr impairment of the category
    Dr impairment of the category           what is no longer needed
        Cr recoveries
    Dr impairment of the old category       what moves with a loan that changed category
        Cr impairment of the new category
    And in general, of all the capital, with payroll deduction and without:
    Dr impairment expense                   up to the share of the law
        Cr general impairment
    or the other way round, to recoveries, when there is less to cover. What stands there already
    counts, be it of the month before or brought from another system.

On capital alone: no guarantee is counted, and how accrued interest is impaired is for the
accountant to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from minga.kit import ids, parameters, sql
from minga.kit.money import ZERO, Money
from minga.ledger import accounts, post
from minga.ledger import queries as ledger
from minga.ledger.entry import EntryDraft, Line, credit, debit
from minga.loans.arrears_category import Category
from minga.loans.book_loan import chart_key
from minga.loans.impairment import general
from minga.loans.models import Modality

SQL = Path(__file__).parent / "sql" / "close"
# Category E weighs more as arrears grow: from which day on, by modality.
LATER_E = {Modality.CONSUMER: (361,), Modality.HOUSING: (721, 1081)}
GENERAL = {True: "IMPAIRMENT_GENERAL_PAYROLL", False: "IMPAIRMENT_GENERAL"}
DESCRIPTION = "Deterioro de cartera"
_GROSS = """
SELECT COALESCE(sum(b.balance), 0) FROM unnest(%(keys)s::text[]) AS k (key)
 CROSS JOIN LATERAL ledger.day_end_balances(k.key, %(day)s) b
"""


@dataclass(frozen=True, slots=True)
class _Month:
    """The day whose end it is, and when it is being closed."""

    day: date
    at: datetime


def impairment_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the month's impairment in the caller's transaction; nothing on other days.

    Raises MissingParameter.
    """
    del before
    if (day + timedelta(days=1)).day != 1:
        return {}
    month = _Month(day, at)
    figures = _individual(month)
    for by_payroll, key in GENERAL.items():
        figures[key.lower()] = str(_general(month, key, by_payroll=by_payroll))
    return figures


def _individual(month: _Month) -> dict[str, str]:
    rows = sql.rows_named(
        sql.text(SQL / "impair.sql"), {"day": month.day, "keys": _keys(), **_shares(month.day)}
    )
    count, more, less = 0, ZERO, ZERO
    lines: dict[str, list[Line]] = {}
    for modality, was, category, loans, up, down, moved in rows:
        old, new = (
            accounts.internal_account(f"IMPAIRMENT_{modality}_{one}") for one in (was, category)
        )
        expense = accounts.internal_account("IMPAIRMENT_EXPENSE")
        recovered = accounts.internal_account("RECOVERIES")
        pairs = ((expense, new, up), (old, recovered, down), (old, new, moved))
        for debited, credited, amount in pairs:
            if amount:
                pair = (debit(debited, Money(amount)), credit(credited, Money(amount)))
                lines.setdefault(modality, []).extend(pair)
        count, more, less = count + loans, more + Money(up), less + Money(down)
    for modality, found in lines.items():
        _post(month, modality, found)
    return {"changed": str(count), "set_aside": str(more), "released": str(less)}


def _general(month: _Month, key: str, *, by_payroll: bool) -> Money:
    """Brings the general impairment to its share of the capital; answers what it is now."""
    named = {"day": month.day, "keys": _keys(by_payroll=by_payroll)}
    gross = Money(sql.named(_GROSS, named)[0])
    wanted = general(gross, share=parameters.number("impairment.general", month.day))
    account = accounts.internal_account(key)
    change = wanted - ledger.balances([account])[account].total
    if change > ZERO:
        expense = accounts.internal_account("IMPAIRMENT_EXPENSE")
        _post(month, key, [debit(expense, change), credit(account, change)])
    elif change < ZERO:
        recovered = accounts.internal_account("RECOVERIES")
        _post(month, key, [debit(account, -change), credit(recovered, -change)])
    return wanted


def set_aside_in_general() -> Money:
    """The general impairment as it stands in the books, with payroll deduction and without."""
    places = [accounts.internal_account(key) for key in GENERAL.values()]
    return sum((one.total for one in ledger.balances(places).values()), ZERO)


def _shares(day: date) -> dict[str, Any]:
    """The table of floors: modality, category, from which day past due, share."""
    found: list[tuple[str, str, int, Decimal]] = []
    for modality in Modality:
        name = f"impairment.{modality.value.lower()}"
        for category in (Category.B, Category.C, Category.D, Category.E):
            share = parameters.number(f"{name}.{category.lower()}", day)
            found.append((modality.value, category.value, 0, share))
        for days in LATER_E.get(modality, ()):
            share = parameters.number(f"{name}.e_from_{days}_days", day)
            found.append((modality.value, Category.E.value, days, share))
    names = ("modalities", "categories", "from_days", "shares")
    return {
        name: list(column) for name, column in zip(names, zip(*found, strict=True), strict=True)
    }


def _keys(*, by_payroll: bool | None = None) -> list[str]:
    """The chart keys of all loans' capital, or of those of one way to pay."""
    ways = (True, False) if by_payroll is None else (by_payroll,)
    return [
        chart_key(modality.value, category.value, by_payroll=way)
        for way in ways
        for modality in Modality
        for category in Category
    ]


def _post(month: _Month, what: str, lines: list[Line]) -> None:
    post.post(
        EntryDraft(
            key=ids.key_from("loan_impairment", what, month.day.isoformat()),
            kind="loan_impairment", business_date=month.day, occurred_at=month.at,
            description=DESCRIPTION, actor="system:day_close", lines=tuple(lines),
        )
    )  # fmt: skip
