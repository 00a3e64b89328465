"""When a term deposit pays interest over its whole term, and how much it is expected to be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from minga.kit import parameters
from minga.kit.calendar import COLOMBIA
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.months import add_months
from minga.kit.parameters import MissingParameter
from minga.ledger import openings
from minga.savings import term_interest as rules
from minga.savings.models import MaturityInstruction, TermDeposit
from minga.savings.term_terms import threshold


@dataclass(frozen=True, slots=True)
class ExpectedInterest:
    """One payment of interest, held to its day: `on`, or the business day that follows it.

    `withheld` None: a legal value of that day is not known yet (the UVT of another year).
    """

    on: date
    interest: Money
    withheld: Money | None


def ends_on(matures_on: date) -> date:
    """The day on which it is paid or renewed: its maturity, or the business day that follows."""
    return COLOMBIA.business_day_from(matures_on)


def instructed_until(matures_on: date) -> date:
    """The last whole day on which what becomes of it can be changed; the close of that day pays or
    renews it."""
    return ends_on(matures_on) - timedelta(days=1)


def pay_days(opened_on: date, matures_on: date, every_months: int) -> Iterator[date]:
    """The days on which interest is paid; the last one is the maturity. Zero months: only that."""
    month = every_months
    while every_months and (on := add_months(opened_on, month)) < matures_on:
        yield on
        month += every_months
    yield matures_on


def instruction_of(deposit: TermDeposit) -> MaturityInstruction:
    """What is done at its maturity: the last thing asked for in time; without any, its capital is
    renewed. What came with it from another system was asked for in time there."""
    last = instructed_until(deposit.matures_on)
    in_time = [
        one
        for one in deposit.instructions.all()
        if business_date(one.at) <= last or one.actor == openings.ACTOR
    ]
    newest = max(in_time, key=lambda one: (one.at, one.id), default=None)
    return MaturityInstruction(newest.what) if newest else MaturityInstruction.RENEW_CAPITAL


def expected_interest(deposit: TermDeposit, *, since: date) -> tuple[ExpectedInterest, ...]:
    """Every payment after `since`, a day from which interest counts."""
    begins, found = since, []
    for on in pay_days(deposit.opened_on, deposit.matures_on, deposit.pays_every_months):
        if on > since:
            found.append(_of_days(deposit, begins, on))
            begins = on
    return tuple(found)


def last_begins(deposit: TermDeposit) -> date:
    """From when the interest counts that is paid at the maturity."""
    *before, _ = pay_days(deposit.opened_on, deposit.matures_on, deposit.pays_every_months)
    return max([deposit.interest_from, *before[-1:]])


def gross_of(
    deposit: TermDeposit, begins: date, on: date, *, rate_ea: Decimal | None = None
) -> Money:
    """What the days from one to the other (not included) earn; at another rate than its own, where
    there is one. Refuses with TermOutOfRange when there is no day."""
    rate = deposit.rate_ea if rate_ea is None else rate_ea
    return rules.interest(
        Money(deposit.principal), effective_annual=rate, days=(on - begins).days,
        base=deposit.day_base,
    )  # fmt: skip


def withheld_of(gross: Money, begins: date, on: date) -> Money:
    """What is withheld of it when it is paid. Raises MissingParameter."""
    return rules.retention(
        gross, days=(on - begins).days, rate=parameters.number("retention.cdat.rate", on),
        daily_threshold=threshold(on),
    )  # fmt: skip


def expected_withheld(gross: Money, begins: date, on: date) -> Money | None:
    """As `withheld_of`; None while a legal value of that day is not known."""
    try:
        return withheld_of(gross, begins, on)
    except MissingParameter:
        return None


def all_withheld(expected: Iterable[ExpectedInterest]) -> Money | None:
    """Of all of them; None when one is not known yet."""
    found = ZERO
    for one in expected:
        if one.withheld is None:
            return None
        found += one.withheld
    return found


def _of_days(deposit: TermDeposit, begins: date, on: date) -> ExpectedInterest:
    gross = gross_of(deposit, begins, on)
    return ExpectedInterest(on, gross, expected_withheld(gross, begins, on))
