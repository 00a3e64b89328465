"""How a loan's amounts are rounded; frozen in its contract."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from minga.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """To a multiple of `step` pesos, by `mode`; the level instalment may have a step and a mode of
    its own.

    `even_last`: when the last instalment would differ from the others by more than half a
    hundredth for each of them, the difference is spread, if that makes it smaller.
    """

    step: Decimal
    mode: str
    instalment_mode: str
    instalment_step: Decimal | None = None
    even_last: bool = False

    def amount(self, exact: Decimal) -> Money:
        """Interest or capital of one instalment."""
        return _to_step(exact, self.step, self.mode)

    def instalment(self, exact: Decimal) -> Money:
        """The level instalment."""
        return _to_step(exact, self.instalment_step or self.step, self.instalment_mode)

    def fits(self, amount: Money) -> bool:
        """Whether the amount has no more decimals than this rounding."""
        return not amount.amount % min(self.step, Decimal(1))


def _to_step(exact: Decimal, step: Decimal, mode: str) -> Money:
    return Money((exact / step).quantize(Decimal(1), rounding=mode) * step)


# The office's rule: whole pesos, half up; the last instalment absorbs what is left.
PESOS = Rounding(step=Decimal(1), mode=ROUND_HALF_UP, instalment_mode=ROUND_HALF_UP)
# Centavos as the published schedules of other systems have them: half even, last one evened out.
CENTAVOS = Rounding(
    step=Decimal("0.01"), mode=ROUND_HALF_EVEN, instalment_mode=ROUND_HALF_EVEN, even_last=True
)
# Every instalment up to the next peso while interest and balance keep centavos.
PESOS_UP = Rounding(
    step=Decimal("0.01"),
    mode=ROUND_HALF_UP,
    instalment_mode=ROUND_CEILING,
    instalment_step=Decimal(1),
)
