"""What an assembly sets apart of the surpluses to revalue aportes comes into its fund."""

from datetime import date, datetime

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.savings.revaluation_rules import ActMissing, is_act

FUND = "APORTES_REVALUATION_FUND"


class NothingSetApart(Refusal):
    """The assembly sets apart more than nothing."""

    code = "nothing_set_apart"


class ActToCome(Refusal):
    """An assembly that has not met has set nothing apart."""

    code = "act_to_come"


def set_apart(*, amount: Money, act: str, act_date: date, staff: str, at: datetime) -> bool:
    """Brings it into the fund, once for an act; False when it stood there.

    Surpluses are shared out in the accountant's own program (Ley 79 of 1988 art. 54), which these
    books meet at the migration account. Refuses with NothingSetApart, ActMissing, ActToCome,
    KeyReused (that act set another amount apart).

        Dr MIGRATION                                        amount
            Cr fund for the revaluation of aportes              amount
    """
    if amount <= ZERO:
        raise NothingSetApart
    if not is_act(act):
        raise ActMissing
    if act_date > business_date(at):
        raise ActToCome
    with transaction.atomic(durable=True):
        posted = post.post(
            EntryDraft(
                key=ids.key_from("revaluation_fund", act, act_date.isoformat()),
                kind="revaluation_fund", business_date=business_date(at), occurred_at=at,
                description="Apropiado por la asamblea para revalorizar aportes", actor=staff,
                request=ids.request_hash(amount),
                lines=(
                    debit(accounts.internal_account("MIGRATION"), amount),
                    credit(accounts.internal_account(FUND), amount),
                ),
            )
        )  # fmt: skip
        if not posted.replayed:
            record(
                at=at, actor=staff, action="fill_revaluation_fund", subject="aportes:fund",
                detail={"act": act, "act_date": act_date.isoformat(), "amount": str(amount)},
            )  # fmt: skip
    return not posted.replayed
