"""Categories of risk at the end of a day, and the capital that changes place with them.

    For each loan whose category changed, after the drag rule:
    Dr the loan's capital, new category         what it still owes
        Cr the loan's capital, old category

Days past due count from the oldest unpaid instalment. A loan gets better the day it is paid.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from minga.kit import ids, parameters, sql
from minga.ledger import accounts, post
from minga.ledger import queries as ledger
from minga.ledger.entry import EntryDraft, LedgerRefusal, credit, debit
from minga.loans.book_loan import chart_key
from minga.loans.models import LoanAccount, Modality

SQL = Path(__file__).parent / "sql" / "close"
BATCH = 500
LETTERS = "abcd"
type Moved = tuple[UUID, str, str, bool, str, str]  # loan, number, modality, payroll, was, is


def categories_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers how many loans moved, from where to where.

    Raises MissingParameter.
    """
    del before
    moved: list[Moved] = sql.rows_named(sql.text(SQL / "classify.sql"), {"day": day, **_bands(day)})
    # After the loans are held: whoever else writes instalments holds their loan first.
    sql.run_named(sql.text(SQL / "nothing_asked.sql"), {"day": day})
    for some in batched(moved, BATCH):
        _move(some, day, at)
    figures = {"moved": str(len(moved))}
    for *_, was, category in moved:
        name = f"{was}→{category}"
        figures[name] = str(int(figures.get(name, "0")) + 1)
    return figures


def _bands(day: date) -> dict[str, Any]:
    """The last day past due of each category, by modality. CBCF, Tít. IV Cap. II (SARC)."""
    found: dict[str, Any] = {"modalities": list(Modality.values)}
    for letter in LETTERS:
        found[letter] = [
            parameters.whole(f"arrears.{modality.lower()}.{letter}_days_max", day)
            for modality in Modality.values
        ]
    return found


def _move(some: Sequence[Moved], day: date, at: datetime) -> None:
    places = _places(some)
    balances = ledger.balances([places[loan, was] for loan, _, _, _, was, _ in some])
    entries = []
    for loan, number, _, _, was, category in some:
        left = balances[places[loan, was]].total
        if not left:
            continue
        entries.append(
            EntryDraft(
                key=ids.key_from("loan_category", number, day.isoformat()), kind="loan_category",
                business_date=day, occurred_at=at, reference=number, actor="system:day_close",
                description=f"Crédito a categoría {category}",
                lines=(debit(places[loan, category], left), credit(places[loan, was], left)),
            )
        )  # fmt: skip
    for answer in post.post_batch(entries):
        if isinstance(answer, LedgerRefusal):
            raise answer


def _places(some: Sequence[Moved]) -> dict[tuple[UUID, str], int]:
    """The ledger accounts of these loans by category; those that are missing are opened."""
    loans = [one[0] for one in some]
    kept = LoanAccount.objects.filter(loan_id__in=loans)
    found = {(one.loan_id, one.category): one.ledger_account_id for one in kept}
    wanted: dict[tuple[str, str], list[UUID]] = {}
    for loan, _, modality, by_payroll, _, category in some:
        if (loan, category) not in found:
            key = chart_key(modality, category, by_payroll=by_payroll)
            wanted.setdefault((key, category), []).append(loan)
    for (key, category), missing in wanted.items():
        opened = accounts.open_member_accounts(key, "loan", missing)
        LoanAccount.objects.bulk_create(
            LoanAccount(loan_id=loan, category=category, ledger_account_id=account)
            for loan, account in opened.items()
        )
        found |= {(loan, category): account for loan, account in opened.items()}
    return found
