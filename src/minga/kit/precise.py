"""Fifty digits for whoever computes with rates: rounding happens once, where an amount is born."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, localcontext
from functools import wraps

from minga.kit.refusal import Refusal

FIFTY_DIGITS = Context(prec=50, rounding=ROUND_HALF_EVEN)


class NotExact(Refusal):
    """A float, or something that is not a finite number, came where an exact number is wanted."""

    code = "not_exact"


def fifty_digits[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """The function computes with fifty digits, whatever its caller's context is."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(FIFTY_DIGITS):
            return function(*args, **kwargs)

    return inside


def exact(value: int | str | Decimal) -> Decimal:
    """An exact finite number. Raises NotExact for floats, booleans and what is not a number."""
    if isinstance(value, bool | float):
        raise NotExact(value=value)
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise NotExact(value=value) from error
    if not number.is_finite():
        raise NotExact(value=value)
    return number
