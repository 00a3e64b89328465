"""Rows of products in mid-life, for tests here and in the rooms above: they are Ana's."""

from decimal import Decimal

from minga.savings.models import ProductKind, SavingsPlan
from minga.savings.tests.files import SIGHT, product
from minga.savings.tests.plans import plan

CUT_OVER = "2026-10-31"


def cdat_plan() -> SavingsPlan:
    """A plan of CDAT that lets them end early at 2 %."""
    return plan(ProductKind.TERM, "0", early_rate_ea=Decimal("0.02"))


def cdat(number: str, of: SavingsPlan, **changes: str) -> dict[str, str]:
    """Ten million at 10 % for 90 days from 1 September, 161.560 earned by the end of October."""
    return product(
        number, producto="CDAT", fecha_apertura="2026-09-01", plan=of.code, capital="10000000",
        fecha_vencimiento="2026-11-30", plazo_dias="90", tasa_ea_pct="10", base_dias="365",
        cada_meses="", fecha_corte=CUT_OVER, interes_causado="160.560,00", retencion_causada="",
        interes_pagado="", retencion_pagada="", al_vencer="PAGAR", cuenta_destino=SIGHT,
    ) | changes  # fmt: skip


def goal(number: str, of: SavingsPlan, **changes: str) -> dict[str, str]:
    """Six million for a roof, 250.000 a month on the 5th."""
    return product(
        number, producto="AHORRO_CONTRACTUAL", fecha_apertura="2026-01-20", plan=of.code,
        nombre_meta="El techo", meta="6000000", cuota="250000", cada_meses="1",
        primera_cuota="2026-02-05", fecha_vencimiento="2028-02-05", cuenta_debito=SIGHT,
        fecha_corte="2026-10-30", interes_causado="11.250,40", retencion_causada="0",
    ) | changes  # fmt: skip
