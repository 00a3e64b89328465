"""What a payment would do to a loan: which parts it covers, and the plan that would follow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.loans.allocate import Due, Part, allocate
from minga.loans.due_dates import Frequency, Unit
from minga.loans.imputation import order_of
from minga.loans.models import LoanInstalment
from minga.loans.owed import Owed, left_of, rate_within
from minga.loans.pay_refusals import (
    ExtraPaysAll,
    MoreThanDue,
    NothingToPayYet,
    NotTheInstalment,
    PayoffChanged,
    TooLittleExtra,
)
from minga.loans.period_rates import Effective, period_rates
from minga.loans.plan import Method
from minga.loans.prepay import PrepaymentChoice, prepay
from minga.loans.rounding import PESOS
from minga.loans.schedule import Instalment, Schedule


class PayKind(StrEnum):
    """What the member wants the payment to do."""

    INSTALMENT = "instalment"  # what is due, or the next instalment
    TO_TERM = "to-term"  # extra to capital: fewer instalments
    TO_INSTALMENT = "to-instalment"  # extra to capital: lower instalments
    PAYOFF = "payoff"  # everything
    PAYROLL = "payroll"  # what an employer took from wages


CHOICES = {
    PayKind.TO_TERM: PrepaymentChoice.SHORTER_TERM,
    PayKind.TO_INSTALMENT: PrepaymentChoice.LOWER_INSTALMENT,
}


@dataclass(frozen=True, slots=True)
class Covered:
    """What of the payment goes to one instalment."""

    row: LoanInstalment
    part: Due


@dataclass(frozen=True, slots=True)
class NewPlan:
    """The rest of the plan after an extra payment: its dates begin with the day it counts from.

    `prepaid`: what of the interest of its first instalment was paid before.
    """

    schedule: Schedule
    dates: tuple[date, ...]
    prepaid: Money = ZERO


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """A payment as it would be booked. `capital_after`: what would still be owed."""

    kind: PayKind
    covered: tuple[Covered, ...]
    new_plan: NewPlan | None
    interest_saved: Money
    capital_after: Money

    @property
    def parts(self) -> Due:
        """Everything it covers, by part."""
        found = Due()
        for one in self.covered:
            found = Due(
                **{p.value: getattr(found, p.value) + getattr(one.part, p.value) for p in Part}
            )
        return found

    @property
    def total(self) -> Money:
        return self.parts.total


def plan_payment(owed: Owed, kind: PayKind, amount: Money) -> PaymentPlan:
    """What paying `amount` would do. Reading only.

    Raises MoreThanDue, NotTheInstalment, NothingToPayYet, TooLittleExtra, ExtraPaysAll,
    PayoffChanged, InstalmentTooSmall, AmountOutOfRange, MissingParameter.
    """
    if kind is PayKind.PAYOFF:
        return _payoff(owed, amount)
    if kind is PayKind.INSTALMENT:
        return _instalment(owed, amount)
    if kind not in CHOICES:
        raise ValueError(f"{kind} is planned elsewhere")
    return _extra(owed, kind, amount)


def next_payment(owed: Owed) -> Money:
    """What is due, or else the whole next instalment; zero when that one has not begun."""
    if owed.due:
        return owed.due_total
    if not owed.ahead or owed.ahead[0].starts_on > owed.on:
        return ZERO
    return left_of(owed.ahead[0]).total


def _instalment(owed: Owed, amount: Money) -> PaymentPlan:
    if owed.due:
        if amount > owed.due_total:
            raise MoreThanDue(owed.due_total)
        covered = _share(owed, amount)
    else:
        whole = next_payment(owed)
        if not whole:
            raise NothingToPayYet
        if amount != whole:
            raise NotTheInstalment(whole)
        covered = (Covered(owed.ahead[0], left_of(owed.ahead[0])),)
    paid = sum((one.part.capital for one in covered), ZERO)
    return PaymentPlan(PayKind.INSTALMENT, covered, None, ZERO, owed.capital - paid)


def _payoff(owed: Owed, amount: Money) -> PaymentPlan:
    if amount != owed.payoff:
        raise PayoffChanged(owed.payoff)
    covered = [*_share(owed, owed.due_total)]
    if owed.ahead:
        rest = Due(interest=owed.running, capital=owed.capital_ahead)
        covered.append(Covered(owed.ahead[0], rest))
    unearned = sum((left_of(row).interest for row in owed.ahead), ZERO) - owed.running
    return PaymentPlan(PayKind.PAYOFF, tuple(covered), None, max(ZERO, unearned), ZERO)


def _extra(owed: Owed, kind: PayKind, amount: Money) -> PaymentPlan:
    first = owed.due_total + owed.running
    if amount >= owed.payoff:
        raise ExtraPaysAll(owed.payoff)
    if amount <= first:
        raise TooLittleExtra(first)
    extra = amount - first
    new_plan, saved = _rest(owed, CHOICES[kind], extra)
    covered = [*_share(owed, owed.due_total)]
    covered.append(Covered(owed.ahead[0], Due(interest=owed.running, capital=extra)))
    return PaymentPlan(kind, tuple(covered), new_plan, saved, owed.capital_ahead - extra)


def _share(owed: Owed, amount: Money) -> tuple[Covered, ...]:
    """What is due, oldest first, each by the loan's order of imputation."""
    if not owed.due:
        return ()
    order = order_of(owed.loan, owed.on)
    shared = allocate(amount, [one.due for one in owed.due], order=order)
    return tuple(
        Covered(one.row, part)
        for one, part in zip(owed.due, shared.applied, strict=True)
        if part.total
    )


def _rest(owed: Owed, choice: PrepaymentChoice, extra: Money) -> tuple[NewPlan, Money]:
    """The plan of what is left, and the interest that the extra payment saves."""
    loan, ahead = owed.loan, owed.ahead
    dates = (max(owed.on, ahead[0].starts_on), *(row.due_on for row in ahead))
    later = period_rates(
        dates[1:], rate=Effective(loan.rate_ea), count=DayCount(loan.day_count),
        frequency=Frequency(loan.every, Unit(loan.unit)),
    )  # fmt: skip
    rates = (rate_within(loan, ahead[0], *dates[:2]), *later)
    done = prepay(
        owed.capital_ahead, extra, rates, dues=dates[1:], rest_before=_as_planned(ahead),
        choice=choice, method=Method(loan.method), rounding=PESOS, grace=_grace_left(ahead),
    )  # fmt: skip
    kept = len(done.rest.instalments)
    prepaid = min(owed.prepaid, done.rest.instalments[0].interest)
    saved = done.interest_saved + prepaid - owed.running
    return NewPlan(done.rest, dates[: kept + 1], prepaid), max(ZERO, saved)


def _as_planned(rows: Sequence[LoanInstalment]) -> tuple[Instalment, ...]:
    planned = tuple(
        Instalment(
            n=row.n, due_date=row.due_on, instalment=Money(row.principal + row.interest),
            principal=Money(row.principal), interest=Money(row.interest),
            balance=Money(row.balance),
        )
        for row in rows
    )  # fmt: skip
    # A running row whose interest was partly paid owes only the rest of it.
    first = planned[0]
    return (replace(first, interest=first.interest - Money(rows[0].paid_interest)), *planned[1:])


def _grace_left(ahead: Sequence[LoanInstalment]) -> int:
    """Instalments ahead that pass without capital by the plan in force: by the contract, by a plan
    that another system made, or because a long first period earns more than a level instalment."""
    return next((n for n, row in enumerate(ahead[:-1]) if row.principal), len(ahead) - 1)
