"""What a day's close counted, in words and figures that people read."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from minga.doors.cli.day import VALUE_WORDS, says
from minga.kit.spanish import MINUS, SPACE
from minga.loans.models import Modality
from minga.savings.models import ProductKind

WHOSE = {**dict(ProductKind.choices), **dict(Modality.choices)}
FIGURES = {
    "accounts": "cuentas", "accrued": "causado", "amount": "valor", "carry": "por redondear",
    "changed": "créditos que cambian", "charged": "cobros", "credited": "abonado",
    "closed": "de cuentas que se cerraron, sin abonar",
    "deposits": "depósitos", "ended": "terminadas", "expired": "ofertas que vencieron",
    "gross": "interés bruto", "impairment_general": "deterioro general",
    "impairment_general_payroll": "deterioro general, con libranza", "income": "a ingresos",
    "let_go": "cobros que no se hicieron", "loans": "créditos", "marked": "marcadas inactivas",
    "minimum": "mínimo irreducible", "missing": "falta", "mora": "mora",
    "moved": "créditos que cambian", "paid": "pagado", "posted": "contabilizado",
    "quotas": "cuotas", "redeemed": "entregados", "released": "liberado",
    "renewed": "renovados", "set_aside": "constituido", "shown": "como está en los libros",
    "skipped": "sin fondos", "suspended": "en suspenso",
    "suspended_carry": "en suspenso, por redondear", "told_late": "avisos de atraso",
    "told_maturing": "asociados avisados", "told_soon": "avisos de cuotas por vencer",
    "unreachable": "personas sin correo ni celular",
    "usury_cap_missing": "falta la usura de",
    "waiting": "no se pudieron pagar y esperan",
    "withheld": "retenido", "without_plan": "cuentas sin plan",
}  # fmt: skip


def figures_told(figures: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a step counted, without what it found nothing of: label and figure."""
    return [(_named(name), _told(value)) for name, value in figures.items() if says(value)]


def _named(figure: str) -> str:
    """«Consumo: por redondear»; the words of a step begin with a capital."""
    *whose, what = figure.split(".")
    words = FIGURES.get(what, what.replace("_", " "))
    told = ": ".join([*(WHOSE.get(one, one) for one in whose), words])
    return told[:1].upper() + told[1:]


def _told(value: str) -> str:
    """Pesos have decimals, with as many as the accruals keep; whatever is counted has none."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return VALUE_WORDS.get(value, value)
    whole, _, decimals = f"{abs(number):,f}".partition(".")
    sign = MINUS if number < 0 else ""
    pesos = f"${SPACE}" if decimals else ""
    tail = decimals.rstrip("0")
    tail = f",{tail.ljust(2, '0')}" if tail else ""
    return f"{sign}{pesos}{whole.replace(',', '.')}{tail}"
