"""How rates are written: always effective annual."""

from decimal import Decimal


def ea(rate: Decimal) -> str:
    """«10,25 % E.A.» of a fraction."""
    return f"{rate * 100:.2f}".replace(".", ",") + "\u00a0% E.A."
