"""Files of loans in mid-life, for tests here and in the rooms above: they are Ana's."""

from datetime import date
from pathlib import Path
from typing import Any

from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.loans.brought_loans import kinds_of
from minga.loans.import_schedule import COLUMNS, OPTIONAL, import_schedule
from minga.loans.models import LoanLine
from minga.members.bring_products import LastClosed, bring_products
from minga.members.tests.files import ANA

CUT_OVER = "2026-10-31"


def loan_row(number: str, line: LoanLine, **changes: str) -> dict[str, str]:
    """Twelve million at 18 % since 15 March in twelve instalments, seven of them paid."""
    return {
        "tipo_documento": "CC", "numero_documento": ANA["numero_documento"],
        "producto": "CREDITO", "numero_cuenta": number, "fecha_apertura": "2026-03-15",
        "linea": line.code, "capital": "12000000", "saldo_capital": "5242347",
        "tasa_ea_pct": "18", "tasa_mora_ea_pct": "24", "seguro_mensual_pct": "",
        "metodo": "CUOTA_FIJA", "base_dias": "30/360", "cada_meses": "1", "cuotas": "12",
        "cuotas_gracia": "", "primera_cuota": "", "dia_pago": "", "cuotas_pagadas": "7",
        "interes_causado": "39926.97", "interes_en_suspenso": "", "interes_pagado": "800000",
        "mora_por_pagar": "", "dias_mora": "0", "categoria": "A", "deterioro": "",
        "fecha_corte": CUT_OVER,
    } | changes  # fmt: skip


def bring_loans(
    folder: Path, *rows: dict[str, str], last_closed: LastClosed = lambda: None, **options: Any
) -> Brought:
    """Writes these loans in a file and imports it."""
    path = folder / "loans.csv"
    columns = tuple(rows[0])
    path.write_text(csv_text(columns, rows), encoding="utf-8")

    def use_case(**given: Any) -> Any:
        return bring_products(kinds=kinds_of(given["at"]), last_closed=last_closed, **given)

    return bring(use_case, path, **options)


def instalment(
    number: str, n: int, due: date, capital: object, interest: object = 0,
    **changes: str,
) -> dict[str, str]:  # fmt: skip
    """A row of a schedule."""
    return {
        "numero_cuenta": number, "cuota": str(n), "vence": str(due), "capital": str(capital),
        "interes": str(interest), "seguro": "0", "desde": "",
    } | changes  # fmt: skip


def bring_schedule(folder: Path, *rows: dict[str, str], **options: Any) -> Brought:
    """Writes these instalments in a file and imports it."""
    path = folder / "schedule.csv"
    path.write_text(csv_text((*COLUMNS, *OPTIONAL), rows), encoding="utf-8")
    return bring(import_schedule, path, **options)
