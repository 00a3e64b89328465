"""Savings products from a file, all of them or none; each gets its account in the books."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import clock
from minga.kit.cells import BadValue
from minga.kit.csv_file import inspect
from minga.kit.ids import uuid7
from minga.kit.import_report import ImportResult, OnProblem, OnProgress, take_turn
from minga.kit.import_rows import Fault, RowImport
from minga.ledger.accounts import open_member_accounts
from minga.members import rules as member_rules
from minga.members.models import Member
from minga.savings import rules
from minga.savings.models import ProductKind, SavingsAccount

COLUMNS = ("tipo_documento", "numero_documento", "producto", "numero_cuenta", "fecha_apertura")
# Where the money of each kind stands in the chart of accounts. A new kind is a new line here.
CHART_KEYS = {ProductKind.SIGHT: "SAVINGS_SIGHT", ProductKind.APORTES: "APORTES"}
UNKNOWN_MEMBER = "Ningún asociado tiene este documento: trae primero el archivo de asociados."
OTHER_PRODUCT = (
    "Este número de cuenta ya existe con otro dato aquí, y un archivo no lo cambia: "
    "escribe el que tiene Minga o quita la fila."
)


@dataclass(frozen=True, slots=True)
class _Draft:
    document_type: str
    document_number: str
    kind: ProductKind
    number: str
    opened_on: date


def import_products(
    *,
    path: Path,
    at: datetime,
    on_problem: OnProblem,
    on_progress: OnProgress = lambda done, of: None,
    skip_invalid: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Opens the products of a file that are not there yet, with nothing in them.

    Promises, refusals and options are those of `members.import_members`; a number that is there
    already as another product is refused.
    """
    file = inspect(path, COLUMNS)
    today = clock.business_date(at)
    work = RowImport[_Draft](
        file, on_problem,
        read=lambda cells: _read(cells, today),
        identity=lambda draft: draft.number,
        identity_column="numero_cuenta",
        write=_write,
    )  # fmt: skip
    with transaction.atomic(durable=True):
        take_turn()
        work.run(on_progress)
        if not work.result.settle(skip_invalid=skip_invalid, dry_run=dry_run):
            transaction.set_rollback(True)
        elif work.result.created:
            record(
                at=at, actor="system:import", action="import_products", subject=path.name[:80],
                detail={"created": work.result.created, "sha256": file.digest},
            )  # fmt: skip
    return work.result


def _read(cells: dict[str, str], today: date) -> _Draft | list[Fault]:
    document_type = cells["tipo_documento"].upper()
    readers: dict[str, Callable[[str], Any]] = {
        "tipo_documento": member_rules.document_type,
        "numero_documento": lambda text: member_rules.document_number(document_type, text),
        "producto": _product_kind,
        "numero_cuenta": rules.account_number,
        "fecha_apertura": lambda text: member_rules.day(text, today),
    }
    if document_type not in member_rules.DOCUMENT_TYPES:
        del readers["numero_documento"]
    values: list[Any] = []
    faults: list[Fault] = []
    for column, reader in readers.items():
        try:
            values.append(reader(cells[column]))
        except BadValue as bad:
            faults.append(Fault(column, cells[column], str(bad)))
    return faults or _Draft(*values)


def _product_kind(text: str) -> ProductKind:
    if text.upper() not in CHART_KEYS:
        accepted = " o ".join(CHART_KEYS)
        raise BadValue(f"Escribe {accepted}: los otros no se traen aún.")
    return ProductKind(text.upper())


def _write(work: RowImport[_Draft]) -> int:
    drafts = [draft for _, draft in work.batch]
    numbers = {draft.document_number for draft in drafts}
    owners = {
        (kind, number): member_id
        for member_id, kind, number in Member.objects.filter(
            document_number__in=numbers
        ).values_list("pk", "document_type", "document_number")
    }
    known = {
        one.number: one
        for one in SavingsAccount.objects.filter(number__in=[draft.number for draft in drafts])
    }
    new: list[tuple[UUID, _Draft]] = []
    for row, draft in work.batch:
        owner = owners.get((draft.document_type, draft.document_number))
        there = known.get(draft.number)
        if owner is None:
            work.refuse(row, [Fault("numero_documento", draft.document_number, UNKNOWN_MEMBER)])
        elif there is None:
            new.append((owner, draft))
        elif changed := _changed(there, owner, draft):
            work.refuse(row, changed)
        else:
            work.result.present += 1
    _open(new)
    return len(new)


def _changed(there: SavingsAccount, owner: UUID, draft: _Draft) -> list[Fault]:
    differences = (
        ("numero_documento", draft.document_number, there.member_id != owner),
        ("producto", draft.kind.value, there.kind != draft.kind),
        ("fecha_apertura", str(draft.opened_on), there.opened_on != draft.opened_on),
    )
    return [Fault(column, value, OTHER_PRODUCT) for column, value, other in differences if other]


def _open(new: list[tuple[UUID, _Draft]]) -> None:
    ids = [uuid7() for _ in new]
    opened: dict[UUID, int] = {}
    for kind, chart_key in CHART_KEYS.items():
        owners = [pk for pk, (_, draft) in zip(ids, new, strict=True) if draft.kind == kind]
        if owners:
            opened |= open_member_accounts(chart_key, "savings", owners)
    SavingsAccount.objects.bulk_create(
        SavingsAccount(
            id=pk, member_id=owner, kind=draft.kind, number=draft.number,
            ledger_account_id=opened[pk], opened_on=draft.opened_on,
        )
        for pk, (owner, draft) in zip(ids, new, strict=True)
    )  # fmt: skip
