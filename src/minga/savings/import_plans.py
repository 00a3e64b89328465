"""What the cooperative offers, from a file: plans with their dated terms, and the board of CDAT."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from minga.audit.bring_file import bring
from minga.kit.csv_file import inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.savings import plan_cells as cells_of
from minga.savings.daily_interest import DAYS_IN_YEAR
from minga.savings.models import PlanTerms, ProductKind, SavingsPlan, TermRate

COLUMNS = (
    "codigo", "producto", "nombre", "desde", "tasa_ea_pct", "tasa_retiro_ea_pct", "base_dias",
    "saldo_minimo", "apertura_minima", "cuota_minima", "dias_minimos", "dias_inactividad",
    "dias_retracto", "fuente",
)  # fmt: skip
BOARD_COLUMNS = ("codigo", "desde", "monto_desde", "dias_desde", "tasa_ea_pct")
OTHER_TERMS = (
    "Este plan ya tiene otra cosa para ese día, y un archivo no la cambia: "
    "escribe una fila con un día posterior."
)
BASE_OF_SAVINGS = "Los ahorros ganan cada día de un año de 365: déjala vacía. 360 es de CDAT."
UNKNOWN_PLAN = "Ningún plan de CDAT tiene este código: trae primero el archivo de planes."


@dataclass(frozen=True, slots=True)
class _Draft:
    code: str
    kind: ProductKind
    name: str
    since: date
    terms: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Cell:
    code: str
    since: date
    values: dict[str, Any]


def import_plans(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Adds plans and the terms they have from a day on; what is there already is never changed.

    Rates are per cent, effective annual. Promises, refusals and options are those of
    `members.import_members`.
    """
    work = RowImport[_Draft](
        inspect(path, COLUMNS), options["on_problem"], read=_read,
        identity=lambda draft: (draft.code, draft.since), identity_column="codigo", write=_write,
    )  # fmt: skip
    return bring(work, "import_plans", **options)


def import_board(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Adds the rates a CDAT plan pays from an amount and a number of days on. As `import_plans`."""
    work = RowImport[_Cell](
        inspect(path, BOARD_COLUMNS), options["on_problem"], read=_read_cell,
        identity=lambda cell: (cell.code, cell.since, *_place(cell.values)),
        identity_column="codigo", write=_write_cells,
    )  # fmt: skip
    return bring(work, "import_board", **options)


def _read(cells: dict[str, str]) -> _Draft | list[Fault]:
    found, faults = read_cells(
        cells,
        {
            "codigo": cells_of.code, "producto": cells_of.kind, "nombre": cells_of.name,
            "desde": cells_of.since, "tasa_ea_pct": cells_of.rate,
            "tasa_retiro_ea_pct": cells_of.optional(cells_of.rate), "base_dias": cells_of.base,
            "saldo_minimo": cells_of.pesos, "apertura_minima": cells_of.pesos,
            "cuota_minima": cells_of.pesos, "dias_minimos": cells_of.days,
            "dias_inactividad": cells_of.optional(cells_of.days), "dias_retracto": cells_of.days,
            "fuente": cells_of.source,
        },
    )  # fmt: skip
    if not faults and found["base_dias"] != DAYS_IN_YEAR and found["producto"] != ProductKind.TERM:
        faults = [Fault("base_dias", cells["base_dias"], BASE_OF_SAVINGS)]
    if faults:
        return faults
    terms = {
        "rate_ea": found["tasa_ea_pct"], "early_rate_ea": found["tasa_retiro_ea_pct"],
        "day_base": found["base_dias"], "balance_min": found["saldo_minimo"],
        "opening_min": found["apertura_minima"], "quota_min": found["cuota_minima"],
        "days_min": found["dias_minimos"], "inactive_after_days": found["dias_inactividad"],
        "regret_business_days": found["dias_retracto"], "source": found["fuente"],
    }  # fmt: skip
    return _Draft(found["codigo"], found["producto"], found["nombre"], found["desde"], terms)


def _read_cell(cells: dict[str, str]) -> _Cell | list[Fault]:
    found, faults = read_cells(
        cells,
        {
            "codigo": cells_of.code, "desde": cells_of.since, "monto_desde": cells_of.pesos,
            "dias_desde": cells_of.days, "tasa_ea_pct": cells_of.rate,
        },
    )  # fmt: skip
    if faults:
        return faults
    values = {
        "amount_from": found["monto_desde"], "days_from": found["dias_desde"],
        "rate_ea": found["tasa_ea_pct"],
    }  # fmt: skip
    return _Cell(found["codigo"], found["desde"], values)


def _place(values: dict[str, Any]) -> tuple[Any, Any]:
    return values["amount_from"], values["days_from"]


def _write(work: RowImport[_Draft]) -> int:
    created = 0
    for row, draft in work.batch:
        plan = SavingsPlan.objects.filter(code=draft.code).first()
        if plan is not None and plan.kind != draft.kind:
            work.refuse(row, [Fault("producto", draft.kind, OTHER_TERMS)])
            continue
        if plan is None:
            plan = SavingsPlan.objects.create(
                code=draft.code, kind=draft.kind, name=draft.name, offered_from=draft.since
            )
        elif draft.since < plan.offered_from:
            plan.offered_from = draft.since
            plan.save(update_fields=["offered_from"])
        there = PlanTerms.objects.filter(plan=plan, valid_from=draft.since).first()
        if there is None:
            PlanTerms.objects.create(plan=plan, valid_from=draft.since, **draft.terms)
            created += 1
        elif any(getattr(there, name) != value for name, value in draft.terms.items()):
            work.refuse(row, [Fault("desde", str(draft.since), OTHER_TERMS)])
        else:
            work.result.present += 1
    return created


def _write_cells(work: RowImport[_Cell]) -> int:
    created = 0
    for row, cell in work.batch:
        plan = SavingsPlan.objects.filter(code=cell.code, kind=ProductKind.TERM).first()
        if plan is None:
            work.refuse(row, [Fault("codigo", cell.code, UNKNOWN_PLAN)])
            continue
        amount, days = _place(cell.values)
        there, is_new = TermRate.objects.get_or_create(
            plan=plan, valid_from=cell.since, amount_from=amount, days_from=days,
            defaults={"rate_ea": cell.values["rate_ea"]},
        )  # fmt: skip
        created += is_new
        if not is_new and there.rate_ea != cell.values["rate_ea"]:
            work.refuse(row, [Fault("desde", str(cell.since), OTHER_TERMS)])
        elif not is_new:
            work.result.present += 1
    return created
