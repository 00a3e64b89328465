"""`minga loans payroll-…`: libranza, from the month's list to the employer's money."""

import argparse
import csv
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from minga.doors.cli import quote_words
from minga.doors.cli.import_files import add_file_arguments, bring_file
from minga.kit import clock

if TYPE_CHECKING:
    from minga.loans.payroll_list import PayrollRow

HEADER = (
    "pagaduria_nit", "pagaduria", "tipo_documento", "numero_documento", "nombre", "credito",
    "mes", "vence", "cuotas", "valor",
)  # fmt: skip
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def add_arguments(
    what: "argparse._SubParsersAction[argparse.ArgumentParser]",
    month: Callable[[str], date],
    signed: Callable[[argparse.ArgumentParser], None],
) -> None:
    """`payroll-list`, `payroll-collect`, `payroll-settle`, `payroll-owed`. `month` reads one;
    `signed` adds who does it."""
    listing = what.add_parser(
        "payroll-list", help="lo que cada pagaduría descuenta en un mes (CSV)"
    )
    listing.add_argument("--month", type=month, metavar="AAAA-MM", help="el mes (este)")
    listing.add_argument("--employer", default="", metavar="NIT", help="solo esta pagaduría")
    listing.add_argument("--out", type=Path, metavar="SALIDA.csv", help="en este archivo")
    collecting = what.add_parser("payroll-collect", help="aplica lo que se descontó de la nómina")
    add_file_arguments(collecting)
    settling = what.add_parser("payroll-settle", help="escribe el giro de una pagaduría")
    settling.add_argument("employer", metavar="NIT")
    settling.add_argument("amount", type=quote_words.amount, metavar="PESOS")
    settling.add_argument("--reference", required=True, help="la del giro: entra una sola vez")
    signed(settling)
    what.add_parser("payroll-owed", help="lo que cada pagaduría descontó y no ha girado")


def list_month(given: argparse.Namespace, at: datetime) -> None:
    """Writes the list, to the file or the screen."""
    from minga.loans.employers import employer_numbered
    from minga.loans.payroll_list import payroll_list

    today = clock.business_date(at)
    month = given.month or today.replace(day=1)
    nit = _bare(given.employer)
    if nit:
        employer_numbered(nit)
    rows = list(payroll_list(month, on=today, nit=nit))
    if given.out is None:
        _write(sys.stdout, rows, month)
        return
    # With a byte order mark, so that a spreadsheet shows the accents.
    with given.out.open("w", encoding="utf-8-sig", newline="") as file:
        _write(file, rows, month)
    print(f"{len(rows)} créditos en {given.out}.")


def collect(given: argparse.Namespace, at: datetime) -> int:
    """As an import: 1 when rows were refused."""
    from minga.payments.collect_payroll import COLUMNS, OPTIONAL, collect_payroll

    del at
    return bring_file(given, "descuentos de nómina", collect_payroll, (*COLUMNS, *OPTIONAL))


def settle(given: argparse.Namespace, at: datetime, actor: str) -> None:
    """What came in."""
    from minga.payments.settle_payroll import settle_payroll

    is_new = settle_payroll(
        nit=_bare(given.employer), amount=given.amount, reference=given.reference, actor=actor,
        at=at,
    )  # fmt: skip
    print("Giro escrito." if is_new else "Ese giro ya estaba escrito.")


def tell_owed(given: argparse.Namespace, at: datetime) -> None:
    """One line for each employer."""
    from minga.loans.models import Employer
    from minga.payments.settle_payroll import owed_by

    del given, at
    for one in Employer.objects.order_by("name"):
        print(f"{one.nit}  {one.name:<40} {quote_words.pesos(owed_by(one)):>16}")


def _write(file: TextIO, rows: "list[PayrollRow]", month: date) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    for one in rows:
        cells = (
            one.nit, one.employer, one.document_type, one.document_number, one.member, one.loan,
            f"{month:%Y-%m}", one.due_on, one.count, one.amount,
        )  # fmt: skip
        writer.writerow([_plain(str(cell)) for cell in cells])


def _plain(text: str) -> str:
    """Text that a spreadsheet shows and does not work out."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _bare(nit: str) -> str:
    return "".join(letter for letter in nit if letter.isalnum())
