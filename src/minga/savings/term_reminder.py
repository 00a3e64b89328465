"""What a reminder of a deposit's end says on the day it goes: as the deposit's own page says it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit.money import Money
from minga.members.models import Member
from minga.savings.models import MaturityInstruction, TermDeposit
from minga.savings.rate_board import NoRateOnTheBoard, rate_on_board
from minga.savings.term_schedule import (
    ends_on,
    expected_withheld,
    gross_of,
    instructed_until,
    instruction_of,
    last_begins,
)
from minga.savings.term_terms import PlanNotOffered, board_of, plan_of


@dataclass(frozen=True, slots=True)
class TermReminder:
    """`interest`: what is paid at the end, before retention. `withheld` None: a legal value of that
    day is not known yet. `asked` None: the member said nothing, so the capital is renewed.
    `rate_now`: today's rate of a renewal; None where there is none or it is not renewed.
    """

    to: Member
    deposit_id: UUID
    number: str
    pays_to_number: str
    principal: Money
    interest: Money
    withheld: Money | None
    matures_on: date
    ends_on: date
    until: date
    days: int
    instruction: MaturityInstruction
    was_asked: bool
    rate_now: Decimal | None

    @property
    def total(self) -> Money | None:
        """What it comes to that day: capital and interest, less what is withheld."""
        return None if self.withheld is None else self.principal + self.interest - self.withheld


def reminder_of(*, deposit_id: UUID, on: date) -> TermReminder | None:
    """None when there is nothing to say any more: it ended, or nothing can be changed any more."""
    living = TermDeposit.objects.select_related("member", "plan", "pays_to")
    one = living.filter(id=deposit_id, end=None).first()
    if one is None or on > instructed_until(one.matures_on):
        return None
    what = instruction_of(one)
    begins = last_begins(one)
    gross = gross_of(one, begins, one.matures_on)
    withheld = expected_withheld(gross, begins, one.matures_on)
    return TermReminder(
        to=one.member, deposit_id=one.id, number=one.number, pays_to_number=one.pays_to.number,
        principal=Money(one.principal), interest=gross, withheld=withheld,
        matures_on=one.matures_on, ends_on=ends_on(one.matures_on),
        until=instructed_until(one.matures_on), days=one.term_days,
        instruction=what, was_asked=one.instructions.exists(),
        rate_now=_rate(one, what, gross if withheld is None else gross - withheld, on),
    )  # fmt: skip


def _rate(one: TermDeposit, what: MaturityInstruction, net: Money, on: date) -> Decimal | None:
    if what == MaturityInstruction.REDEEM:
        return None
    renewed = Money(one.principal)
    if what == MaturityInstruction.RENEW_ALL:
        renewed += net
    try:
        plan, _ = plan_of(one.plan.code, on)
        return rate_on_board(board_of(plan, on), amount=renewed, term=one.term_days)
    except (PlanNotOffered, NoRateOnTheBoard):
        return None
