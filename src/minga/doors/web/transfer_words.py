"""What a transfer that there is no money for says."""

from minga.doors.web.templatetags.money import cop
from minga.payments.queries import Review


def not_enough(order: Review | None) -> str:
    """How much there is, how much could go, and what to do."""
    if order is None:
        return "Elige una de tus cuentas."
    if order.least:
        can = f" Puedes transferir hasta {cop(order.most)}." if order.most else ""
        return (
            f"En esta cuenta deben quedar {cop(order.least)}: es su saldo mínimo.{can}"
            " Escribe un valor menor o elige otra cuenta."
        )
    if not order.most:
        return "No tienes saldo disponible en esta cuenta. Elige otra cuenta."
    cost = f" Con el 4x1000 puedes transferir hasta {cop(order.most)}." if order.cost else ""
    return (
        f"Tu saldo disponible es {cop(order.available)}.{cost} "
        "Escribe un valor menor o elige otra cuenta."
    )
