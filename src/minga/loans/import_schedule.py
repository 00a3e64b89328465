"""The instalments that brought loans still owe, from a file: the plan of those that came without.

The rows wait in a temporary table until the file is read, so that a loan's may stand anywhere in it
and memory does not grow with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Unpack

from minga.audit.bring_file import bring
from minga.kit import cells, sql
from minga.kit.csv_file import Record, inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.kit.months import add_months
from minga.loans import line_cells
from minga.loans.brought_books import lay_plans, told_of
from minga.loans.brought_plan import PlanRow, wrong
from minga.loans.models import BroughtLoan, LoanInstalment

COLUMNS = ("numero_cuenta", "cuota", "vence", "capital", "interes", "seguro")
OPTIONAL = ("desde",)
PIECE = 200  # loans with their plans in memory at once
UNKNOWN = "Ningún crédito traído tiene este número: trae primero el archivo de productos."
OTHER_PLAN = "Este crédito ya tiene otro plan aquí, y un archivo no lo cambia: quita sus cuotas."
NOT_NEXT = "Después de la cuota {n} sigue la {next}: revisa los números o agrega la que falta."
TOO_EARLY = "Debe vencer después de {day}."
STARTS_LATE = "Debe ser antes de su vencimiento, y no antes del vencimiento anterior ({day})."
SUMS = "Las cuotas del crédito suman {found} de capital y debe {owed}: revísalas todas."
CONTRADICTS = "En el archivo de productos, {column}: {advice}"
READERS = {
    "numero_cuenta": cells.account_number, "cuota": line_cells.periods, "vence": cells.since,
    "capital": cells.money, "interes": cells.money, "seguro": cells.money,
    "desde": cells.optional(cells.since),
}  # fmt: skip
_CREATE = """
CREATE TEMP TABLE IF NOT EXISTS schedule_line (line int, number text, n int, due_on date,
    capital numeric, interest numeric, insurance numeric, starts_on date) ON COMMIT DROP
"""
_KEEP = """
INSERT INTO schedule_line SELECT * FROM unnest(%s::int[], %s::text[], %s::int[], %s::date[],
    %s::numeric[], %s::numeric[], %s::numeric[], %s::date[])
"""
_NUMBERS = "SELECT DISTINCT number FROM schedule_line WHERE number > %s ORDER BY number LIMIT %s"
_LINES = """
SELECT line, number, n, due_on, capital, interest, insurance, starts_on FROM schedule_line
 WHERE number = ANY (%s) ORDER BY number, n, line
"""


@dataclass(frozen=True, slots=True)
class _Line:
    """One instalment as the file has it."""

    line: int
    number: str
    n: int
    due_on: date
    capital: Decimal
    interest: Decimal
    insurance: Decimal
    starts_on: date | None

    def record(self, columns: int) -> Record:
        """Where its problems are told, with as many columns as the file has."""
        values = (
            self.number, self.n, self.due_on, self.capital, self.interest, self.insurance,
            self.starts_on or "",
        )  # fmt: skip
        told = [str(value) for value in values][:columns]
        return Record(self.line, told, told)


def import_schedule(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Lays the plans of brought loans that have none yet; what is there is never changed.

    Promises, refusals and options are those of `members.import_members`; all the instalments of a
    loan are written, or none of them.
    """
    work = RowImport[_Line](
        inspect(path, COLUMNS, OPTIONAL), options["on_problem"], read=_read, identity=None,
        identity_column="numero_cuenta", write=_keep,
        finish=lambda work: _lay_all(work, options["at"]),
    )  # fmt: skip
    sql.run("DROP TABLE IF EXISTS pg_temp.schedule_line", [])
    return bring(work, "import_schedule", **options)


def _read(given: dict[str, str]) -> _Line | list[Fault]:
    found, faults = read_cells({"desde": ""} | given, READERS)
    if not faults and not found["capital"] + found["interes"] + found["seguro"]:
        faults = [Fault("capital", given["capital"], "Esta cuota no cobra nada: quítala.")]
    return faults or _Line(0, *(found[column] for column in READERS))


def _keep(work: RowImport[_Line]) -> int:
    sql.run(_CREATE, [])
    columns: list[list[Any]] = [[row.line for row, _ in work.batch]]
    for name in ("number", "n", "due_on", "capital", "interest", "insurance", "starts_on"):
        columns.append([getattr(one, name) for _, one in work.batch])
    sql.run(_KEEP, columns)
    return 0


def _lay_all(work: RowImport[_Line], at: datetime) -> int:
    sql.run(_CREATE, [])
    sql.run("ANALYZE schedule_line", [])
    count, last = 0, ""
    while numbers := [number for (number,) in sql.rows(_NUMBERS, [last, PIECE])]:
        count += _lay_some(work, numbers, at)
        last = numbers[-1]
    return count


