"""Interest rates as fractions (0.18 is 18 %), converted without rounding.

Words: *effective annual* (E.A.) compounds once a year; *periodic* is earned in one of the year's
periods; *nominal* is the periodic rate times the periods of the year (vencida: paid at the end of
each); *in advance* (anticipada) is paid at the beginning: a = i / (1 + i).
"""

from decimal import Decimal

from minga.kit.precise import exact, fifty_digits
from minga.kit.refusal import Refusal

ONE = Decimal(1)


class RateOutOfRange(Refusal):
    """A rate below zero, or a number of periods that is not positive."""

    code = "rate_out_of_range"


@fifty_digits
def over_years(effective_annual: Decimal, years: Decimal) -> Decimal:
    """What one peso earns in that many years (or part of one) at an effective annual rate."""
    _not_negative(effective_annual, years)
    return (ONE + effective_annual) ** years - ONE


@fifty_digits
def periodic(effective_annual: Decimal, periods_per_year: int | Decimal) -> Decimal:
    """The rate of one of the year's periods: (1 + EA) ** (1 / p) - 1. 365 or 360 give a day's."""
    _positive(periods_per_year)
    return over_years(effective_annual, ONE / exact(periods_per_year))


@fifty_digits
def effective_annual(periodic_rate: Decimal, periods_per_year: int | Decimal) -> Decimal:
    """The effective annual rate of a periodic one: (1 + i) ** p - 1."""
    _not_negative(periodic_rate)
    _positive(periods_per_year)
    return (ONE + periodic_rate) ** exact(periods_per_year) - ONE


@fifty_digits
def nominal(effective_annual: Decimal, periods_per_year: int) -> Decimal:
    """The nominal annual rate paid at the end of each period: p times the periodic rate."""
    return periods_per_year * periodic(effective_annual, periods_per_year)


@fifty_digits
def from_nominal(nominal_rate: Decimal, periods_per_year: int) -> Decimal:
    """The effective annual rate of a nominal one paid at the end of each period."""
    _positive(periods_per_year)
    return effective_annual(nominal_rate / periods_per_year, periods_per_year)


@fifty_digits
def in_advance(periodic_rate: Decimal) -> Decimal:
    """The rate that, paid at the beginning of the period, costs the same: i / (1 + i)."""
    _not_negative(periodic_rate)
    return periodic_rate / (ONE + periodic_rate)


@fifty_digits
def from_in_advance(advance_rate: Decimal) -> Decimal:
    """The rate at the end of the period that costs the same as one in advance: a / (1 - a)."""
    _not_negative(advance_rate)
    if advance_rate >= ONE:
        raise RateOutOfRange(rate=advance_rate)
    return advance_rate / (ONE - advance_rate)


@fifty_digits
def compounded(nominal_rate: Decimal, *, months: int, every_months: int) -> Decimal:
    """What one peso earns in some months when a nominal annual rate is added every so many."""
    _not_negative(nominal_rate)
    _positive(months)
    _positive(every_months)
    periods = Decimal(months) / every_months
    return (ONE + nominal_rate * every_months / 12) ** periods - ONE


def _not_negative(*numbers: Decimal) -> None:
    for number in numbers:
        if exact(number) < 0:
            raise RateOutOfRange(rate=number)


def _positive(periods: int | Decimal) -> None:
    if exact(periods) <= 0:
        raise RateOutOfRange(periods=periods)
