"""When aportes may be revalued, and by how much at most (Ley 79 of 1988 arts. 52 and 54)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from minga.kit import parameters
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.savings.written_figures import write_figure

ACT_LENGTH_MAX = 60
DECIMALS = Decimal("0.000001")


class RateNotPositive(Refusal):
    """Aportes are revalued by more than nothing, and the share has six decimals at most."""

    code = "rate_not_positive"


class ActMissing(Refusal):
    """Whoever decides is the assembly: its act has a name of up to sixty letters."""

    code = "act_missing"


class YearNotOver(Refusal):
    """The balance of the last day of that `year` is not known yet."""

    code = "year_not_over"


class ActOutOfTime(Refusal):
    """The assembly met after that `year` ended, and not later than today."""

    code = "act_out_of_time"


class CpiMissing(Refusal):
    """Nobody wrote down how much consumer prices grew that `year`: the row `key` is missing."""

    code = "cpi_missing"


class AboveCpi(Refusal):
    """Aportes grow no more than consumer prices did: `cap`, a fraction."""

    code = "above_cpi"


class CpiNotAShare(Refusal):
    """The growth of prices is a fraction between zero and one."""

    code = "cpi_not_a_share"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the assembly decided: by how much (a fraction), for which year, in which act."""

    rate: Decimal
    year: int
    act: str
    act_date: date

    @property
    def cut_off(self) -> date:
        """The day whose closing balance is revalued, whatever came and went before it."""
        return date(self.year, 12, 31)


def cpi_of(year: int, on: date) -> Decimal:
    """How much consumer prices grew in that year, a fraction. Raises CpiMissing."""
    try:
        return parameters.number(_key(year), on)
    except parameters.MissingParameter as missing:
        raise CpiMissing(year=year, key=_key(year)) from missing


def set_cpi(*, year: int, rate: Decimal, source: str, staff: str, at: datetime) -> bool:
    """Writes down the growth of prices that DANE certified for a year; False when it was there.

    Raises CpiNotAShare, YearNotOver, FigureAlreadySet.
    """
    if not 0 <= rate < 1:
        raise CpiNotAShare
    if date(year, 12, 31) >= business_date(at):
        raise YearNotOver(year=year)
    return write_figure(
        key=_key(year), value=rate, since=date(year + 1, 1, 1), source=source, action="set_cpi",
        staff=staff, at=at,
    )  # fmt: skip


def is_act(name: str) -> bool:
    """Whether an act can have that name."""
    return bool(name) and len(name) <= ACT_LENGTH_MAX and name.isprintable()


def check(decision: Decision, today: date) -> None:
    """Raises RateNotPositive, ActMissing, YearNotOver, ActOutOfTime, CpiMissing, AboveCpi."""
    if decision.rate <= 0 or decision.rate != decision.rate.quantize(DECIMALS):
        raise RateNotPositive
    if not is_act(decision.act):
        raise ActMissing
    if decision.cut_off >= today:
        raise YearNotOver(year=decision.year)
    if not decision.cut_off < decision.act_date <= today:
        raise ActOutOfTime(year=decision.year)
    cap = cpi_of(decision.year, today)
    if decision.rate > cap:
        raise AboveCpi(cap=cap)


def _key(year: int) -> str:
    return f"cpi.{year}"
