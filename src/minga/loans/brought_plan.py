"""The instalments that a loan brought: what they have earned, and whether what came can be so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from minga.kit import parameters
from minga.kit.money import ZERO, Money
from minga.loans.arrears_category import Bands, Category, category
from minga.loans.models import Loan
from minga.loans.mora_terms import mora_between
from minga.loans.overdue_interest import Stretch, overdue_interest

PESO = Decimal(1)  # another system may round otherwise
SIX_DECIMALS = Decimal("0.000001")
TOO_MUCH = "Hasta el corte, las cuotas sin pagar han ganado {most}: revisa los valores o el corte."
MORA_TOO_MUCH = "A su tasa, la mora puede llegar a {most}: revisa el valor o el corte."
OTHER_DAYS = "La cuota más vieja sin pagar venció hace {days} días: revisa los días o las cuotas."
BETTER = "Por sus días de mora es {own}: no puede tener una mejor."


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One instalment, in pesos; its interest is earned from `starts_on` until the due date."""

    n: int
    starts_on: date
    due_on: date
    principal: Decimal
    interest: Decimal
    insurance: Decimal
    balance: Decimal

    def earned(self, on: date) -> Decimal:
        """Interest of the days up to that one, spread evenly as the closes do."""
        days = (self.due_on - self.starts_on).days
        gone = min(days, max(0, (on - self.starts_on).days + 1))
        return self.interest * gone / days


@dataclass(frozen=True, slots=True)
class EarnedBefore:
    """What one instalment had earned on a day before the cut-over, or on it."""

    row: PlanRow
    on: date
    interest: Decimal
    is_suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the other system told of a loan at the end of `on`."""

    on: date
    interest: Decimal
    suspended: Decimal
    mora: Decimal | None
    days_late: int | None
    category: Category


def days_late(rows: Sequence[PlanRow], on: date) -> int:
    """From the due date of the oldest unpaid instalment, as categories count them."""
    return max(((on - row.due_on).days for row in rows if row.due_on < on), default=0)


def own_category(modality: str, days: int, on: date) -> Category:
    """By the bands in force. Raises MissingParameter."""
    name = f"arrears.{modality.lower()}"
    a, b, c, d = (parameters.whole(f"{name}.{letter}_days_max", on) for letter in "abcd")
    return category(days, Bands((a, b, c, d)))


def mora_here(loan: Loan, rows: Sequence[PlanRow], on: date) -> Money:
    """What this office would charge for mora up to that day."""
    late = (row for row in rows if row.due_on <= on)
    owed = (mora_between(loan, Money(row.principal), row.due_on, on).amount for row in late)
    return sum(owed, ZERO)


def wrong(loan: Loan, rows: Sequence[PlanRow], told: Told) -> Iterator[tuple[str, str]]:
    """What the unpaid instalments contradict: column of the file of products, and what to do."""
    most = sum((row.earned(told.on) for row in rows), Decimal(0))
    bound = most + PESO if most else most
    if told.interest + told.suspended > bound:
        column = "interes_causado" if told.interest > bound else "interes_en_suspenso"
        yield column, TOO_MUCH.format(most=f"{most:.2f}")
    if told.mora:
        mora_most = _mora_most(loan, rows, told.on)
        if told.mora > mora_most:
            yield "mora_por_pagar", MORA_TOO_MUCH.format(most=f"{mora_most:.2f}")
    days = days_late(rows, told.on)
    if told.days_late not in {None, days}:
        yield "dias_mora", OTHER_DAYS.format(days=days)
    own = own_category(loan.modality, days, told.on)
    if told.category < own:
        yield "categoria", BETTER.format(own=own)


def _mora_most(loan: Loan, rows: Sequence[PlanRow], on: date) -> Decimal:
    most = Decimal(0)
    for row in rows:
        if row.due_on < on:
            stretch = Stretch((on - row.due_on).days, loan.mora_rate_ea)
            owed = overdue_interest(
                Money(row.principal), effective_annual=loan.mora_rate_ea, stretches=[stretch]
            )
            most += owed.amount + PESO
    return most


def earned_before(rows: Sequence[PlanRow], told: Told) -> list[EarnedBefore]:
    """Shares what came among the instalments that earned it, oldest first: what was taken to
    income, and then what was suspended."""
    taken, suspended = told.interest, told.suspended
    found: list[EarnedBefore] = []
    for row in rows:
        last = min(told.on, row.due_on - timedelta(days=1))
        if last < row.starts_on:
            continue
        left = row.earned(told.on).quantize(SIX_DECIMALS)
        first = min(taken, left)
        second = min(suspended, left - first)
        taken, suspended = taken - first, suspended - second
        if first and second and row.starts_on < last:
            found.append(EarnedBefore(row, row.starts_on, first, is_suspended=False))
            found.append(EarnedBefore(row, last, second, is_suspended=True))
        elif first or second:
            is_suspended = second > first or bool(second and found)
            found.append(EarnedBefore(row, last, first + second, is_suspended=is_suspended))
    return _as_told(found, told)


def _as_told(found: list[EarnedBefore], told: Told) -> list[EarnedBefore]:
    """What another rounding left over, or a single day of both kinds, goes to the last of its own
    kind: what is paid later must leave nothing in the books of either."""
    for is_suspended, came in ((False, told.interest), (True, told.suspended)):
        places = [n for n, one in enumerate(found) if one.is_suspended is is_suspended]
        if places:
            there = sum((found[n].interest for n in places), Decimal(0))
            last = found[places[-1]]
            found[places[-1]] = replace(last, interest=last.interest + came - there)
    return found
