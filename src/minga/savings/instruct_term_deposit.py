"""Say what is to become of a CDAT at its end."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.savings.models import MaturityInstruction, TermDeposit, TermEnd, TermInstruction
from minga.savings.term_schedule import instructed_until


class TooLateToInstruct(Refusal):
    """The day on which it is paid or renewed has come: what was asked for before counts. `until`:
    the last day for it."""

    code = "too_late_to_instruct"

    def __init__(self, until: date) -> None:
        super().__init__(until=until)
        self.until = until


class DepositEnded(Refusal):
    """This member has no such CDAT, or it ended already."""

    code = "deposit_ended"


def instruct_term_deposit(
    *, member_id: UUID, deposit_id: UUID, what: MaturityInstruction, at: datetime
) -> None:
    """The latest instruction counts. It may be given until the eve of the business day on which the
    deposit is paid or renewed, also where the close of that eve comes late. Refuses with
    DepositEnded, TooLateToInstruct."""
    with transaction.atomic(durable=True):
        deposit = (
            TermDeposit.objects.select_for_update()
            .filter(id=deposit_id, member_id=member_id)
            .first()
        )
        if deposit is None or TermEnd.objects.filter(deposit=deposit).exists():
            raise DepositEnded
        until = instructed_until(deposit.matures_on)
        if business_date(at) > until:
            raise TooLateToInstruct(until)
        TermInstruction.objects.create(
            deposit=deposit, what=what, at=at, actor=f"member:{member_id}"
        )
        record(
            at=at, actor=f"member:{member_id}", action="instruct_term_deposit",
            subject=f"term_deposit:{deposit.id}", detail={"what": what},
        )  # fmt: skip
