"""What plans of savings at sight charge, from a file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from minga.audit.bring_file import bring
from minga.kit.csv_file import inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.savings import plan_cells as cells_of
from minga.savings.import_plans import OTHER_TERMS
from minga.savings.models import FeeKind, PlanFee, ProductKind, SavingsPlan

COLUMNS = ("codigo", "cobro", "desde", "valor", "fuente")
UNKNOWN_PLAN = (
    "Ningún plan de ahorro a la vista tiene este código: trae primero el archivo de planes."
)


@dataclass(frozen=True, slots=True)
class _Fee:
    code: str
    what: FeeKind
    since: date
    values: dict[str, Any]


def import_fees(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Adds the fees that plans charge from a day on; zero ends one. As `import_plans`."""
    work = RowImport[_Fee](
        inspect(path, COLUMNS), options["on_problem"], read=_read,
        identity=lambda fee: (fee.code, fee.what, fee.since), identity_column="codigo",
        write=_write,
    )  # fmt: skip
    return bring(work, "import_fees", **options)


def _read(cells: dict[str, str]) -> _Fee | list[Fault]:
    found, faults = read_cells(
        cells,
        {
            "codigo": cells_of.code, "cobro": cells_of.fee, "desde": cells_of.since,
            "valor": cells_of.pesos, "fuente": cells_of.source,
        },
    )  # fmt: skip
    if faults:
        return faults
    values = {"amount": found["valor"], "source": found["fuente"]}
    return _Fee(found["codigo"], found["cobro"], found["desde"], values)


def _write(work: RowImport[_Fee]) -> int:
    created = 0
    for row, fee in work.batch:
        plan = SavingsPlan.objects.filter(code=fee.code, kind=ProductKind.SIGHT).first()
        if plan is None:
            work.refuse(row, [Fault("codigo", fee.code, UNKNOWN_PLAN)])
            continue
        there, is_new = PlanFee.objects.get_or_create(
            plan=plan, what=fee.what, valid_from=fee.since, defaults=fee.values
        )
        created += is_new
        if not is_new and there.amount != fee.values["amount"]:
            work.refuse(row, [Fault("desde", str(fee.since), OTHER_TERMS)])
        elif not is_new:
            work.result.present += 1
    return created
