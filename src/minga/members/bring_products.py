"""Products from a file, of every kind there is, all of them or none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Unpack

from minga.audit.bring_file import bring
from minga.kit import clock
from minga.kit.csv_file import UnreadableFile, inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault
from minga.members.product_rows import (
    COLUMNS,
    CUT_OVER,
    Draft,
    Owned,
    ProductRow,
    ProductRows,
    There,
    Work,
    owners_of,
    read_row,
)

LastClosed = Callable[[], date | None]
UNKNOWN_MEMBER = "Ningún asociado tiene este documento: trae primero el archivo de asociados."
OTHER_PRODUCT = (
    "Este número de cuenta ya existe con otro dato aquí, y un archivo no lo cambia: "
    "escribe el que tiene Minga o quita la fila."
)
NOT_ITS_COLUMN = "{product} no lleva esta columna: déjala vacía."
OTHER_CUT_OVER = "Las filas anteriores son del corte {day}: todas deben ser del mismo día."
CLOSED = "Minga ya cerró el {day}: exporta con corte de ese día o de uno posterior."
WAITING = "Ya trajiste productos del corte {day}: usa el mismo, o cierra antes hasta ese día."


def bring_products(
    *,
    path: Path,
    kinds: Mapping[str, ProductRows],
    last_closed: LastClosed = lambda: None,
    **options: Unpack[Options],
) -> ImportResult:
    """Opens the products of a file that are not there yet, with what they hold at their cut-over.

    `last_closed` answers the last day this office closed, and keeps the next close waiting.
    Promises, refusals and options are those of `members.import_members`; a number that is there
    already as another product is refused, and so is a cut-over before the last closed day, or
    unlike the others.
    """
    file = inspect(path, COLUMNS, optional_columns(kinds))
    reader = _Reader(kinds, clock.business_date(options["at"]), last_closed)
    work = Work(
        file, options["on_problem"], read=reader.read, identity=lambda draft: draft.row.number,
        identity_column="numero_cuenta", write=reader.write, finish=reader.finish,
    )  # fmt: skip
    return bring(work, "import_products", **options)


def optional_columns(kinds: Mapping[str, ProductRows]) -> tuple[str, ...]:
    """Every column that some kind takes, once."""
    return tuple(dict.fromkeys([CUT_OVER, *(c for one in kinds.values() for c in one.columns)]))


def columns_in(path: Path, kinds: Mapping[str, ProductRows]) -> tuple[str, ...]:
    """The columns of a file of products; those of every product, of a file that cannot be read."""
    try:
        return inspect(path, COLUMNS, optional_columns(kinds)).columns
    except UnreadableFile:
        return COLUMNS


@dataclass(slots=True)
class _Reader:
    """The kinds there are, and the cut-over that the first row with one brought."""

    kinds: Mapping[str, ProductRows]
    today: date
    last_closed: LastClosed
    cut_over: date | None = None

    def read(self, given: dict[str, str]) -> Draft | list[Fault]:
        cells = dict.fromkeys(optional_columns(self.kinds), "") | given
        row, faults = read_row(cells, kinds=self.kinds, today=self.today)
        kind = self.kinds.get(cells["producto"].upper())
        if kind is not None:
            faults += _stray(cells, kind)
        if row is None or kind is None:
            return faults
        faults += self._same_cut_over(row)
        terms = kind.read(row, cells)
        if isinstance(terms, list):
            faults += terms
        return faults or Draft(row, terms)

    def _same_cut_over(self, row: ProductRow) -> Iterator[Fault]:
        if row.cut_over is not None:
            self.cut_over = self.cut_over or row.cut_over
            if row.cut_over != self.cut_over:
                advice = OTHER_CUT_OVER.format(day=self.cut_over)
                yield Fault(CUT_OVER, str(row.cut_over), advice)

    def write(self, work: Work) -> int:
        numbers = [draft.row.number for _, draft in work.batch]
        owners = owners_of([draft.row for _, draft in work.batch])
        there: dict[str, There] = {}
        for kind in self._once():
            there |= kind.known(numbers)
        new: dict[str, list[Owned]] = {code: [] for code in self.kinds}
        wrong = self._wrong_day()
        for record, draft in work.batch:
            row, owner = draft.row, owners.get(draft.row.document)
            if owner is None:
                work.refuse(record, [Fault("numero_documento", row.document[1], UNKNOWN_MEMBER)])
                continue
            owned = Owned(record, owner, row, draft.terms)
            known = there.get(row.number)
            if known is not None:
                self._again(work, owned, known)
            elif row.cut_over is not None and wrong:
                work.refuse(record, [Fault(CUT_OVER, str(row.cut_over), wrong)])
            else:
                new[row.product].append(owned)
        return sum(self.kinds[code].write(work, rows) for code, rows in new.items() if rows)

    def finish(self, work: Work) -> int:
        """What each kind has to say after the last row."""
        for kind in self._once():
            work.result.notices += kind.notices()
        return 0

    def _once(self) -> list[ProductRows]:
        """The kinds, each once: some share how they are brought."""
        return list({id(one): one for one in self.kinds.values()}.values())

    def _again(self, work: Work, owned: Owned, there: There) -> None:
        changed = _base_changes(owned, there) or self.kinds[owned.row.product].changed(owned, there)
        if changed:
            work.refuse(owned.record, changed)
        else:
            work.result.present += 1

    def _wrong_day(self) -> str | None:
        """What is wrong with the file's cut-over, given what was closed and brought before."""
        if self.cut_over is None:
            return None
        closed = self.last_closed()
        if closed is not None and self.cut_over < closed:
            return CLOSED.format(day=closed)
        others = {day for kind in self._once() for day in kind.cut_overs(closed or date.min)}
        waiting = sorted(others - {self.cut_over})
        return WAITING.format(day=waiting[0]) if waiting else None


def _stray(cells: Mapping[str, str], kind: ProductRows) -> Iterator[Fault]:
    """Cells with something in them in columns that the product does not take."""
    for column, value in cells.items():
        if value and column not in {*COLUMNS, CUT_OVER, *kind.columns}:
            advice = NOT_ITS_COLUMN.format(product=cells["producto"].upper())
            yield Fault(column, value, advice)


def _base_changes(owned: Owned, there: There) -> list[Fault]:
    row = owned.row
    return changes(
        ("numero_documento", row.document[1], there.owner != owned.owner),
        ("producto", row.product, there.product != row.product),
        ("fecha_apertura", str(row.opened_on), there.opened_on != row.opened_on),
    )


def changes(*compared: tuple[str, str, bool]) -> list[Fault]:
    """The refusal of each column (name, value, whether it differs) that a file may not change."""
    return [Fault(column, value, OTHER_PRODUCT) for column, value, other in compared if other]
