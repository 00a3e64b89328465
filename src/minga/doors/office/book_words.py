"""Entries in words: what they are, where they come from, and references as people type them."""

import re

from minga.doors.office.pages import who_acted
from minga.ledger.book_pages import Entry

KINDS = {
    "own_transfer": "Transferencia",
    "cash_deposit": "Consignación en efectivo",
    "disburse_loan": "Desembolso de crédito",
    "pay_loan": "Pago de crédito",
    "recover_loan": "Recuperación de crédito castigado",
    "write_off": "Castigo de crédito",
    "interest_accrual": "Causación de intereses",
    "interest_credit": "Abono de intereses",
    "loan_category": "Cambio de categoría de cartera",
    "loan_impairment": "Deterioro de cartera",
    "open_cdat": "Apertura de CDAT",
    "goal_quota": "Cuota de meta de ahorro",
    "goal_end": "Fin de meta de ahorro",
    "reversal": "Reversión de otro asiento",
    "imported": "Traído de otro sistema",
}
_LOOSE = re.compile(r"[\s·.]+")


def found_reference(typed: str) -> str:
    """A reference however it was copied: «7f3k2 0418m» is 7F3K2-0418M; others as they are."""
    plain = _LOOSE.sub("", typed).upper()[:60]
    if re.fullmatch("[0-9A-Z]{10}", plain):
        return f"{plain[:5]}-{plain[5:]}"
    return plain


def entry_words(entry: Entry) -> dict[str, str]:
    """What it is and whose hand wrote it."""
    return {
        "kind": KINDS.get(entry.kind, ""),
        "origin": who_acted([entry.actor])[entry.actor],
    }
