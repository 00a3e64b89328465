"""Cancel a CDAT before its time: what it costs is shown first, and then exactly that is charged."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, outbox
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, Line, credit, debit
from minga.payments.held_deposit import living_deposit
from minga.savings import term_books
from minga.savings.models import TermDeposit, TermEnd
from minga.savings.term_books import Earned, short_number
from minga.savings.term_exit import term_exit
from minga.savings.term_interest import EarlyExit
from minga.savings.term_terms import early_rate_of


class EarlyExitNotAllowed(Refusal):
    """The plan does not let this CDAT end before its time."""

    code = "early_exit_not_allowed"


class ExitChanged(Refusal):
    """What would be paid is no longer what was reviewed: look at it again."""

    code = "exit_changed"


@dataclass(frozen=True, slots=True)
class ExitQuote:
    """What cancelling today would pay. `lost`: interest the member would not receive.

    `given_back`: retention of interest that is taken back; `kept_back`: the same of earlier years,
    which stays withheld (`savings.term_exit`).
    """

    principal: Money
    exit: EarlyExit
    withheld: Money
    lost: Money
    given_back: Money
    kept_back: Money

    @property
    def pays(self) -> Money:
        """What reaches the member's account."""
        interest = self.exit.owed - self.withheld - self.exit.recovered + self.given_back
        return self.principal + interest


def quote_exit(member_id: UUID, deposit_id: UUID, at: datetime) -> ExitQuote:
    """Reading only. Raises UnknownDeposit, EarlyExitNotAllowed, MissingParameter."""
    deposit = living_deposit(member_id, deposit_id)
    return _quote(deposit, business_date(at))[0]


@retried
def cancel_term_deposit(
    *,
    member_id: UUID,
    deposit_id: UUID,
    pays: Money,
    at: datetime,
    approve: Callable[[], bytes | None] = lambda: None,
) -> ExitQuote:
    """Pays what is left of the deposit to the account it pays to; `pays` is what was reviewed.

    Refuses with UnknownDeposit (also when it was cancelled a moment ago), EarlyExitNotAllowed,
    ExitChanged, MissingParameter. What had been accrued beyond it goes back at the day's close.

        Dr the deposit                          principal
        Dr interest payable on deposits         interest at the lower rate, not paid yet
        Dr withholding payable                  what had been withheld this year of what had been
                                                paid in excess, less what is to be withheld now
            Cr the member's savings                 principal and interest, less what is withheld
                                                    and what had been paid in excess, and what had
                                                    been withheld of that
            Cr withholding payable                  what is withheld
            Cr interest cost of CDAT                what had been paid in excess
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        deposit = living_deposit(member_id, deposit_id, hold=True)
        quoted, earned = _quote(deposit, on)
        if quoted.pays != pays:
            raise ExitChanged
        approve()
        key = ids.key_from("cdat_cancelled", deposit.number)
        entry = post.post(
            EntryDraft(
                key=key, kind="cdat_cancelled", business_date=on, occurred_at=at,
                description=f"Cancelación anticipada de tu CDAT {short_number(deposit)}",
                actor=f"member:{member_id}", lines=_lines(deposit, quoted, earned),
                reference=ids.reference(key),
            )
        )  # fmt: skip
        term_books.note_payment(deposit, earned, on, entry.entry_id)
        TermEnd.objects.create(
            deposit=deposit, how="cancelled", on=on, at=at, actor=f"member:{member_id}",
            penalty=quoted.lost.amount, recovered=quoted.exit.recovered.amount,
            given_back=quoted.given_back.amount, kept_back=quoted.kept_back.amount,
            entry_id=entry.entry_id,
        )  # fmt: skip
        record(
            at=at, actor=f"member:{member_id}", action="cancel_term_deposit",
            subject=f"term_deposit:{deposit.id}", detail={"pays": str(quoted.pays)},
        )  # fmt: skip
        outbox.publish("term_deposit_cancelled", {"deposit_id": str(deposit.id)})
    return quoted


def _quote(deposit: TermDeposit, on: date) -> tuple[ExitQuote, Earned]:
    early_rate = early_rate_of(deposit)
    if early_rate is None or on >= deposit.matures_on:
        raise EarlyExitNotAllowed
    leaving = term_exit(deposit, on, early_rate=early_rate)
    left = leaving.interest
    agreed = term_books.earned(deposit, on)
    paid = sum((Money(one.gross) for one in deposit.interests.all()), ZERO)
    quoted = ExitQuote(
        Money(deposit.principal), left, leaving.withheld,
        lost=max(ZERO, agreed.gross + paid - left.interest),
        given_back=leaving.given_back, kept_back=leaving.kept_back,
    )  # fmt: skip
    return quoted, replace(agreed, gross=left.owed, withheld=leaving.withheld)


def _lines(deposit: TermDeposit, quoted: ExitQuote, earned: Earned) -> tuple[Line, ...]:
    lines = [
        *earned.given_back(),
        debit(deposit.ledger_account_id, quoted.principal),
        credit(deposit.pays_to.ledger_account_id, quoted.pays),
    ]
    if quoted.exit.owed:
        payable = accounts.internal_account("DEP_INT_PAYABLE")
        lines.append(debit(payable, quoted.exit.owed))
    withholding = accounts.internal_account("WITHHOLDING_PAYABLE")
    if quoted.withheld:
        lines.append(credit(withholding, quoted.withheld))
    if quoted.given_back:
        lines.append(debit(withholding, quoted.given_back))
    if quoted.exit.recovered:
        cost = accounts.internal_account("INTEREST_COST_TERM")
        lines.append(credit(cost, quoted.exit.recovered))
    return tuple(lines)
