"""How amounts, dates and account numbers are written in templates."""

from django import template

from minga.kit.spanish import (
    MINUS,
    MONTHS,
    SPACE,
    cop,
    day_long,
    day_short,
    hour,
    month_long,
    signed_cop,
)

__all__ = [
    "MINUS", "MONTHS", "SPACE", "cop", "day_long", "day_short", "hour", "masked", "month_long",
    "register", "signed_cop",
]  # fmt: skip
register = template.Library()
for _filter in (cop, signed_cop, day_long, day_short, month_long, hour):
    register.filter(_filter.__name__, _filter)


def masked(tail: str) -> str:
    """The end of an account number behind two dots: «··4821»."""
    return "··" + tail
