"""Balances of the other system's books that belong to no product, each brought once.

What belongs to a product comes with it. The general impairment is the one that cannot wait: the
close of a month sets aside what is missing for its share, and takes what did not come for missing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Unpack

from minga.audit.bring_file import bring
from minga.day_close.cut_over import last_closed_held
from minga.kit import cells
from minga.kit.cells import BadValue
from minga.kit.clock import business_date
from minga.kit.csv_file import inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.kit.money import Money
from minga.kit.spanish import cop, day_long
from minga.ledger import accounts, openings

COLUMNS = ("cuenta", "saldo", "fecha_corte")
GENERAL_IMPAIRMENT = ("IMPAIRMENT_GENERAL_PAYROLL", "IMPAIRMENT_GENERAL")
# Accounts of the cooperative's own whose balance no product brings and no close works out.
TAKEN = (
    "CASH", "BANK", *GENERAL_IMPAIRMENT, "INSURANCE_PAYABLE", "GMF_PAYABLE", "WITHHOLDING_PAYABLE",
    "REMNANTS_PAYABLE", "APORTES_REVALUATION_FUND",
)  # fmt: skip
NOT_TAKEN = "Aquí entran {codes}. Los saldos de los productos vienen con ellos."
TO_COME = "Escribe un día que ya pasó, como AAAA-MM-DD."
TOO_LATE = (
    "El cierre del {day} ya calculó el deterioro general y llevó al gasto lo que faltaba: si "
    "entra ahora queda dos veces. Revísalo con tu contador."
)
OTHER = "Ya se trajo {amount} al {day}, y un saldo se trae una sola vez: revísalo con tu contador."


@dataclass(frozen=True, slots=True)
class _Balance:
    code: str
    amount: Decimal
    on: date


def import_balances(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Brings what accounts of the cooperative's own held at the end of the cut-over, on their own
    side: nothing twice, nothing changed. The entries are those of `ledger.openings`.

    The general impairment is refused once a month that ended after the cut-over is closed. Promises
    and options are those of `members.import_members`.
    """
    taken = {accounts.chart_code(key)[0]: key for key in TAKEN}
    work = RowImport[_Balance](
        inspect(path, COLUMNS), options["on_problem"], read=partial(_read, taken, options["at"]),
        identity=lambda one: one.code, identity_column="cuenta",
        write=partial(_write, taken, options["at"]),
    )  # fmt: skip
    return bring(work, "import_balances", **options)


def _read(taken: dict[str, str], at: datetime, row: dict[str, str]) -> _Balance | list[Fault]:
    def code(text: str) -> str:
        if text not in taken:
            raise BadValue(NOT_TAKEN.format(codes=", ".join(sorted(taken))))
        return text

    def day(text: str) -> date:
        found = cells.since(text)
        if found >= business_date(at):
            raise BadValue(TO_COME)
        return found

    readers = {"cuenta": code, "saldo": cells.positive, "fecha_corte": day}
    found, faults = read_cells(row, readers)
    return faults or _Balance(*found.values())


def _write(taken: dict[str, str], at: datetime, work: RowImport[_Balance]) -> int:
    closed, entries = last_closed_held(), []
    for row, one in work.batch:
        key, amount = taken[one.code], Money(one.amount)
        there = openings.brought_balance(key)
        if there == (one.on, amount):
            work.result.present += 1
        elif there is not None:
            advice = OTHER.format(amount=cop(there[1]), day=day_long(there[0]))
            work.refuse(row, [Fault("saldo", str(one.amount), advice)])
        elif key in GENERAL_IMPAIRMENT and closed and (late := _month_end_in(one.on, closed)):
            advice = TOO_LATE.format(day=day_long(late))
            work.refuse(row, [Fault("cuenta", one.code, advice)])
        else:
            entries.append(openings.balance_opening(key, amount, on=one.on, at=at))
    return len(openings.post_openings(entries))


def _month_end_in(cut_over: date, closed: date) -> date | None:
    """The first end of a month after the cut-over, if it is closed."""
    month = (cut_over + timedelta(days=1)).replace(day=1)
    first = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first if first <= closed else None
