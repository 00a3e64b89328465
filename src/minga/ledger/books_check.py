"""Proving the books: every promise of the ledger read back from its rows, in bounded memory.

The work is set-based SQL over ranges of entries and of accounts (sql/check/), so that ten million
postings need no more room than ten thousand. Nothing is believed that can be added up.
"""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from minga.ledger.books_ranges import account_ranges, entry_ranges, one, stream

# A sort may take that much memory and goes to disk beyond; pages out of order cost more.
_SETTINGS = ("work_mem = '64MB'", "jit = off", "random_page_cost = 4")
_TOTALS = """
SELECT count(DISTINCT account_id), COALESCE(sum(version), 0),
       COALESCE(sum(version) FILTER (WHERE stripe = 0), 0) FROM ledger.account_balance
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that breaks a promise. `code` says which; the rest says where and what was found."""

    code: str
    entry_id: int | None
    line_no: int | None
    account_id: int | None
    found: str | None
    expected: str | None


@dataclass(slots=True)
class BooksReport:
    """What was read. Money of all postings, by side; they are equal in books that balance."""

    entries: int = 0
    postings: int = 0
    accounts: int = 0
    debits: Decimal = Decimal(0)
    credits: Decimal = Decimal(0)
    days: int = 0
    problems: int = 0


OnProblem = Callable[[Problem], None]
OnProgress = Callable[[int, int], None]  # done, of how many (about)


@dataclass(slots=True)
class _Check:
    on_problem: OnProblem
    on_progress: OnProgress
    report: BooksReport = field(default_factory=BooksReport)
    by_day: dict[date, list[Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: [Decimal(0), Decimal(0)])
    )
    # Accounts without a running balance: debits, credits, postings.
    summed: dict[int, list[Any]] = field(
        default_factory=lambda: defaultdict(lambda: [Decimal(0), Decimal(0), 0])
    )
    done: int = 0
    todo: int = 0

    def tell(self, problem: Problem) -> None:
        self.report.problems += 1
        self.on_problem(problem)

    def run(self, name: str, **parameters: object) -> None:
        for row in stream(name, parameters):
            self.tell(Problem(*row))

    def advance(self, postings: int) -> None:
        self.done += postings
        self.todo = max(self.todo, self.done)
        self.on_progress(self.done, self.todo)


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the books for everything that is read inside, while the office works on."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def check_books(
    *,
    on_problem: OnProblem,
    on_progress: OnProgress = lambda done, todo: None,
) -> BooksReport:
    """Reads all the books and calls `on_problem` for every row that breaks a promise.

    Call it inside `snapshot()`; inside any other transaction it sees what that one sees.
    """
    with connection.cursor() as cursor:
        for setting in _SETTINGS:
            cursor.execute(f"SET LOCAL {setting}")
    check = _Check(on_problem, on_progress)
    check.report.accounts, all_postings, sequenced = one(_TOTALS, {})
    check.todo = int(all_postings + sequenced)
    _check_entries(check)
    _check_days(check)
    _check_accounts(check, int(sequenced))
    check.run("holds")
    check.run("keys")
    return check.report


def _check_entries(check: _Check) -> None:
    for above, upto, entries in entry_ranges():
        check.report.entries += entries
        span = {"above": above, "upto": upto}
        for name in ("entries", "lines", "reversals"):
            check.run(name, **span)
        before = check.report.postings
        for day, account_id, postings, debit, credit in stream("sums", span):
            _add(check, day, account_id, postings, debit, credit)
        check.advance(check.report.postings - before)
    sums = list(check.summed.values())
    debits, credits, counts = ([each[part] for each in sums] for part in range(3))
    check.run("striped", accounts=list(check.summed), debits=debits, credits=credits, counts=counts)


def _add(
    check: _Check, day: date, account_id: int | None, postings: int, debit: Decimal, credit: Decimal
) -> None:
    check.report.postings += postings
    check.report.debits += debit
    check.report.credits += credit
    check.by_day[day][0] += debit
    check.by_day[day][1] += credit
    if account_id is not None:
        sums = check.summed[account_id]
        sums[0] += debit
        sums[1] += credit
        sums[2] += postings


def _check_days(check: _Check) -> None:
    check.report.days = len(check.by_day)
    for day, (debit, credit) in sorted(check.by_day.items()):
        if debit != credit:
            check.tell(
                Problem("day_unbalanced", None, None, None, f"{day} {debit}", f"{day} {credit}")
            )


def _check_accounts(check: _Check, sequenced: int) -> None:
    for above, upto, postings in account_ranges(sequenced):
        span = {"above": above, "upto": upto}
        check.run("accounts", **span)
        broken = []
        for code, *where in stream("sequenced", span):
            if code == "broken":
                broken.append(where[2])
            else:
                check.tell(Problem(code, *where))
        if broken:
            check.run("running_balances", accounts=broken)
        check.advance(postings)
