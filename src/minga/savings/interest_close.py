"""Interest of savings at the end of a day: accrued every day, credited on the last day of a month.

    Dr interest cost of the kind            what the day earned, all accounts together
        Cr interest payable on deposits
    On the last day of a month, for each account:
    Dr interest payable on deposits         what the month earned, in whole pesos
        Cr the member's account             less what is withheld; under SAVINGS_SIGHT,
                                            SAVINGS_CONTRACTUAL or SAVINGS_PERMANENT
        Cr withholding payable              what is withheld

Rates are effective annual on the day-end balance, (1 + EA) ** (1 / 365) - 1 a day. A day that earns
0.055 UVT or more is withheld from whole (D.1625/2016 art. 1.2.4.2.87). Accruals keep six decimals;
the books follow their sum to the centavo, the member's account is credited once, in pesos.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from minga.kit import ids, parameters, sql
from minga.kit.money import CENT
from minga.kit.rates import periodic
from minga.ledger import accounts
from minga.ledger.internal_pair import InternalPair, post_internal_pair
from minga.savings.goal_exit import left_since
from minga.savings.models import PlanTerms, ProductKind, SavingsAccount
from minga.savings.plans_in_force import plans_in_force

SQL = Path(__file__).parent / "sql" / "close"
PIECE = 50_000
# What the interest of each kind costs the cooperative: a key of the chart.
COST = {
    ProductKind.SIGHT: "INTEREST_COST_SIGHT",
    ProductKind.CONTRACTUAL: "INTEREST_COST_CONTRACTUAL",
    ProductKind.PERMANENT: "INTEREST_COST_PERMANENT",
}
CREDITED = "Intereses de tus ahorros"
ACCRUED = "Intereses causados del día"
ROUNDED = "Ajuste de intereses al peso"
Figures = dict[str, str]
Terms = Sequence[tuple[UUID, PlanTerms]]  # of the plans of a kind, as they are that day
_MONTH = """
CREATE TEMP TABLE month_earned (
    nth bigint PRIMARY KEY, account uuid NOT NULL, ledger_account bigint NOT NULL,
    is_open boolean NOT NULL, exact numeric NOT NULL, gross numeric NOT NULL,
    withheld numeric NOT NULL
) ON COMMIT DROP
"""
_EARNED = """
SELECT count(*), COALESCE(sum(exact), 0), COALESCE(sum(exact) FILTER (WHERE NOT is_open), 0)
  FROM month_earned
"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind on one day, with what the close before it left unposted (under a centavo)."""

    kind: ProductKind
    day: date
    at: datetime
    carry: Decimal
    terms: Terms

    @property
    def month(self) -> date:
        return self.day.replace(day=1)

    @property
    def is_month_end(self) -> bool:
        return (self.day + timedelta(days=1)).day == 1


def interest_of_savings(*, day: date, at: datetime, before: Mapping[str, str]) -> Figures:
    """Does the day for every kind of savings, in the caller's transaction; answers the figures.

    `before` are the figures of the day before. Raises MissingParameter.
    """
    terms = {kind: plans_in_force(kind, day) for kind in COST}
    figures: Figures = {"without_plan": str(_without_plan(day, terms))}
    for kind in COST:
        carry = Decimal(before.get(f"{kind}.carry", "0"))
        figures |= _close_kind(_Kind(kind, day, at, carry, terms[kind]))
    return figures


def _close_kind(one: _Kind) -> Figures:
    count, gross = _accrue(one)
    exact = gross + one.carry
    posted = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    _post_cost(one, posted, ACCRUED, "interest_accrual")
    figures = {
        f"{one.kind}.accounts": str(count),
        f"{one.kind}.gross": str(gross),
        f"{one.kind}.posted": str(posted),
        f"{one.kind}.carry": str(exact - posted),
    }
    if one.is_month_end:
        figures |= _credit_month(one, left=exact - posted)
    return figures


