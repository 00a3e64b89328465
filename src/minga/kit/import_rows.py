"""Row by row through a file: read, refuse with every reason, write in batches."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from minga.kit.cells import BadValue
from minga.kit.csv_file import CsvFile, Record
from minga.kit.import_report import ImportResult, OnProblem, OnProgress, Problem

BATCH = 2000


class Fault(NamedTuple):
    """What is wrong with one cell, and in Spanish what to do."""

    column: str
    value: str
    advice: str


@dataclass(slots=True)
class RowImport[T]:
    """One file on its way in. A room says how a row is read, what makes it unique, how it is
    written; `write` and `finish` (after the last row) answer how many were written.

    What makes rows unique is remembered; without `identity` memory does not grow with the file.
    """

    file: CsvFile
    on_problem: OnProblem
    read: Callable[[dict[str, str]], T | list[Fault]]
    identity: Callable[[T], Hashable] | None
    identity_column: str
    write: Callable[["RowImport[T]"], int]
    finish: Callable[["RowImport[T]"], int] = lambda work: 0
    result: ImportResult = field(default_factory=ImportResult)
    batch: list[tuple[Record, T]] = field(default_factory=list)
    seen: dict[Hashable, int] = field(default_factory=dict)

    def run(self, on_progress: OnProgress) -> None:
        """Reads every row, calling `write` for every batch of good ones."""
        self.result.notices += self.file.notices
        for row in self.file.records(on_progress):
            self._take(row)
            if len(self.batch) >= BATCH:
                self._flush()
        self._flush()
        self.result.created += self.finish(self)

    def refuse(self, row: Record, faults: list[Fault]) -> None:
        """Tells every fault of a row that is not written."""
        self.result.refused += 1
        for fault in faults:
            self.on_problem(Problem(row.line, *fault, row.values or row.raw))

    def _take(self, row: Record) -> None:
        if row.values is None:
            return self.refuse(row, [wrong_count(len(row.raw), len(self.file.columns))])
        cells = dict(zip(self.file.columns, row.values, strict=True))
        found = self.read(cells)
        if isinstance(found, list):
            return self.refuse(row, found)
        first = row.line
        if self.identity is not None:
            first = self.seen.setdefault(self.identity(found), row.line)
        if first != row.line:
            advice = f"Repetido: ya está en la línea {first}. Deja uno solo."
            value = cells[self.identity_column]
            return self.refuse(row, [Fault(self.identity_column, value, advice)])
        self.batch.append((row, found))
        return None

    def _flush(self) -> None:
        self.result.created += self.write(self)
        self.batch.clear()


def read_cells(
    cells: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, Any], list[Fault]]:
    """What each reader makes of its column's cell, and everything that cannot be read."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, reader in readers.items():
        try:
            found[column] = reader(cells[column])
        except BadValue as bad:
            faults.append(Fault(column, cells[column], str(bad)))
    return found, faults


def wrong_count(found: int, wanted: int) -> Fault:
    """A row with too few or too many columns."""
    advice = f"La fila tiene {found} columnas y son {wanted}: revisa separadores y comillas."
    return Fault("(fila)", str(found), advice)
