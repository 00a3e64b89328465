"""The demo as the files another system would export; they stay as examples of the format."""

import csv
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from minga.doors.cli.demo import offer
from minga.doors.cli.demo.life import movements_of
from minga.doors.cli.demo.people import Person
from minga.loans import import_lines
from minga.members import import_members
from minga.savings import import_movements, import_plans, import_products

KINDS = ("members", "products", "movements", "plans", "board", "lines")


def write(folder: Path, people: Sequence[Person], until: date) -> None:
    """Writes the files of a demo that ends on a day: the whole folder appears at once."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _write(fresh, "members", import_members.FIELDS, (_member(one, until) for one in people))
    _write(fresh, "products", import_products.COLUMNS, _products(people, until))
    _write(fresh, "movements", import_movements.COLUMNS, _movements(people, until))
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
        for number in one.sight:
            yield *who, "AHORRO_VISTA", number, one.joined(until)
        yield *who, "APORTES", one.aportes, one.joined(until)


def _movements(people: Iterable[Person], until: date) -> Iterator[Sequence[object]]:
    told = chain.from_iterable(movements_of(one, until) for one in people)
    for count, one in enumerate(sorted(told, key=lambda movement: movement.day), 1):
        yield (
            one.number, one.day, one.text, one.side, _pesos(one.cents), _pesos(one.balance),
            f"LG{count:07d}",
        )  # fmt: skip


def _pesos(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
