"""Undo the renewal of a CDAT within its window: the money comes back, as if it had been paid."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, outbox, parameters
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.ledger import post
from minga.ledger.entry import EntryDraft, debit
from minga.payments.held_deposit import living_deposit
from minga.savings import term_books
from minga.savings.models import TermDeposit, TermEnd
from minga.savings.term_books import Earned, short_number
from minga.savings.term_renewals import regret_until


class NothingToUndo(Refusal):
    """This CDAT is not the renewal of another one."""

    code = "nothing_to_undo"


class RegretNotSet(Refusal):
    """The cooperative has not said for how many days a renewal may be undone."""

    code = "regret_not_set"


class RegretOver(Refusal):
    """The last day for it is over: `until`."""

    code = "regret_over"

    def __init__(self, until: date) -> None:
        super().__init__(until=until)
        self.until = until


class UndoChanged(Refusal):
    """What would be paid is no longer what was reviewed: look at it again."""

    code = "undo_changed"


@dataclass(frozen=True, slots=True)
class UndoQuote:
    """What undoing it today would pay, and the last day for it."""

    principal: Money
    interest: Money
    withheld: Money
    until: date

    @property
    def pays(self) -> Money:
        """What reaches the member's account."""
        return self.principal + self.interest - self.withheld


def quote_undo(member_id: UUID, deposit_id: UUID, at: datetime) -> UndoQuote:
    """Reading only. Raises UnknownDeposit, NothingToUndo, RegretNotSet, RegretOver,
    MissingParameter."""
    return _quote(living_deposit(member_id, deposit_id), business_date(at))[0]


@retried
def undo_term_renewal(
    *,
    member_id: UUID,
    deposit_id: UUID,
    pays: Money,
    at: datetime,
    approve: Callable[[], bytes | None] = lambda: None,
) -> UndoQuote:
    """Pays the renewed deposit to the account it pays to; `pays` is what was reviewed.

    Until the end of the last business day of the plan's window, counted from the day after the
    renewal. The days in between earn nothing, unless the parameter `cdat.regret_interest` says so;
    what was accrued for them goes back at the day's close. Refuses with UnknownDeposit (also when
    it was undone or cancelled a moment ago), NothingToUndo, RegretNotSet, RegretOver, UndoChanged,
    MissingParameter.

        Dr the renewed deposit                  principal
        Dr interest payable on deposits         interest of the days, where they earn any
            Cr the member's savings                 principal and interest, less what is withheld
            Cr withholding payable                  what is withheld
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        deposit = living_deposit(member_id, deposit_id, hold=True)
        quoted, earned = _quote(deposit, on)
        if quoted.pays != pays:
            raise UndoChanged
        approve()
        entry = post.post(_entry(deposit, quoted.principal, earned, at))
        term_books.note_payment(deposit, earned, on, entry.entry_id)
        TermEnd.objects.create(
            deposit=deposit, how="undone", on=on, at=at, actor=f"member:{member_id}",
            entry_id=entry.entry_id,
        )  # fmt: skip
        record(
            at=at, actor=f"member:{member_id}", action="undo_term_renewal",
            subject=f"term_deposit:{deposit.id}", detail={"pays": str(quoted.pays)},
        )  # fmt: skip
        outbox.publish("term_renewal_undone", {"deposit_id": str(deposit.id)})
    return quoted


def _quote(deposit: TermDeposit, on: date) -> tuple[UndoQuote, Earned]:
    if deposit.renews_id is None:
        raise NothingToUndo
    until = regret_until(deposit)
    if until is None:
        raise RegretNotSet
    if on > until:
        raise RegretOver(until)
    earns = parameters.text("cdat.regret_interest", deposit.opened_on) == "1"
    earned = term_books.earned(deposit, on) if earns else term_books.nothing_earned(deposit)
    return UndoQuote(Money(deposit.principal), earned.gross, earned.withheld, until), earned


def _entry(deposit: TermDeposit, principal: Money, earned: Earned, at: datetime) -> EntryDraft:
    to = deposit.pays_to.ledger_account_id
    lines = (debit(deposit.ledger_account_id, principal), *earned.lines_with(principal, to))
    key = ids.key_from("cdat_undone", deposit.number)
    return EntryDraft(
        key=key, kind="cdat_undone", business_date=business_date(at), occurred_at=at,
        description=f"Renovación deshecha de tu CDAT {short_number(deposit)}",
        actor=f"member:{deposit.member_id}", lines=lines, reference=ids.reference(key),
    )  # fmt: skip
