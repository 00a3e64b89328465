"""Usury: no rate above 1.5 times the certified interest of its modality and month."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from minga.kit.precise import fifty_digits
from minga.kit.refusal import Refusal

BASIS_POINT = Decimal("0.0001")


class UsuryCapMissing(Refusal):
    """The cap of that month has not been loaded: it is certified monthly and never guessed.

    `month` is AAAA-MM.
    """

    code = "usury_cap_missing"


class AboveUsury(Refusal):
    """The rate is above the cap of that month."""

    code = "above_usury"


@fifty_digits
def usury_cap(certified: Decimal, times: Decimal) -> Decimal:
    """The cap from the certified interest (IBC), both E.A. fractions: two decimals of a percentage,
    half up. 16.66 % gives 24.99 %."""
    return (certified * times).quantize(BASIS_POINT, rounding=ROUND_HALF_UP)


def cap_of(on: date, caps: Mapping[str, Decimal]) -> Decimal:
    """The cap in force on a day, from caps by month («2026-01»). Raises UsuryCapMissing."""
    month = f"{on:%Y-%m}"
    if month not in caps:
        raise UsuryCapMissing(month=month)
    return caps[month]


def check_usury(effective_annual: Decimal, *, on: date, caps: Mapping[str, Decimal]) -> None:
    """Raises AboveUsury when the rate is above that month's cap, UsuryCapMissing without one."""
    cap = cap_of(on, caps)
    if effective_annual > cap:
        raise AboveUsury(rate=effective_annual, cap=cap, month=f"{on:%Y-%m}")
