"""Credit in the members' words."""

from minga.doors.web.templatetags.money import cop
from minga.kit.refusal import Refusal
from minga.kit.spanish import percent
from minga.loans.line_quote import (
    AmountOutsideLine,
    GraceOutsideLine,
    MethodNotOffered,
    PayDayNotOffered,
    PeriodsOutsideLine,
)
from minga.loans.plan import Method

__all__ = ["METHODS", "OUTSIDE", "SHORT_METHODS", "outside", "percent"]

METHODS = {
    Method.FRENCH: "Cuota fija: pagas lo mismo cada mes",
    Method.EQUAL_PRINCIPAL: "Abono fijo a capital: la cuota baja cada mes",
    Method.BULLET: "Intereses cada mes y el capital al final",
}
SHORT_METHODS = {
    Method.FRENCH: "Cuota fija",
    Method.EQUAL_PRINCIPAL: "Abono fijo a capital",
    Method.BULLET: "Capital al final",
}
OUTSIDE = (
    AmountOutsideLine, PeriodsOutsideLine, MethodNotOffered, GraceOutsideLine, PayDayNotOffered,
)  # fmt: skip


def outside(refusal: Refusal) -> tuple[str, str]:
    """Which field does not fit the line, and what to write instead."""
    if isinstance(refusal, AmountOutsideLine):
        least, most = cop(refusal.minimum), cop(refusal.maximum)
        return "valor", f"Esta línea presta desde {least} hasta {most}."
    if isinstance(refusal, PeriodsOutsideLine):
        return "cuotas", f"Esta línea se paga en {refusal.fewest} a {refusal.most} cuotas."
    if isinstance(refusal, GraceOutsideLine):
        return "gracia", _grace(refusal.most)
    if isinstance(refusal, PayDayNotOffered):
        return "dia", _pay_days(refusal.days)
    assert isinstance(refusal, MethodNotOffered)
    ways = " o ".join(SHORT_METHODS[one].lower() for one in refusal.methods)
    return "metodo", f"Esta línea se paga así: {ways}. Elige otra forma."


def _grace(most: int) -> str:
    if not most:
        return "Así no hay cuotas de gracia. Deja este campo vacío."
    return f"Puedes tener hasta {most} cuotas de gracia. Escribe un número menor."


def _pay_days(days: tuple[int, ...]) -> str:
    if not days:
        return "Esta línea se paga el mismo día del mes en que te la entregamos. Elige esa opción."
    *some, last = [str(one) for one in days]
    said = f"{', '.join(some)} o {last}" if some else last
    return f"Esta línea se paga el {said} de cada mes, o el día en que te la entregamos."
