"""Impairment («deterioro»): which part of a credit is taken for lost.

The table comes in as an argument, from the dated parameters `impairment.*`; their confidence is
medium until an accountant has read the annex.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.loans.arrears_category import Category

PESO = Decimal(1)


class BadImpairment(Refusal):
    """Shares go from 0 to 1, and every category but A must have one."""

    code = "bad_impairment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """From that many days past due on, a credit of the category is impaired in that share."""

    category: Category
    share: Decimal
    from_days: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.from_days < 0:
            raise BadImpairment(share=self.share, from_days=self.from_days)


def individual_share(shares: Sequence[Share], *, category: Category, days_past_due: int) -> Decimal:
    """The share of a credit of that category and arrears; A has none. Raises BadImpairment."""
    if category is Category.A:
        return Decimal(0)
    fitting = [one for one in shares if one.category is category and one.from_days <= days_past_due]
    if not fitting:
        raise BadImpairment(category=category, days=days_past_due)
    return max(fitting, key=lambda one: one.from_days).share


def individual(exposed: Money, *, guarantee: Money = ZERO, share: Decimal) -> Money:
    """The impairment of what no admissible guarantee covers, half up to the peso."""
    return max(ZERO, exposed - guarantee).times(share, rounding=ROUND_HALF_UP, unit=PESO)


def general(gross: Money, *, share: Decimal) -> Money:
    """The general impairment of the gross portfolio, half up to the peso."""
    return gross.times(share, rounding=ROUND_HALF_UP, unit=PESO)
