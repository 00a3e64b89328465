"""Retention of earlier years given back («reintegro»): on the member's written word, by two people.

What was withheld in an earlier year of interest that an early end took back is given back when its
holder says in writing that it was not and will not be imputed in their tax return; whoever withheld
it takes it off what the month declares (Decreto 1189 of 1988 art. 5; DUR 1625 of 2016 art.
1.2.4.16). A certificate that had been issued on it is annulled, which is for the cooperative to do.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.kit import ids, outbox
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.kit.spanish import day_long
from minga.kit.visitor import Visitor
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.savings.kept_retention import EndedEarly, KeptRetention, kept_of
from minga.savings.models import ProductKind, RetentionReturn, SavingsAccount
from minga.staff import acts
from minga.staff.acts import ActChanged
from minga.staff.identity import actor_of, is_concerned
from minga.staff.models import ActKind
from minga.staff.refusals import OneselfConcerned

STATEMENT_MAX = 60


class NothingKept(Refusal):
    """No such product left retention of earlier years withheld, or it was given back by now."""

    code = "nothing_kept"


class StatementMissing(Refusal):
    """The member's letter has no reference to find it by, or one too long to keep."""

    code = "statement_missing"


class StatementDay(Refusal):
    """The letter's day is to come, or before the product was opened."""

    code = "statement_day"


class UnknownDestination(Refusal):
    """It is paid to savings at sight of the same member."""

    code = "unknown_destination"


def subject_of(what: EndedEarly, product_id: UUID) -> str:
    """How acts and the trail name what an early end left withheld."""
    return f"retention:{what.value}:{product_id}"


def propose_return(
    *,
    what: EndedEarly,
    product_id: UUID,
    stated_on: date,
    statement: str,
    account_id: UUID,
    employee_id: UUID,
    by: Visitor,
    at: datetime,
) -> UUID:
    """Registers the member's written statement and proposes to give back all that was kept; returns
    the act's id.

    Refuses with NothingKept, StatementMissing, StatementDay, UnknownDestination, OneselfConcerned.
    """
    filed = " ".join(statement.split())
    if not filed or len(filed) > STATEMENT_MAX or not filed.isprintable():
        raise StatementMissing
    with transaction.atomic(durable=True):
        kept = _kept(what, product_id, employee_id)
        if kept.returned is not None:
            raise NothingKept
        if not kept.opened_on <= stated_on <= business_date(at):
            raise StatementDay
        account = _account(kept, account_id)
        act = acts.propose(
            kind=ActKind.RETENTION, subject=subject_of(what, product_id), maker=employee_id,
            payload={
                "what": what.value, "product_id": str(product_id), "product": kept.number,
                "amount": str(kept.amount), "statement": filed, "stated_on": str(stated_on),
                "account_id": str(account.id), "paid_to": account.number,
            },
            reason=f"Carta del asociado «{filed}» del {day_long(stated_on)}", by=by, at=at,
        )  # fmt: skip
    return act.id


@retried
def decide_return(
    *,
    act_id: UUID,
    employee_id: UUID,
    seen: str,
    approve: bool,
    why: str,
    by: Visitor,
    at: datetime,
) -> None:
    """Gives it back, once, or says why not. The member is told.

    Refuses as `acts.held`, with OneselfConcerned, ReasonMissing (a rejection without words),
    NothingKept (given back by now), ActChanged when another sum is kept, ClosedLedgerAccount.

        Dr withholding payable          all that was kept
            Cr the member's savings         the same
    """
    with transaction.atomic(durable=True):
        act = acts.held(act_id, kind=ActKind.RETENTION, seen=seen, checker=employee_id, at=at)
        what, product_id = EndedEarly(act.payload["what"]), UUID(act.payload["product_id"])
        kept = _kept(what, product_id, employee_id, hold=True)
        if approve:
            if kept.returned is not None:
                raise NothingKept
            if str(kept.amount) != act.payload["amount"]:
                raise ActChanged
        acts.close(act, checker=employee_id, approve=approve, why=why, by=by, at=at)
        if approve:
            _give_back(kept, act.id, act.payload, actor_of(employee_id), at)


def _kept(
    what: EndedEarly, product_id: UUID, employee_id: UUID, *, hold: bool = False
) -> KeptRetention:
    """Only whoever decides holds it, after the act: two orders of waiting would be a deadlock."""
    kept = kept_of(what, product_id, hold=hold)
    if kept is None:
        raise NothingKept
    if is_concerned(actor_of(employee_id), {kept.document}):
        raise OneselfConcerned
    return kept


def _account(kept: KeptRetention, account_id: UUID) -> SavingsAccount:
    own = SavingsAccount.objects.filter(member_id=kept.member_id, kind=ProductKind.SIGHT)
    found = own.filter(id=account_id).first()
    if found is None:
        raise UnknownDestination
    return found


def _give_back(
    kept: KeptRetention, act_id: UUID, said: dict[str, str], actor: str, at: datetime
) -> None:
    account, on = _account(kept, UUID(said["account_id"])), business_date(at)
    key = ids.key_from("retention_given_back", kept.what, kept.number)
    reference = ids.reference(key)
    entry = post.post(
        EntryDraft(
            key=key, kind="retention_given_back", business_date=on, occurred_at=at, actor=actor,
            description=f"Retención de años anteriores que te devolvemos: {kept.name}",
            reference=reference,
            lines=(
                debit(accounts.internal_account("WITHHOLDING_PAYABLE"), kept.amount),
                credit(account.ledger_account_id, kept.amount),
            ),
        )
    )  # fmt: skip
    is_deposit = kept.what is EndedEarly.DEPOSIT
    RetentionReturn.objects.create(
        id=act_id, deposit_end_id=kept.id if is_deposit else None,
        goal_end_id=None if is_deposit else kept.id, amount=kept.amount.amount, paid_to=account,
        stated_on=date.fromisoformat(said["stated_on"]), statement=said["statement"], on=on, at=at,
        actor=actor, reference=reference, entry_id=entry.entry_id,
    )  # fmt: skip
    outbox.publish("retention_given_back", {"return_id": str(act_id)})
