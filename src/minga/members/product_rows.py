"""Rows of a file of products: what every one says, and how those of one kind are read and written.

The rooms that keep products hand over one `ProductRows` for each kind; `bring_products` reads the
file with them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from minga.kit.cells import BadValue, account_number
from minga.kit.csv_file import Record
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.members import rules
from minga.members.models import Member

COLUMNS = ("tipo_documento", "numero_documento", "producto", "numero_cuenta", "fecha_apertura")
CUT_OVER = "fecha_corte"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Whose product it is, which one, how it is known and since when; `cut_over` is the last day
    that the other system kept it, when the row says so."""

    document: tuple[str, str]
    product: str
    number: str
    opened_on: date
    cut_over: date | None = None

    @property
    def brought_on(self) -> date:
        """The cut-over of a row that has one."""
        assert self.cut_over is not None
        return self.cut_over


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that could be read; `terms` are what its kind made of its other columns."""

    row: ProductRow
    terms: Any


@dataclass(frozen=True, slots=True)
class Owned:
    """A row with its member, ready to be written."""

    record: Record
    owner: UUID
    row: ProductRow
    terms: Any


@dataclass(frozen=True, slots=True)
class There:
    """A product that was there before the file."""

    owner: UUID
    product: str
    opened_on: date
    stored: Any


Work = RowImport[Draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRows:
    """How the rows of a kind of product are brought.

    `columns`: those it takes beyond everybody's. `read`: its terms, or what is wrong. `known`: the
    products of the kind among some numbers. `changed`: what a row says otherwise than the product
    that is there. `write`: opens new ones, refuses the rows that do not fit, answers how many it
    wrote. `cut_overs`: the cut-over days after a day of the products it brought before. `notices`:
    what the owner of the file should know, after its last row.
    """

    columns: tuple[str, ...] = ()
    needs_cut_over: bool = False
    read: Callable[[ProductRow, Mapping[str, str]], Any | list[Fault]] = lambda row, cells: None
    known: Callable[[Sequence[str]], Mapping[str, There]]
    changed: Callable[[Owned, There], list[Fault]] = lambda owned, there: []
    write: Callable[[Work, Sequence[Owned]], int]
    cut_overs: Callable[[date], set[date]] = lambda since: set()
    notices: Callable[[], list[str]] = list


def read_row(
    cells: Mapping[str, str], *, kinds: Mapping[str, ProductRows], today: date
) -> tuple[ProductRow | None, list[Fault]]:
    """What every row says; None when some of it cannot be read."""
    document_type, product = cells["tipo_documento"].upper(), cells["producto"].upper()
    readers: dict[str, Callable[[str], Any]] = {
        "tipo_documento": rules.document_type,
        "numero_documento": lambda text: rules.document_number(document_type, text),
        "producto": lambda text: _product(text, kinds),
        "numero_cuenta": account_number,
        "fecha_apertura": lambda text: rules.day(text, today),
    }
    if document_type not in rules.DOCUMENT_TYPES:
        del readers["numero_documento"]  # its shape is that of a type we do not know yet
    if product in kinds and (cells[CUT_OVER] or kinds[product].needs_cut_over):
        readers[CUT_OVER] = lambda text: rules.day(text, today)
    found, faults = read_cells(cells, readers)
    opened, cut_over = found.get("fecha_apertura"), found.get(CUT_OVER)
    if opened and cut_over and cut_over < opened:
        advice = "El corte es anterior a la apertura: revisa las dos fechas."
        faults.append(Fault(CUT_OVER, cells[CUT_OVER], advice))
    if faults or opened is None:
        return None, faults
    document = (found["tipo_documento"], found["numero_documento"])
    row = ProductRow(document, found["producto"], found["numero_cuenta"], opened, cut_over)
    return row, []


def owners_of(rows: Sequence[ProductRow]) -> dict[tuple[str, str], UUID]:
    """The members of those rows, by document."""
    numbers = {row.document[1] for row in rows}
    found = Member.objects.filter(document_number__in=numbers)
    return {
        (kind, number): member_id
        for member_id, kind, number in found.values_list("pk", "document_type", "document_number")
    }


def _product(text: str, kinds: Mapping[str, ProductRows]) -> str:
    if text.upper() not in kinds:
        raise BadValue(f"Escribe uno de estos: {', '.join(kinds)}.")
    return text.upper()
