"""The certified caps, from the dated parameters: one row a month and modality, or none."""

from datetime import date
from decimal import Decimal

from minga.kit import parameters
from minga.kit.parameters import MissingParameter
from minga.loans.usury import UsuryCapMissing, check_usury

# One certification, «consumo y ordinario», is for both.
ORDINARY = {"comercial": "consumo"}


def cap_key(modality: str, on: date) -> str:
    """The parameter of a modality's cap in the month of a day: usury.consumo.2026-09, which is that
    of comercial too."""
    kind = modality.lower()
    return f"usury.{ORDINARY.get(kind, kind)}.{on:%Y-%m}"


def cap_in_force(modality: str, on: date) -> Decimal:
    """The cap of a modality in the month of a day, as a fraction. Raises UsuryCapMissing."""
    try:
        return parameters.number(cap_key(modality, on), on)
    except MissingParameter as missing:
        raise UsuryCapMissing(month=f"{on:%Y-%m}", modality=modality) from missing


def check_line_rate(effective_annual: Decimal, *, modality: str, on: date) -> None:
    """Raises AboveUsury, or UsuryCapMissing when the month's cap was not loaded."""
    cap = cap_in_force(modality, on)
    check_usury(effective_annual, on=on, caps={f"{on:%Y-%m}": cap})
