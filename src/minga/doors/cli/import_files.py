"""`minga import KIND F.csv`: what a cooperative's other program exports."""

import argparse
import contextlib
import csv
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from minga.doors.cli import office
from minga.doors.cli.progress import Progress
from minga.kit import clock
from minga.kit.csv_file import UnreadableFile
from minga.kit.import_report import ImportResult, ImportRunning, Problem

KINDS = {
    "members": "asociados", "products": "productos", "movements": "movimientos",
    "schedule": "cuotas de créditos", "plans": "planes", "board": "tasas de CDAT",
    "lines": "líneas de crédito", "fees": "cobros de cuentas de ahorro",
    "collection": "gastos de cobranza", "balances": "saldos contables",
}  # fmt: skip
SHOWN_MAX = 20
VALUE_SHOWN_MAX = 80
REFUSED = 1
REPORT_HEADER = ("linea", "columna", "valor_encontrado", "que_hacer")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to import, from where, and how carefully."""
    parser.add_argument("kind", choices=KINDS, help="qué trae el archivo")
    add_file_arguments(parser)


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and how carefully."""
    parser.add_argument("file", type=Path, help="archivo CSV; sus columnas están en docs/import.md")
    parser.add_argument("--dry-run", action="store_true", help="revisa todo y no escribe nada")
    parser.add_argument(
        "--skip-invalid", action="store_true", help="deja por fuera las filas con errores"
    )
    parser.add_argument(
        "--report", type=Path, metavar="SALIDA.csv", help="escribe cada error al lado de su fila"
    )


def run(arguments: argparse.Namespace) -> int:
    """Imports one file: 0 when it was written (or would be), 1 when rows were refused."""
    with office.database_ready():
        return bring_file(
            arguments, KINDS[arguments.kind], _use_case(arguments.kind),
            _columns(arguments.kind, arguments.file),
        )  # fmt: skip


