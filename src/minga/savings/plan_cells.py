"""Pure rules of the cells of a file of plans. Each raises BadValue, with what to do."""

from minga.kit.cells import BadValue, code, days, name, optional, pesos, rate, since, source
from minga.savings.models import FeeKind, ProductKind

__all__ = [
    "base", "code", "days", "fee", "kind", "name", "optional", "pesos", "rate", "since", "source",
]  # fmt: skip


def kind(text: str) -> ProductKind:
    """A kind of savings product."""
    if text.upper() not in ProductKind.values:
        raise BadValue(f"Escribe uno de estos: {', '.join(ProductKind.values)}.")
    return ProductKind(text.upper())


def fee(text: str) -> FeeKind:
    """What is charged for."""
    if text.upper() not in FeeKind.values:
        raise BadValue(f"Escribe uno de estos: {', '.join(FeeKind.values)}.")
    return FeeKind(text.upper())


def base(text: str) -> int:
    """360 or 365 days a year; nothing is 365."""
    if (text or "365") not in {"360", "365"}:
        raise BadValue("Escribe 360 o 365.")
    return int(text or 365)
