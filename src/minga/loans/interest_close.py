"""Interest of loans at the end of a day: earned on capital that is not due, and mora on what is.

    Categories A and B, all loans of a modality together:
    Dr interest receivable                  what the day earned
        Cr income of the modality
    Categories C to E earn nothing until they pay; the memo accounts remember it:
    Dr suspended interest                   what the day would have earned
        Cr suspended interest, contra
    When such interest is paid, or a period was broken by an extra payment:
    Dr interest receivable                  what was paid beyond what had been taken to income
        Cr income of the modality
    and the memo goes back, as it does when the loan is written off. Mora is written down each day
    and becomes income when it is paid.

A period's interest is spread evenly over its calendar days, whatever the contract's day count: the
days add up to the instalment. Accruals keep six decimals; the books follow their sum, to the
centavo.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from minga.kit import ids, parameters, sql
from minga.kit.money import CENT
from minga.ledger.internal_pair import InternalPair, post_internal_pair
from minga.loans.models import Modality
from minga.loans.mora_terms import CERTIFIED, HOUSING_TIMES, cap_on
from minga.loans.usury import UsuryCapMissing

SQL = Path(__file__).parent / "sql" / "close"
DAY = timedelta(days=1)
NOTHING = Decimal(0)
EARNED = "Intereses causados de cartera"
SUSPENDED = "Intereses en suspenso de cartera"
Figures = dict[str, str]


@dataclass(slots=True)
class _Earned:
    """One modality's day: taken to income, kept in suspense, mora written down."""

    loans: int = 0
    income: Decimal = NOTHING
    suspended: Decimal = NOTHING
    mora: Decimal = NOTHING
    late: int = 0


def interest_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> Figures:
    """Does the day in the caller's transaction; answers the figures by modality.

    `before`: what the close before left unposted. A month without its usury cap is named in the
    figures, and no mora is charged for it. Raises MissingParameter.
    """
    caps = _caps(day + DAY)
    done = _day(day, caps)
    figures: Figures = {}
    missing = {CERTIFIED[one] for one, cap in caps.items() if cap is None and done[one].late}
    if missing:
        figures["usury_cap_missing"] = f"{day + DAY:%Y-%m}: {', '.join(sorted(missing))}"
    for modality, earned in done.items():
        figures |= _book(modality, earned, day, at, before)
    return figures


def _day(day: date, caps: Mapping[Modality, Decimal | None]) -> dict[Modality, _Earned]:
    found = {one: _Earned() for one in Modality}
    named = {
        "day": day, "modalities": [one.value for one in caps], "caps": list(caps.values()),
        "housing_times": parameters.number(HOUSING_TIMES, day),
    }  # fmt: skip
    for modality, *figures in sql.rows_named(sql.text(SQL / "accrue.sql"), named):
        found[Modality(modality)] = _Earned(*figures)
    for modality, _, beyond, returned in sql.rows_named(sql.text(SQL / "settle.sql"), {"day": day}):
        one = found[Modality(modality)]
        one.income += beyond
        one.suspended -= returned
    return found


def _caps(day: date) -> dict[Modality, Decimal | None]:
    found: dict[Modality, Decimal | None] = {}
    for modality in CERTIFIED:
        try:
            found[modality] = cap_on(modality, day)
        except UsuryCapMissing:
            found[modality] = None
    return found


def _book(
    modality: Modality, earned: _Earned, day: date, at: datetime, before: Mapping[str, str]
) -> Figures:
    income = earned.income + Decimal(before.get(f"{modality}.carry", "0"))
    suspended = earned.suspended + Decimal(before.get(f"{modality}.suspended_carry", "0"))
    posted = _post(
        income, EARNED, day, at, modality,
        f"LOAN_INTEREST_{modality}", f"LOAN_INCOME_{modality}",
    )  # fmt: skip
    kept = _post(
        suspended, SUSPENDED, day, at, modality, "SUSPENDED_INTEREST", "SUSPENDED_INTEREST_CONTRA"
    )
    return {
        f"{modality}.loans": str(earned.loans),
        f"{modality}.income": str(posted),
        f"{modality}.suspended": str(kept),
        f"{modality}.mora": str(earned.mora),
        f"{modality}.carry": str(income - posted),
        f"{modality}.suspended_carry": str(suspended - kept),
    }


def _post(
    exact: Decimal,
    description: str,
    day: date,
    at: datetime,
    modality: Modality,
    debit_key: str,
    credit_key: str,
) -> Decimal:
    """Posts the amount to the centavo, the other way round when it is negative; answers it."""
    posted = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    pair = InternalPair(
        debit_key, credit_key, ids.key_from(description, modality, day.isoformat()),
        "interest_accrual", day, at, description,
    )  # fmt: skip
    post_internal_pair(posted, pair)
    return posted
