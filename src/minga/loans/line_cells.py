"""Pure rules of the cells of a file of credit lines. Each raises BadValue, with what to do."""

import re
from decimal import Decimal

from minga.kit.cells import BadValue
from minga.kit.day_count import DayCount
from minga.loans.models import Modality
from minga.loans.plan import Method
from minga.members.rules import document_number

METHODS = {
    "CUOTA_FIJA": Method.FRENCH,
    "ABONO_CONSTANTE": Method.EQUAL_PRINCIPAL,
    "AL_VENCIMIENTO": Method.BULLET,
}
DAY_COUNTS = (DayCount.THIRTY_360, DayCount.ACTUAL_365, DayCount.ACTUAL_360, DayCount.ACTUAL_ACTUAL)
PERIODS_MAX = 480
FIRST_DAYS_MAX = 60
CODEBTORS_MAX = 4
SIGN_DAYS_MAX = 365
DOCUMENT_NAME_MAX = 60
SUMMARY_MAX = 200


def modality(text: str) -> Modality:
    """One of the supervisor's four kinds of credit."""
    if text.upper() not in Modality.values:
        raise BadValue(f"Escribe uno de estos: {', '.join(Modality.values)}.")
    return Modality(text.upper())


def yes_or_no(text: str) -> bool:
    """SI or NO; nothing is NO."""
    if (text or "NO").upper() not in {"SI", "SÍ", "NO"}:
        raise BadValue("Escribe SI o NO.")
    return (text or "NO").upper() != "NO"


def summary(text: str) -> str:
    """What the line is for, in a sentence."""
    if len(text) > SUMMARY_MAX:
        raise BadValue(f"Escribe el resumen en máximo {SUMMARY_MAX} letras.")
    return text


def share(text: str) -> Decimal:
    """Per cent of the balance each month, as a fraction; nothing is zero."""
    if not re.fullmatch(r"[0-9]([.,][0-9]{1,4})?", text or "0"):
        raise BadValue("Escribe el porcentaje mensual sobre el saldo, por ejemplo 0,08.")
    return Decimal((text or "0").replace(",", ".")) / 100


def amount(text: str) -> Decimal:
    """Whole pesos, more than zero."""
    if not re.fullmatch("[1-9][0-9]{0,13}", text):
        raise BadValue("Escribe el valor en pesos, solo dígitos, por ejemplo 500000.")
    return Decimal(text)


def periods(text: str) -> int:
    """How many monthly instalments."""
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= PERIODS_MAX:
        raise BadValue(f"Escribe un número de cuotas de 1 a {PERIODS_MAX}.")
    return int(text)


def methods(text: str) -> list[str]:
    """Ways to repay separated by «|»; nothing is CUOTA_FIJA."""
    found = [part.strip().upper() for part in (text or "CUOTA_FIJA").split("|")]
    if len(set(found)) != len(found) or not set(found) <= set(METHODS):
        raise BadValue(f"Escribe uno o varios, separados por |: {', '.join(METHODS)}.")
    return [METHODS[one].value for one in found]


def pay_days(text: str) -> list[int]:
    """Days of the month separated by «|»; nothing is none."""
    found = [part.strip() for part in text.split("|") if part.strip()]
    days = [int(one) for one in found if re.fullmatch("[0-9]{1,2}", one)]
    if len(set(days)) != len(found) or not all(1 <= one <= 31 for one in days):
        raise BadValue("Escribe días del mes de 1 a 31, separados por |, por ejemplo 5|15|30.")
    return sorted(days)


def first_days(text: str) -> int:
    """How far away the first instalment is at least, in days; nothing is 15."""
    if not re.fullmatch("[0-9]{1,2}", text or "15") or not 1 <= int(text or 15) <= FIRST_DAYS_MAX:
        raise BadValue(f"Escribe un número de días de 1 a {FIRST_DAYS_MAX}.")
    return int(text or 15)


def codebtors(text: str) -> int:
    """How many; nothing is none."""
    if not re.fullmatch("[0-9]", text or "0") or int(text or 0) > CODEBTORS_MAX:
        raise BadValue(f"Escribe cuántos codeudores hacen falta, de 0 a {CODEBTORS_MAX}.")
    return int(text or 0)


def sign_days(text: str) -> int:
    """How many days."""
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= SIGN_DAYS_MAX:
        raise BadValue(f"Escribe cuántos días hay para firmar, de 1 a {SIGN_DAYS_MAX}.")
    return int(text)


def late_days(text: str) -> int:
    """How many days past due."""
    if not re.fullmatch("[0-9]{1,3}", text) or not int(text):
        raise BadValue("Escribe desde cuántos días de mora se cobra, de 1 a 999.")
    return int(text)


def nit(text: str) -> str:
    """With its check digit."""
    return document_number("NIT", text)


def grace(text: str) -> int:
    """How many instalments; nothing is none."""
    if not re.fullmatch("[0-9]{1,3}", text or "0") or int(text or 0) >= PERIODS_MAX:
        raise BadValue("Escribe cuántas cuotas puede tener de gracia, por ejemplo 3.")
    return int(text or 0)


def day_count(text: str) -> str:
    """How days are counted; nothing is 30/360."""
    if (text or DayCount.THIRTY_360).lower() not in DAY_COUNTS:
        raise BadValue(f"Escribe uno de estos: {', '.join(DAY_COUNTS)}.")
    return str((text or DayCount.THIRTY_360).lower())


def documents(text: str) -> list[str]:
    """Names of what must be attached, separated by «|»; nothing is none."""
    found = [part.strip() for part in text.split("|") if part.strip()]
    if len(set(found)) != len(found) or any(len(one) > DOCUMENT_NAME_MAX for one in found):
        raise BadValue(
            f"Escribe cada documento una vez, en máximo {DOCUMENT_NAME_MAX} letras, separados "
            "por |."
        )
    return found
