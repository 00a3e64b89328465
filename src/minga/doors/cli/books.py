"""`minga books`: proving that the books balance, and printing them."""

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from minga.doors.cli.office import database_ready
from minga.doors.cli.progress import Progress
from minga.kit import clock

if TYPE_CHECKING:
    from minga.ledger.queries import TrialBalanceRow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check`, `trial-balance`, `journal`, `ledger` and `subledger`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="QUÉ")
    check = kinds.add_parser("check", help="prueba los libros, partida por partida")
    check.add_argument(
        "--max-lines", type=int, default=1000, help="cuántas fallas mostrar, como máximo (1000)"
    )
    today = clock.business_date(clock.now())
    trial = kinds.add_parser("trial-balance", help="balance de prueba a una fecha")
    _add_day(trial, "--date", today, "hasta ese día, incluido (hoy)")
    journal = kinds.add_parser("journal", help="libro diario: los asientos de unos días")
    _add_day(journal, "--date", today, "el día, o el primero (hoy)")
    _add_day(journal, "--to", None, "el último día, incluido (el mismo)")
    ledger = kinds.add_parser("ledger", help="libro mayor de una cuenta, con su saldo corrido")
    ledger.add_argument("--account", required=True, metavar="CUIF", help="código, como 2105")
    _add_day(ledger, "--from", today.replace(day=1), "el primer día (el 1 de este mes)")
    _add_day(ledger, "--to", today, "el último día, incluido (hoy)")
    products = kinds.add_parser("subledger", help="prueba los productos contra su cuenta")
    for kind in (trial, journal, ledger, products):
        kind.add_argument("--csv", action="store_true", help="para una hoja de cálculo")


def _add_day(parser: argparse.ArgumentParser, name: str, default: date | None, about: str) -> None:
    parser.add_argument(
        name, type=date.fromisoformat, default=default, metavar="AAAA-MM-DD", help=about
    )


def run(arguments: argparse.Namespace) -> int:
    """1 when the books do not prove; 0 otherwise."""
    with database_ready():
        if arguments.what == "check":
            return check(arguments.max_lines)
        return _print(arguments)


def _print(arguments: argparse.Namespace) -> int:
    from minga.doors.cli import book_days, book_subledger

    if arguments.what == "journal":
        until = arguments.to or arguments.date
        return book_days.journal(arguments.date, until, as_csv=arguments.csv)
    if arguments.what == "ledger":
        since = getattr(arguments, "from")
        return book_days.ledger(arguments.account, since, arguments.to, as_csv=arguments.csv)
    if arguments.what == "subledger":
        return book_subledger.subledger(as_csv=arguments.csv)
    return trial_balance(arguments.date, as_csv=arguments.csv)


def check(lines_max: int) -> int:
    """Prints every broken promise (up to `lines_max`) and a summary; 1 if there is any."""
    from minga.doors.cli.book_problems import describe
    from minga.ledger.books_check import Problem, check_books, snapshot

    started = time.monotonic()
    shown = 0

    def show(problem: Problem) -> None:
        nonlocal shown
        if shown < lines_max:
            shown += 1
            progress.say(describe(problem))

    with Progress("Revisando los libros", unit="partidas") as progress, snapshot():
        report = check_books(on_problem=show, on_progress=progress.advance_to)
    if report.problems > shown:
        print(f"… y {_count(report.problems - shown)} fallas más.")
    print(
        f"{_count(report.entries)} asientos, {_count(report.postings)} partidas,"
        f" {_count(report.accounts)} cuentas, {_count(report.days)} días."
    )
    print(f"Débitos {_pesos(report.debits)} · créditos {_pesos(report.credits)}.")
    print(f"Revisado en {time.monotonic() - started:.1f} s.".replace(".", ",", 1))
    if report.problems:
        print(f"Los libros NO cuadran: {_count(report.problems)} fallas.")
        return 1
    print("Los libros cuadran.")
    return 0


def trial_balance(day: date, *, as_csv: bool) -> int:
    """Prints every used chart account up to that day, with totals; CSV carries machine amounts."""
    from minga.ledger import queries

    rows = queries.trial_balance(day)
    if as_csv:
        write_trial_balance(csv.writer(sys.stdout), rows)
    else:
        _print_table(rows, day)
    return 0


class RowWriter(Protocol):
    """What `csv.writer` makes."""

    def writerow(self, row: Iterable[object], /) -> object: ...


def write_trial_balance(out: RowWriter, rows: "Sequence[TrialBalanceRow]") -> None:
    """The rows for a spreadsheet, with machine amounts."""
    out.writerow(["codigo", "cuenta", "naturaleza", "debitos", "creditos", "saldo"])
    for row in rows:
        out.writerow([row.code, row.name, row.normal_side, row.debit, row.credit, row.balance])


def _print_table(rows: "list[TrialBalanceRow]", day: date) -> None:
    from minga.doors.web.templatetags.money import cop, day_long
    from minga.kit.money import ZERO

    debit = sum((row.debit for row in rows), ZERO)
    credit = sum((row.credit for row in rows), ZERO)
    table = [("Código", "Cuenta", "Débitos", "Créditos", "Saldo")]
    table += [
        (row.code, row.name, cop(row.debit), cop(row.credit), cop(row.balance)) for row in rows
    ]
    table.append(("", "Total", cop(debit), cop(credit), cop(debit - credit)))
    widths = [max(len(line[column]) for line in table) for column in range(5)]
    print(f"Balance de prueba al {day_long(day)}")
    for line in table:
        words = [line[0].ljust(widths[0]), line[1].ljust(widths[1])]
        words += [line[column].rjust(widths[column]) for column in (2, 3, 4)]
        print("  ".join(words).rstrip())


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _pesos(amount: object) -> str:
    from minga.doors.web.templatetags.money import cop
    from minga.kit.money import Money

    return cop(Money.of(str(amount)))
