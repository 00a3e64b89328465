"""The exempt part of what leaves a marked account (Estatuto Tributario art. 879 num. 1).

One account per person in the whole financial system, marked in writing by its holder, is exempt up
to 350 UVT a month; over it only the excess is taxed. Without that mark nothing is exempt by this
rule.
"""

from dataclasses import dataclass
from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.payments.rules import gmf


@dataclass(frozen=True, slots=True)
class TaxedWithdrawal:
    """What of it is exempt, what is taxed and what the tax is; `used` is the month's new total."""

    exempt: Money
    taxed: Money
    tax: Money
    used: Money


def tax_withdrawal(
    amount: Money, *, marked: bool, used_before: Money, cap: Money, rate: Decimal
) -> TaxedWithdrawal:
    """The 4x1000 on a disposal of funds that no other exemption reaches.

    `used_before`: what the account has taken exempt this month; `cap`: 350 UVT in pesos.
    """
    room = max(ZERO, cap - used_before) if marked else ZERO
    exempt = min(amount, room)
    taxed = amount - exempt
    return TaxedWithdrawal(exempt, taxed, gmf(taxed, rate=rate), used_before + exempt)


def monthly_cap(uvt: Decimal, uvt_month: Decimal) -> Money:
    """The month's exempt amount in pesos."""
    return Money(uvt * uvt_month)


def undone(done: TaxedWithdrawal) -> TaxedWithdrawal:
    """What gives everything back when the money returns: the tax, and the room in the month."""
    return TaxedWithdrawal(-done.exempt, -done.taxed, -done.tax, done.used - done.exempt)
