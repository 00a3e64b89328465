"""Bullet («capital al vencimiento»): interest each time, all the capital with the last one."""

from minga.kit.money import ZERO, Money


def bullet(principal: Money, periods: int) -> tuple[Money, ...]:
    """The capital of each instalment."""
    return (*[ZERO] * (periods - 1), principal)
