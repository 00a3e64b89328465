"""Savings goals from a file of products: a contractual account and what it is for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from minga.kit import cells
from minga.kit.cells import BadValue
from minga.kit.import_rows import Fault, read_cells
from minga.members.bring_products import changes
from minga.members.product_rows import Owned, ProductRow, ProductRows, There, Work
from minga.savings.brought_accounts import (
    ACCOUNT_COLUMNS,
    UNKNOWN_SIGHT,
    AccountTerms,
    changed_account,
    cut_overs_of_accounts,
    known_accounts,
    open_accounts,
    read_account,
    sight_accounts,
)
from minga.savings.models import ProductKind, SavingsGoal

NAME_MAX = 40
KIND = ProductKind.CONTRACTUAL
QUOTA_ABOVE = "La cuota es mayor que la meta: revisa los dos valores."
ENDS_BEFORE = "Debe ser después de la primera cuota."
ENDED = "Terminó antes del corte: tráela como ya pagada, o quita la fila."
NEEDS_PLAN = "Escribe el código del plan de ahorro programado."


@dataclass(frozen=True, slots=True)
class GoalTerms(AccountTerms):
    """What the goal is for; `pays_from` is the number of the account its quotas come from."""

    name: str
    target: Decimal
    quota: Decimal
    every: int
    starts_on: date
    ends_on: date
    pays_from: str | None


def _name(text: str) -> str:
    if not 1 <= len(text) <= NAME_MAX or not text.isprintable():
        raise BadValue(f"Escribe cómo llama el asociado a su meta, en máximo {NAME_MAX} letras.")
    return text


READERS = {
    "nombre_meta": _name, "meta": cells.positive, "cuota": cells.positive,
    "cada_meses": cells.some_months, "primera_cuota": cells.since,
    "fecha_vencimiento": cells.since, "cuenta_debito": cells.optional(cells.account_number),
    "numero_cuenta": cells.foreign_number,
}  # fmt: skip
COLUMNS = (*ACCOUNT_COLUMNS, *(name for name in READERS if name != "numero_cuenta"))


def _read(row: ProductRow, given: Mapping[str, str]) -> GoalTerms | list[Fault]:
    found, faults = read_cells(given, READERS)
    account = read_account(row, given)
    if isinstance(account, list):
        return [*account, *faults]
    if account.plan is None:
        faults.append(Fault("plan", "", NEEDS_PLAN))
    if not faults:
        faults = list(_unfit(row, found, given))
    return faults or GoalTerms(
        account.plan, account.interest, account.withheld, found["nombre_meta"], found["meta"],
        found["cuota"], found["cada_meses"], found["primera_cuota"], found["fecha_vencimiento"],
        found["cuenta_debito"],
    )  # fmt: skip


def _unfit(row: ProductRow, found: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[Fault]:
    if found["cuota"] > found["meta"]:
        yield Fault("cuota", given["cuota"], QUOTA_ABOVE)
    if found["fecha_vencimiento"] <= found["primera_cuota"]:
        yield Fault("fecha_vencimiento", given["fecha_vencimiento"], ENDS_BEFORE)
    elif row.cut_over and found["fecha_vencimiento"] <= row.cut_over:
        yield Fault("fecha_vencimiento", given["fecha_vencimiento"], ENDED)


def _changed(owned: Owned, there: There) -> list[Fault]:
    goal = SavingsGoal.objects.filter(account=there.stored).first()
    terms: GoalTerms = owned.terms
    if goal is None:
        return changes(("nombre_meta", terms.name, True))
    return changed_account(owned, there) + changes(
        ("nombre_meta", terms.name, goal.name != terms.name),
        ("meta", str(terms.target), goal.target != terms.target),
        ("cuota", str(terms.quota), goal.quota != terms.quota),
        ("cada_meses", str(terms.every), goal.every_months != terms.every),
        ("primera_cuota", str(terms.starts_on), goal.starts_on != terms.starts_on),
        ("fecha_vencimiento", str(terms.ends_on), goal.ends_on != terms.ends_on),
    )


def _write(at: datetime, work: Work, rows: Sequence[Owned]) -> int:
    payers = sight_accounts(rows, [one.terms.pays_from or "" for one in rows])
    good = []
    for owned in rows:
        number = owned.terms.pays_from
        if number is not None and (owned.owner, number) not in payers:
            work.refuse(owned.record, [Fault("cuenta_debito", number, UNKNOWN_SIGHT)])
        else:
            good.append(owned)
    opened = open_accounts(work, KIND, good, at)
    SavingsGoal.objects.bulk_create(
        SavingsGoal(
            account=account, plan=account.plan, name=owned.terms.name, target=owned.terms.target,
            quota=owned.terms.quota, every_months=owned.terms.every,
            starts_on=owned.terms.starts_on, ends_on=owned.terms.ends_on,
            pays_from_id=payers.get((owned.owner, owned.terms.pays_from)),
        )
        for owned, account in opened
    )  # fmt: skip
    return len(opened)


def goal_rows(at: datetime) -> ProductRows:
    """How savings goals are brought."""
    return ProductRows(
        columns=COLUMNS,
        needs_cut_over=True,
        read=_read,
        known=partial(known_accounts, KIND),
        changed=_changed,
        write=partial(_write, at),
        cut_overs=partial(cut_overs_of_accounts, KIND),
    )