def _lay_some(work: RowImport[_Line], numbers: Sequence[str], at: datetime) -> int:
    """The plans of those loans; how many instalments were written."""
    loans = {
        one.loan.number: one
        for one in BroughtLoan.objects.filter(loan__number__in=numbers).select_related("loan")
    }
    planned: dict[Any, list[tuple[Any, ...]]] = {}
    fields = ("n", "due_on", "principal", "interest", "insurance")
    rows = LoanInstalment.objects.filter(
        schedule__version=1, loan_id__in=[one.loan_id for one in loans.values()]
    )
    for loan_id, *told in rows.order_by("n").values_list("loan_id", *fields):
        planned.setdefault(loan_id, []).append(tuple(told))
    new: list[tuple[BroughtLoan, Sequence[PlanRow], int]] = []
    lines = (_Line(*row) for row in sql.rows(_LINES, [list(numbers)]))
    for number, group in groupby(lines, key=lambda one: one.number):
        some, brought = list(group), loans.get(number)
        if brought is None:
            _refuse(work, some, [(some[0], "numero_cuenta", UNKNOWN)])
        elif brought.loan_id in planned:
            _again(work, some, planned[brought.loan_id])
        else:
            found = _plan(brought, some)
            problems = list(_unfit(brought, some, found))
            if problems:
                _refuse(work, some, problems)
            else:
                new.append((brought, found, 0))
    lay_plans(new, at)
    return sum(len(rows_) for _, rows_, _ in new)


def _refuse(
    work: RowImport[_Line], some: Sequence[_Line], problems: Sequence[tuple[_Line, str, str]]
) -> None:
    """Tells the problems; with one, none of the loan's instalments is written."""
    for number, (line, column, advice) in enumerate(problems):
        record = line.record(len(work.file.columns))
        value = (record.values or [])[[*COLUMNS, *OPTIONAL].index(column)]
        work.refuse(record, [Fault(column, value, advice)])
        work.result.refused -= bool(number)
    work.result.refused += len(some) - 1


def _again(work: RowImport[_Line], some: Sequence[_Line], there: list[tuple[Any, ...]]) -> None:
    told = [(one.n, one.due_on, one.capital, one.interest, one.insurance) for one in some]
    if told == there:
        work.result.present += len(some)
    else:
        _refuse(work, some, [(some[0], "numero_cuenta", OTHER_PLAN)])


def _plan(brought: BroughtLoan, some: Sequence[_Line]) -> tuple[PlanRow, ...]:
    """The rows with when each begins to earn, and what is owed after it."""
    found: list[PlanRow] = []
    balance = brought.capital
    for one in some:
        balance -= one.capital
        starts = one.starts_on or (found[-1].due_on if found else _first_start(brought, one))
        found.append(
            PlanRow(
                one.n, starts, one.due_on, one.capital, one.interest, one.insurance, balance
            )
        )  # fmt: skip
    return tuple(found)


def _first_start(brought: BroughtLoan, first: _Line) -> date:
    """A period before its due date; the disbursement for the first instalment of all."""
    lent = brought.loan.disbursed_on
    if first.n == 1:
        return lent
    return max(lent, add_months(first.due_on, -brought.loan.every))


def _unfit(
    brought: BroughtLoan, some: Sequence[_Line], rows: Sequence[PlanRow]
) -> Iterator[tuple[_Line, str, str]]:
    """What is wrong with the instalments by themselves, and then with what came of the loan."""
    out_of_place = list(_out_of_place(brought, some, rows))
    if out_of_place:
        yield from out_of_place
        return
    owed = sum((one.capital for one in some), Decimal(0))
    if owed != brought.capital:
        advice = SUMS.format(found=f"{owed:f}", owed=f"{brought.capital:f}")
        yield some[-1], "capital", advice
        return
    for column, advice in wrong(brought.loan, rows, told_of(brought)):
        yield some[0], "numero_cuenta", CONTRADICTS.format(column=column, advice=advice)


def _out_of_place(
    brought: BroughtLoan, some: Sequence[_Line], rows: Sequence[PlanRow]
) -> Iterator[tuple[_Line, str, str]]:
    before, n = brought.loan.disbursed_on, some[0].n - 1
    for line, row in zip(some, rows, strict=True):
        if line.n != n + 1:
            yield line, "cuota", NOT_NEXT.format(n=n, next=n + 1)
        elif line.due_on <= before:
            yield line, "vence", TOO_EARLY.format(day=before)
        elif not before <= row.starts_on < row.due_on:
            yield line, "desde", STARTS_LATE.format(day=before)
        before, n = max(before, line.due_on), line.n
