"""The demo as the files another system would export; they stay as examples of the format."""

import csv
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path

from minga.day_close import import_balances
from minga.doors.cli.demo import offer
from minga.doors.cli.demo.brought import brought_of, goal_of
from minga.doors.cli.demo.life import Movement, movements_of
from minga.doors.cli.demo.people import Person
from minga.kit.money import CENT
from minga.loans import import_lines
from minga.members import import_members
from minga.savings import import_movements, import_plans, import_products

KINDS = ("members", "plans", "board", "lines", "products", "movements", "balances")
# What the cooperative has besides what its members brought, in pesos.
OWN_FUNDS = 600_000_000
GENERAL_SHARE = Decimal("0.01")
# Products in mid-life have more columns, each kind its own.
PRODUCT_COLUMNS = (
    *import_products.COLUMNS, "fecha_corte", "plan", "interes_causado",
    "nombre_meta", "meta", "cuota", "cada_meses", "primera_cuota", "fecha_vencimiento",
    "cuenta_debito", "capital", "plazo_dias", "tasa_ea_pct", "base_dias", "al_vencer",
    "cuenta_destino", "linea", "saldo_capital", "tasa_mora_ea_pct", "seguro_mensual_pct", "cuotas",
    "cuotas_pagadas", "interes_pagado", "dias_mora", "categoria", "deterioro",
)  # fmt: skip


def write(folder: Path, people: Sequence[Person], until: date) -> None:
    """Writes the files of a demo that ends on a day: the whole folder appears at once."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _write(fresh, "members", import_members.FIELDS, (_member(one, until) for one in people))
    _write(fresh, "products", PRODUCT_COLUMNS, _products(people, until))
    _write(fresh, "movements", import_movements.COLUMNS, _movements(people, until))
    _write(fresh, "balances", import_balances.COLUMNS, _balances(people, until))
    _write(fresh, "plans", import_plans.COLUMNS, offer.PLANS)
    _write(fresh, "board", import_plans.BOARD_COLUMNS, offer.BOARD)
    _write(fresh, "lines", import_lines.COLUMNS, offer.LINES)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _write(
    folder: Path, kind: str, header: Iterable[str], rows: Iterable[Sequence[object]]
) -> None:
    with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _member(one: Person, until: date) -> Sequence[object]:
    born = "" if one.document_type == "NIT" else str(one.born(until))
    return (
        one.document_type, one.document_number, one.given_names, one.surnames, born, one.email,
        one.mobile, one.municipality, one.address, one.joined(until),
    )  # fmt: skip


def _products(people: Iterable[Person], until: date) -> Iterator[Sequence[object]]:
    for one in people:
        who = (one.document_type, one.document_number)
        none = ("",) * (len(PRODUCT_COLUMNS) - len(import_products.COLUMNS))
        for number in one.sight:
            yield *who, "AHORRO_VISTA", number, one.joined(until), *none
        yield *who, "APORTES", one.aportes, one.joined(until), *none
        rows = [goal_of(one, until), *(product.row for product in brought_of(one, until))]
        for row in filter(None, rows):
            yield [row.get(column, "") for column in PRODUCT_COLUMNS]


def _movements(people: Iterable[Person], until: date) -> Iterator[Sequence[object]]:
    told = chain.from_iterable(chain(movements_of(one, until), _kept(one, until)) for one in people)
    for count, one in enumerate(sorted(told, key=lambda movement: movement.day), 1):
        yield (
            one.number, one.day, one.text, one.side, _pesos(one.cents), _pesos(one.balance),
            f"LG{count:07d}",
        )  # fmt: skip


def _kept(person: Person, until: date) -> Iterator[Movement]:
    """What the other system told of credits and CDAT: to be read, and posted nowhere."""
    for product in brought_of(person, until):
        for told in product.told:
            yield Movement(product.number, *told)


def _balances(people: Iterable[Person], until: date) -> Iterator[Sequence[object]]:
    """The bank holds what members own and did not borrow, and the cooperative's own funds; the
    general impairment is its share of what they borrowed."""
    owned, lent = 0, Decimal(0)
    for one in people:
        owned += sum({told.number: told.balance for told in movements_of(one, until)}.values())
        for product in brought_of(one, until):
            owned += int(str((product.row.get("plan") and product.row["capital"]) or 0)) * 100
            lent += Decimal(str(product.row.get("saldo_capital", 0)))
    yield "1110", owned // 100 - int(lent) + OWN_FUNDS, until
    yield "146810", (lent * GENERAL_SHARE).quantize(CENT), until


def _pesos(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