def bring_file(
    arguments: argparse.Namespace,
    what: str,
    use_case: Callable[..., ImportResult],
    columns: tuple[str, ...],
) -> int:
    """Brings the file of the arguments with the office's database, and says how it went: 1 when
    rows were refused, or nothing could be done with the file."""
    if arguments.report is not None and not _can_write(arguments.report):
        print(f"No se puede escribir en «{arguments.report}»: elige otro lugar.", file=sys.stderr)
        return REFUSED
    with _Problems.telling(arguments.report, columns) as problems:
        try:
            with Progress(f"Trayendo {what}", unit="%") as progress:
                result = use_case(
                    path=arguments.file, at=clock.now(), on_problem=problems.tell,
                    on_progress=lambda done, of: progress.advance_to(100 * done // of, 100),
                    skip_invalid=arguments.skip_invalid, dry_run=arguments.dry_run,
                )  # fmt: skip
        except UnreadableFile as unreadable:
            print("\n".join([f"No se trajo nada de «{arguments.file}»:", *unreadable.problems]))
            return REFUSED
        except ImportRunning:
            print("Ya hay otro archivo entrando: espera a que termine.", file=sys.stderr)
            return REFUSED
        problems.close_list()
        return _conclude(result, arguments)


def _use_case(kind: str) -> Callable[..., ImportResult]:
    from minga.day_close.cut_over import last_closed_held
    from minga.day_close.import_balances import import_balances
    from minga.loans.brought_loans import REMEMBERED
    from minga.loans.brought_loans import kinds_of as loans
    from minga.loans.import_collection import import_collection
    from minga.loans.import_lines import import_lines
    from minga.loans.import_schedule import import_schedule
    from minga.members.import_members import import_members
    from minga.savings.import_fees import import_fees
    from minga.savings.import_movements import import_movements
    from minga.savings.import_plans import import_board, import_plans
    from minga.savings.import_products import import_products

    found: dict[str, Callable[..., ImportResult]] = {
        "members": import_members,
        "products": partial(import_products, others=loans, last_closed=last_closed_held),
        "schedule": import_schedule,
        "movements": partial(import_movements, remembered=(REMEMBERED,)),
        "plans": import_plans, "board": import_board, "lines": import_lines,
        "fees": import_fees, "collection": import_collection, "balances": import_balances,
    }  # fmt: skip
    return found[kind]


def _columns(kind: str, path: Path) -> tuple[str, ...]:
    from minga.day_close import import_balances
    from minga.loans import brought_loans, import_collection, import_lines, import_schedule
    from minga.members import import_members
    from minga.members.bring_products import columns_in
    from minga.savings import import_fees, import_movements, import_plans, import_products

    at = clock.now()
    return {
        "members": tuple(import_members.FIELDS),
        "products": columns_in(
            path, import_products.kinds_of(at) | dict(brought_loans.kinds_of(at))
        ),
        "schedule": (*import_schedule.COLUMNS, *import_schedule.OPTIONAL),
        "movements": import_movements.COLUMNS, "plans": import_plans.COLUMNS,
        "board": import_plans.BOARD_COLUMNS, "lines": import_lines.COLUMNS,
        "fees": import_fees.COLUMNS, "collection": import_collection.COLUMNS,
        "balances": import_balances.COLUMNS,
    }[kind]  # fmt: skip


class _Problems:
    """Tells the first problems on the screen, counts the rest, writes all of them in the report."""

    def __init__(self, report: TextIO | None, columns: tuple[str, ...]) -> None:
        self.count = 0
        self.report = csv.writer(report) if report is not None else None
        if self.report is not None:
            self.report.writerow([*REPORT_HEADER, *columns])

    @classmethod
    @contextlib.contextmanager
    def telling(cls, path: Path | None, columns: tuple[str, ...]) -> Iterator["_Problems"]:
        if path is None:
            yield cls(None, columns)
            return
        # With a byte order mark, so that a spreadsheet shows the accents.
        with path.open("w", encoding="utf-8-sig", newline="") as report:
            yield cls(report, columns)

    def tell(self, problem: Problem) -> None:
        self.count += 1
        if self.count == 1:
            print("Errores:")
        if self.count <= SHOWN_MAX:
            where = f"  línea {problem.line}, {problem.column}: «{_shown(problem.value)}»"
            print(f"{where}\n      {problem.advice}")
        if self.report is not None:
            self.report.writerow(
                [problem.line, problem.column, problem.value, problem.advice, *problem.row]
            )

    def close_list(self) -> None:
        if self.count > SHOWN_MAX:
            print(f"  … y {_number(self.count - SHOWN_MAX)} errores más.")


def _conclude(result: ImportResult, arguments: argparse.Namespace) -> int:
    for notice in result.notices:
        print(f"Aviso: {notice}")
    done = f"{_count(result.created, 'nuevo')}, {_number(result.present)} ya estaban"
    refused = f"{_count(result.refused, 'fila')} con errores"
    if result.refused and arguments.report is not None:
        print(f"Los errores están en {arguments.report}, cada uno al lado de su fila.")
    if result.refused and not arguments.skip_invalid:
        print(f"No se escribió nada: {refused}. Corrígelas, o usa --skip-invalid para dejarlas.")
    elif arguments.dry_run:
        print(f"Revisión, sin escribir nada: {done}, {refused}.")
    else:
        print(f"Listo: {done}" + (f", {refused} por fuera." if result.refused else "."))
    return REFUSED if result.refused else 0


def _can_write(path: Path) -> bool:
    try:
        path.open("a").close()
    except OSError:
        return False
    return True


def _shown(value: str) -> str:
    """A value as it fits in a line of the screen; the report has all of it."""
    plain = "".join(letter if letter.isprintable() else " " for letter in value[:VALUE_SHOWN_MAX])
    return plain + ("…" if len(value) > VALUE_SHOWN_MAX else "")


def _count(count: int, what: str) -> str:
    return f"{_number(count)} {what}" + ("" if count == 1 else "s")


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
