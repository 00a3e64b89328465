"""What the use cases of term deposits share: opening their account, paying their interest."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from minga.kit import sql
from minga.kit.ids import uuid7
from minga.kit.money import CENT, ZERO, Money
from minga.ledger import accounts
from minga.ledger.entry import Line, credit, debit
from minga.savings.models import Accrual, TermDeposit, TermInterest
from minga.savings.term_schedule import gross_of, withheld_of


@dataclass(frozen=True, slots=True)
class NewDeposit:
    """Everything a new term deposit is; `renews` when it follows another one."""

    member_id: UUID
    plan_id: UUID
    pays_to: UUID
    principal: Money
    rate_ea: Decimal
    day_base: int
    opened_on: date
    term_days: int
    matures_on: date
    pays_every_months: int = 0
    renews: TermDeposit | None = None
    intent_digest: bytes | None = None
    order_key: UUID | None = None


def open_deposit(new: NewDeposit) -> TermDeposit:
    """The deposit and its empty account in the books; the caller posts the principal."""
    id_ = uuid7()
    opened = accounts.open_member_accounts("TERM_DEPOSITS", "term_deposit", [id_])
    (number,) = sql.one("SELECT nextval('savings_term_number')", [])
    return TermDeposit.objects.create(
        id=id_,
        member_id=new.member_id,
        plan_id=new.plan_id,
        number=f"CDAT-{number:08d}",
        ledger_account_id=opened[id_],
        pays_to_id=new.pays_to,
        principal=new.principal.amount,
        rate_ea=new.rate_ea,
        day_base=new.day_base,
        opened_on=new.opened_on,
        term_days=new.term_days,
        matures_on=new.matures_on,
        interest_from=new.opened_on,
        pays_every_months=new.pays_every_months,
        renews=new.renews,
        intent_digest=new.intent_digest,
        order_key=new.order_key,
    )


@dataclass(frozen=True, slots=True)
class Earned:
    """What a deposit earned since its interest was last settled, and what is withheld of it.

    `withheld_before`: what another system had withheld of it before the deposit came from there.
    """

    gross: Money
    withheld: Money
    accrued: Decimal
    withheld_before: Money = ZERO

    @property
    def net(self) -> Money:
        """What reaches the member."""
        return self.gross - self.withheld

    def lines(self, pays_to: int) -> tuple[Line, ...]:
        """Dr interest payable, Cr the member's account (net), Cr withholding payable."""
        return self.lines_with(ZERO, pays_to) if self.gross else self.given_back()

    def lines_with(self, principal: Money, pays_to: int) -> tuple[Line, ...]:
        """The same with a principal that goes to the same account; its own Dr is the caller's."""
        found = [*self.given_back(), credit(pays_to, principal + self.net)]
        if self.gross:
            found.append(debit(accounts.internal_account("DEP_INT_PAYABLE"), self.gross))
        if self.withheld:
            found.append(credit(accounts.internal_account("WITHHOLDING_PAYABLE"), self.withheld))
        return tuple(found)

    def given_back(self) -> tuple[Line, ...]:
        """Dr withholding payable, Cr interest payable: what was withheld before its time, which is
        withheld again with all the rest."""
        if not self.withheld_before:
            return ()
        return (
            debit(accounts.internal_account("WITHHOLDING_PAYABLE"), self.withheld_before),
            credit(accounts.internal_account("DEP_INT_PAYABLE"), self.withheld_before),
        )


def earned(deposit: TermDeposit, until: date, *, rate_ea: Decimal | None = None) -> Earned:
    """Interest of the days from the last settlement up to `until` (not included)."""
    begins = deposit.interest_from
    gross = gross_of(deposit, begins, until, rate_ea=rate_ea) if until > begins else ZERO
    withheld = withheld_of(gross, begins, until) if gross else ZERO
    return replace(nothing_earned(deposit), gross=gross, withheld=withheld)


def nothing_earned(deposit: TermDeposit) -> Earned:
    """The same where those days earn nothing: what the closes had set aside alone."""
    accrued = Accrual.objects.filter(
        product=deposit.id, business_date__gte=deposit.interest_from
    ).aggregate(gross=Sum("gross"), withheld=Sum("withheld"))
    before = Money((accrued["withheld"] or Decimal(0)).quantize(CENT))
    return Earned(ZERO, ZERO, accrued["gross"] or Decimal(0), before)


def short_number(deposit: TermDeposit) -> str:
    """Its number after the word CDAT, which begins it here and not everywhere."""
    return deposit.number.removeprefix("CDAT-")


def note_payment(deposit: TermDeposit, paid: Earned, on: date, entry_id: int) -> None:
    """Keeps what was paid and moves the day from which interest counts."""
    if not paid.gross and not paid.accrued:
        return
    TermInterest.objects.create(
        deposit=deposit,
        paid_on=on,
        gross=paid.gross.amount,
        withheld=paid.withheld.amount,
        accrued=paid.accrued,
        entry_id=entry_id,
    )
    deposit.interest_from = on
    deposit.save(update_fields=["interest_from"])
