"""What the cooperative lends, from a file: lines with the terms they have from a day on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Unpack

from minga.audit.bring_file import bring
from minga.kit import cells
from minga.kit.clock import business_date
from minga.kit.csv_file import inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.loans import line_cells
from minga.loans.employers import employer_with
from minga.loans.models import LineTerms, LoanLine, Modality
from minga.loans.usury import AboveUsury, UsuryCapMissing
from minga.loans.usury_caps import check_line_rate

READERS = {
    "codigo": cells.code, "modalidad": line_cells.modality, "nombre": cells.name,
    "libranza": line_cells.yes_or_no, "resumen": line_cells.summary, "desde": cells.since,
    "tasa_ea_pct": cells.rate, "tasa_mora_ea_pct": cells.rate,
    "seguro_mensual_pct": line_cells.share, "monto_min": line_cells.amount,
    "monto_max": line_cells.amount, "cuotas_min": line_cells.periods,
    "cuotas_max": line_cells.periods, "metodos": line_cells.methods,
    "base_dias": line_cells.day_count, "documentos": line_cells.documents,
    "dias_pago": line_cells.pay_days, "dias_primera_cuota": line_cells.first_days,
    "gracia_max": line_cells.grace, "codeudores": line_cells.codebtors,
    "codeudores_sobre": cells.pesos, "dias_firma": cells.optional(line_cells.sign_days),
    "pagaduria_nit": cells.optional(line_cells.nit), "pagaduria": cells.optional(cells.name),
    "fuente": cells.source,
}  # fmt: skip
COLUMNS = tuple(READERS)
OTHER_TERMS = (
    "Esta línea ya tiene otra cosa para ese día, y un archivo no la cambia: "
    "escribe una fila con un día posterior."
)
OTHER_LINE = "Esta línea ya existe con otra modalidad, libranza o pagaduría: usa otro código."
NO_PAYROLL = "Solo una línea de libranza tiene pagaduría: deja vacías sus columnas."
BOTH = "Escribe el NIT y el nombre de la pagaduría, o deja los dos vacíos."
ABOVE = "Está por encima de la usura de {month}, que es {cap} % E.A.: bájala."
NOT_LOADED = (
    "No está cargada la tasa de usura de {modality} de {month}: la tasa de {code} no se pudo "
    "comparar. Cárgala con «minga loans usury» antes de prestar."
)


@dataclass(frozen=True, slots=True)
class _Draft:
    code: str
    modality: Modality
    by_payroll: bool
    employer: tuple[str, str] | None
    name: str
    summary: str
    since: date
    terms: dict[str, Any]


@dataclass(slots=True)
class _Reader:
    """Reads rows, keeping which caps were not there to compare with."""

    today: date
    notices: list[str] = field(default_factory=list)

    def read(self, cells_: dict[str, str]) -> _Draft | list[Fault]:
        found, faults = read_cells(cells_, READERS)
        if faults:
            return faults
        faults = [*_ranges(found, cells_), *self._usury(found, cells_)]
        return faults or _draft(found)

    def _usury(self, found: dict[str, Any], cells_: dict[str, str]) -> Iterator[Fault]:
        on, modality = max(found["desde"], self.today), found["modalidad"]
        for column in ("tasa_ea_pct", "tasa_mora_ea_pct"):
            try:
                check_line_rate(found[column], modality=modality, on=on)
            except AboveUsury as above:
                cap = f"{Decimal(str(above.details['cap'])) * 100:.2f}".replace(".", ",")
                advice = ABOVE.format(month=above.details["month"], cap=cap)
                yield Fault(column, cells_[column], advice)
            except UsuryCapMissing as missing:
                notice = NOT_LOADED.format(
                    modality=modality.label.lower(), month=missing.details["month"],
                    code=found["codigo"],
                )  # fmt: skip
                if notice not in self.notices:
                    self.notices.append(notice)


def import_lines(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Adds lines and the terms they have from a day on; what is there already is never changed.

    Rates are per cent, effective annual. Terms are compared with the cap of usury of the month in
    which they begin, or of this month if they began before; a cap that is not loaded is told in the
    result's notices. Promises, refusals and options are those of `members.import_members`.
    """
    reader = _Reader(business_date(options["at"]))
    work = RowImport[_Draft](
        inspect(path, COLUMNS), options["on_problem"], read=reader.read,
        identity=lambda draft: (draft.code, draft.since), identity_column="codigo", write=_write,
    )  # fmt: skip
    result = bring(work, "import_lines", **options)
    result.notices += reader.notices
    return result


def _ranges(found: dict[str, Any], cells_: dict[str, str]) -> Iterator[Fault]:
    for low, high in (("monto_min", "monto_max"), ("cuotas_min", "cuotas_max")):
        if found[low] > found[high]:
            yield Fault(high, cells_[high], f"Debe ser igual o mayor que {low}.")
    nit, name = found["pagaduria_nit"], found["pagaduria"]
    if (nit is None) != (name is None):
        yield Fault("pagaduria_nit", cells_["pagaduria_nit"], BOTH)
    elif nit is not None and not found["libranza"]:
        yield Fault("pagaduria_nit", cells_["pagaduria_nit"], NO_PAYROLL)


def _draft(found: dict[str, Any]) -> _Draft:
    terms = {
        "rate_ea": found["tasa_ea_pct"], "mora_rate_ea": found["tasa_mora_ea_pct"],
        "insurance_monthly": found["seguro_mensual_pct"], "amount_min": found["monto_min"],
        "amount_max": found["monto_max"], "periods_min": found["cuotas_min"],
        "periods_max": found["cuotas_max"], "methods": found["metodos"],
        "day_count": found["base_dias"], "documents": found["documentos"],
        "pay_days": found["dias_pago"], "first_days_min": found["dias_primera_cuota"],
        "grace_max": found["gracia_max"], "codebtors": found["codeudores"],
        "codebtors_above": found["codeudores_sobre"], "sign_days": found["dias_firma"],
        "source": found["fuente"],
    }  # fmt: skip
    return _Draft(
        found["codigo"], found["modalidad"], found["libranza"],
        (found["pagaduria_nit"], found["pagaduria"]) if found["pagaduria_nit"] else None,
        found["nombre"], found["resumen"], found["desde"], terms,
    )  # fmt: skip


def _write(work: RowImport[_Draft]) -> int:
    created = 0
    for row, draft in work.batch:
        employer = employer_with(*draft.employer) if draft.employer else None
        line, _ = LoanLine.objects.get_or_create(
            code=draft.code,
            defaults={
                "name": draft.name, "modality": draft.modality, "by_payroll": draft.by_payroll,
                "summary": draft.summary, "offered_from": draft.since, "employer": employer,
            },
        )  # fmt: skip
        same = (line.modality, line.by_payroll) == (draft.modality, draft.by_payroll)
        if not same or line.employer_id != (employer.id if employer else None):
            work.refuse(row, [Fault("codigo", draft.code, OTHER_LINE)])
            continue
        there = LineTerms.objects.filter(line=line, valid_from=draft.since).first()
        if there is None:
            LineTerms.objects.create(line=line, valid_from=draft.since, **draft.terms)
            created += 1
        elif any(getattr(there, name) != value for name, value in draft.terms.items()):
            work.refuse(row, [Fault("desde", str(draft.since), OTHER_TERMS)])
        else:
            work.result.present += 1
    return created
