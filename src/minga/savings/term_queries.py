"""A member's term deposits, as pages show them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from minga.kit.money import CENT, ZERO, Money
from minga.savings.kept_retention import KeptRetention, kept_of_deposit
from minga.savings.models import (
    Accrual,
    MaturityInstruction,
    ProductKind,
    SavingsPlan,
    TermDeposit,
)
from minga.savings.term_schedule import (
    all_withheld,
    ends_on,
    expected_interest,
    instructed_until,
    instruction_of,
)


@dataclass(frozen=True, slots=True)
class TermPayment:
    """Interest that was paid."""

    paid_on: date
    gross: Money
    withheld: Money


@dataclass(frozen=True, slots=True)
class TermView:
    """A term deposit today: how much, until when, what it has earned, what becomes of it.

    `withheld_at_maturity` None: a legal value of the day of a payment is not known yet. `ends_on`:
    when it is paid or renewed, its maturity or the business day that follows;
    `instructed_until`: the last day on which what becomes of it can be changed. `brought_on`: the
    day until which another system kept it. `recovered`: of the interest that was paid, what an
    early end took back, and `given_back` what had been withheld of it; `kept` what of it was in
    earlier years.
    """

    id: UUID
    number: str
    principal: Money
    rate_ea: Decimal
    opened_on: date
    matures_on: date
    term_days: int
    days_left: int
    pays_every_months: int
    instruction: MaturityInstruction
    pays_to_number: str
    earned_so_far: Money
    at_maturity: Money
    withheld_at_maturity: Money | None
    payments: tuple[TermPayment, ...]
    ended_how: str
    ended_on: date | None
    brought_on: date | None = None
    recovered: Money = ZERO
    given_back: Money = ZERO
    kept: KeptRetention | None = None

    @property
    def ends_on(self) -> date:
        return ends_on(self.matures_on)

    @property
    def instructed_until(self) -> date:
        return instructed_until(self.matures_on)

    @property
    def net_at_maturity(self) -> Money | None:
        """What is left of the interest that is still to come, where what is withheld is known."""
        withheld = self.withheld_at_maturity
        return None if withheld is None else self.at_maturity - withheld

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def days_gone(self) -> int:
        """Of the term, never more than it has."""
        return self.term_days - self.days_left


def deposits_of(member_id: UUID, today: date) -> list[TermView]:
    """The living ones, the next to mature first."""
    living = TermDeposit.objects.filter(member_id=member_id, end=None)
    return [_view(one, today) for one in _with_all(living).order_by("matures_on", "id")]


def deposit_of(member_id: UUID, deposit_id: UUID, today: date) -> TermView | None:
    """One, living or ended; None when the member has no such deposit."""
    found = _with_all(TermDeposit.objects.filter(member_id=member_id, id=deposit_id)).first()
    return _view(found, today) if found else None


def plans_offered(on: date) -> list[SavingsPlan]:
    """CDAT plans that can be opened that day."""
    plans = SavingsPlan.objects.filter(
        kind=ProductKind.TERM, opens_online=True, offered_from__lte=on
    )
    return [
        one for one in plans.order_by("name") if not one.offered_until or one.offered_until >= on
    ]


def _with_all(deposits: QuerySet[TermDeposit]) -> QuerySet[TermDeposit]:
    return deposits.select_related("pays_to", "end", "plan").prefetch_related(
        "instructions", "interests"
    )


def _view(one: TermDeposit, today: date) -> TermView:
    end = getattr(one, "end", None)
    accrued = Accrual.objects.filter(
        product=one.id, business_date__gte=one.interest_from
    ).aggregate(total=Sum("gross"))["total"]
    ahead = expected_interest(one, since=one.interest_from) if end is None else ()
    return TermView(
        id=one.id,
        number=one.number,
        principal=Money(one.principal),
        rate_ea=one.rate_ea,
        opened_on=one.opened_on,
        matures_on=one.matures_on,
        term_days=one.term_days,
        days_left=min(one.term_days, max(0, (one.matures_on - today).days)) if end is None else 0,
        pays_every_months=one.pays_every_months,
        instruction=instruction_of(one),
        pays_to_number=one.pays_to.number,
        earned_so_far=_down(accrued) if end is None else ZERO,
        at_maturity=sum((each.interest for each in ahead), ZERO),
        withheld_at_maturity=all_withheld(ahead),
        payments=tuple(
            TermPayment(each.paid_on, Money(each.gross), Money(each.withheld))
            for each in sorted(one.interests.all(), key=lambda each: each.paid_on, reverse=True)
            if each.gross
        ),
        ended_how=end.how if end else "",
        ended_on=end.on if end else None,
        brought_on=one.accrued_until,
        recovered=Money(end.recovered) if end else ZERO,
        given_back=Money(end.given_back) if end else ZERO,
        kept=kept_of_deposit(one.id) if end and end.kept_back else None,
    )


def _down(accrued: Decimal | None) -> Money:
    """Never more than was really earned."""
    return Money((accrued or Decimal(0)).quantize(CENT, rounding=ROUND_DOWN))
