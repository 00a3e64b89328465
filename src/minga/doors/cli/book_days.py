"""`minga books journal` and `minga books ledger`: the daily book and the general ledger."""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minga.kit.money import Money
    from minga.ledger.daily_book import BookLine, ChartAccount

_JOURNAL = (
    "fecha", "asiento", "linea", "descripcion", "referencia", "codigo", "cuenta", "cuenta_interna",
    "debito", "credito",
)  # fmt: skip
_LEDGER = (
    "fecha", "asiento", "linea", "descripcion", "referencia", "codigo", "cuenta_interna", "debito",
    "credito", "saldo",
)  # fmt: skip


def journal(since: date, until: date, *, as_csv: bool) -> int:
    """Prints every entry of those days; memory does not grow with them."""
    from minga.ledger import daily_book

    lines = daily_book.journal(since, until)
    if as_csv:
        _journal_csv(lines)
    else:
        _journal_text(lines, since, until)
    return 0


def ledger(code: str, since: date, until: date, *, as_csv: bool) -> int:
    """Prints an account's lines of those days with the balance each left; 1 for an unknown code."""
    from minga.ledger import daily_book
    from minga.ledger.books_check import snapshot

    with snapshot():
        try:
            account = daily_book.chart_account(code, since)
        except daily_book.UnknownChartAccount:
            print(f"minga: el plan de cuentas no tiene el código «{code}».", file=sys.stderr)
            return 1
        lines = daily_book.general_ledger(account, since, until)
        if as_csv:
            _ledger_csv(lines)
        else:
            _ledger_text(account, lines, since, until)
    return 0


def _journal_csv(lines: "Iterator[BookLine]") -> None:
    out = csv.writer(sys.stdout)
    out.writerow(_JOURNAL)
    for one in lines:
        out.writerow([
            one.business_date, one.entry_id, one.line_no, one.description, one.reference, one.code,
            one.name, one.account_id, one.debit, one.credit,
        ])  # fmt: skip


def _journal_text(lines: "Iterator[BookLine]", since: date, until: date) -> None:
    from minga.doors.web.templatetags.money import cop
    from minga.kit.money import ZERO

    print(f"Libro diario {_days(since, until)}")
    debit = credit = ZERO
    entry = None
    for one in lines:
        if one.entry_id != entry:
            entry = one.entry_id
            about = f"{one.description} · {one.reference}" if one.reference else one.description
            print(f"\n{one.business_date} · asiento {entry} · {about}")
        debit, credit = debit + one.debit, credit + one.credit
        name = f"{one.name} (cuenta {one.account_id})"
        print(_columns(f"  {one.code:<8}{name}", _or_blank(one.debit), _or_blank(one.credit)))
    print()
    print(_columns("Total", cop(debit), cop(credit)))


def _ledger_csv(lines: "Iterator[tuple[BookLine, Money]]") -> None:
    out = csv.writer(sys.stdout)
    out.writerow(_LEDGER)
    for one, balance in lines:
        out.writerow([
            one.business_date, one.entry_id, one.line_no, one.description, one.reference, one.code,
            one.account_id, one.debit, one.credit, balance,
        ])  # fmt: skip


def _ledger_text(
    account: "ChartAccount", lines: "Iterator[tuple[BookLine, Money]]", since: date, until: date
) -> None:
    from minga.doors.web.templatetags.money import cop

    print(f"Libro mayor de {account.code} {account.name}, {_days(since, until)}")
    last = account.opening
    print(_columns("Saldo anterior", "", "", cop(last)))
    for one, last in lines:
        what = f"{one.business_date}  asiento {one.entry_id}  {one.description}"
        print(_columns(what, _or_blank(one.debit), _or_blank(one.credit), cop(last)))
    print(_columns("Saldo final", "", "", cop(last)))


def _columns(what: str, *amounts: str) -> str:
    return "".join([what.ljust(64), *(amount.rjust(22) for amount in amounts)]).rstrip()


def _or_blank(amount: "Money") -> str:
    from minga.doors.web.templatetags.money import cop

    return cop(amount) if amount else ""


def _days(since: date, until: date) -> str:
    from minga.doors.web.templatetags.money import day_long

    if since == until:
        return f"del {day_long(since)}"
    return f"del {day_long(since)} al {day_long(until)}"
