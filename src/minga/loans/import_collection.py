"""What collecting costs, from a file: stages by line, or for every line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Unpack

from minga.audit.bring_file import bring
from minga.kit import cells
from minga.kit.csv_file import inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.loans import line_cells
from minga.loans.import_lines import OTHER_TERMS
from minga.loans.models import CollectionCost, LoanLine

READERS = {
    "linea": cells.optional(cells.code), "etapa": cells.name, "dias_mora": line_cells.late_days,
    "desde": cells.since, "valor": cells.pesos, "fuente": cells.source,
}  # fmt: skip
COLUMNS = tuple(READERS)
UNKNOWN_LINE = "Ninguna línea tiene este código: trae primero el archivo de líneas."


@dataclass(frozen=True, slots=True)
class _Cost:
    line: str | None
    name: str
    days: int
    since: date
    amount: Decimal
    source: str


def import_collection(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Adds what a stage costs from a day on; zero ends it. As `import_lines`."""
    work = RowImport[_Cost](
        inspect(path, COLUMNS), options["on_problem"], read=_read,
        identity=lambda cost: (cost.line, cost.days, cost.since), identity_column="dias_mora",
        write=_write,
    )  # fmt: skip
    return bring(work, "import_collection", **options)


def _read(cells_: dict[str, str]) -> _Cost | list[Fault]:
    found, faults = read_cells(cells_, READERS)
    return faults or _Cost(*found.values())


def _write(work: RowImport[_Cost]) -> int:
    created = 0
    for row, cost in work.batch:
        line = LoanLine.objects.filter(code=cost.line).first() if cost.line else None
        if cost.line and line is None:
            work.refuse(row, [Fault("linea", cost.line, UNKNOWN_LINE)])
            continue
        there, is_new = CollectionCost.objects.get_or_create(
            line=line, days=cost.days, valid_from=cost.since,
            defaults={"name": cost.name, "amount": cost.amount, "source": cost.source},
        )  # fmt: skip
        created += is_new
        if not is_new and (there.name, there.amount) != (cost.name, cost.amount):
            work.refuse(row, [Fault("desde", str(cost.since), OTHER_TERMS)])
        elif not is_new:
            work.result.present += 1
    return created