def _accrue(one: _Kind) -> tuple[int, Decimal]:
    terms = one.terms
    if not terms:
        return 0, Decimal(0)
    uvt = parameters.number(f"uvt.{one.day.year}", one.day)
    share = parameters.number("retention.savings.daily_threshold_uvt", one.day)
    named = {
        "day": one.day,
        "kind": one.kind,
        "plans": [plan for plan, _ in terms],
        "rates": [in_force.rate_ea for _, in_force in terms],
        "factors": [_factor(in_force.rate_ea) for _, in_force in terms],
        "minimums": [in_force.balance_min for _, in_force in terms],
        "default_plan": terms[0][0] if len(terms) == 1 else None,
        "threshold": uvt * share,
        "retention": parameters.number("retention.savings.rate", one.day),
        **_left_early(one),
    }
    with sql.whole_tables():
        count, gross = sql.named(sql.text(SQL / "accrue.sql"), named)
    return count, gross


def _left_early(one: _Kind) -> dict[str, Any]:
    """Goals that were ended before this day was closed, with what its close earns them."""
    left = left_since(one.day) if one.kind is ProductKind.CONTRACTUAL else {}
    return {
        "left": list(left), "left_rates": list(left.values()),
        "left_factors": [_factor(rate) for rate in left.values()],
    }  # fmt: skip


def _credit_month(one: _Kind, *, left: Decimal) -> Figures:
    """Credits what the month earned. What rounding to pesos gave or took is the cooperative's."""
    named = {
        "day": one.day, "month": one.month, "kind": one.kind, "at": one.at, "piece": PIECE,
        "description": CREDITED, "payable": accounts.internal_account("DEP_INT_PAYABLE"),
        "withholding": accounts.internal_account("WITHHOLDING_PAYABLE"),
    }  # fmt: skip
    with sql.whole_tables(), _gathered(named) as (gathered, earned, closed):
        count, gross, withheld = 0, Decimal(0), Decimal(0)
        for after in range(0, gathered, PIECE):
            done, *pesos = sql.named(sql.text(SQL / "credit_month.sql"), named | {"after": after})
            count, gross, withheld = count + done, gross + pesos[0], withheld + pesos[1]
    _post_cost(one, gross - (earned - left), ROUNDED, "interest_rounding")
    return {
        f"{one.kind}.credited": str(count),
        f"{one.kind}.paid": str(gross),
        f"{one.kind}.withheld": str(withheld),
        f"{one.kind}.closed": str(closed),
        f"{one.kind}.carry": "0",
    }


@contextmanager
def _gathered(named: Mapping[str, Any]) -> Iterator[tuple[int, Decimal, Decimal]]:
    """The month's interest in a table of this transaction's own, where nothing is logged.

    Gives how many accounts earned, how much all together, unrounded, and how much of it those that
    were closed since, which nobody can pay to them.
    """
    sql.run(_MONTH, [])
    sql.run_named(sql.text(SQL / "gather_month.sql"), named)
    yield sql.one(_EARNED, [])
    sql.run("DROP TABLE month_earned", [])


def _post_cost(one: _Kind, pesos: Decimal, description: str, kind: str) -> None:
    """Dr cost, Cr payable; the other way round when rounding took more than it gave."""
    pair = InternalPair(
        COST[one.kind], "DEP_INT_PAYABLE", ids.key_from(kind, one.kind, one.day.isoformat()),
        kind, one.day, one.at, description,
    )  # fmt: skip
    post_internal_pair(pesos, pair)


def _without_plan(day: date, terms: Mapping[ProductKind, Terms]) -> int:
    """Accounts that earn nothing because nobody said which plan they are of."""
    return sum(
        SavingsAccount.objects.filter(kind=kind, plan=None, opened_on__lte=day).count()
        for kind, plans in terms.items()
        if len(plans) != 1
    )


@cache
def _factor(rate_ea: Decimal) -> Decimal:
    return periodic(rate_ea, 365).quantize(Decimal("1e-20"))
