"""Say what is to become of a CDAT at its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.refusal import Refusal
from minga.savings.models import MaturityInstruction, TermDeposit, TermEnd, TermInstruction


class DepositEnded(Refusal):
    """This member has no such CDAT, or it ended already."""

    code = "deposit_ended"


def instruct_term_deposit(
    *, member_id: UUID, deposit_id: UUID, what: MaturityInstruction, at: datetime
) -> None:
    """The latest instruction counts, until the deposit matures. Refuses with DepositEnded."""
    with transaction.atomic(durable=True):
        deposit = (
            TermDeposit.objects.select_for_update()
            .filter(id=deposit_id, member_id=member_id)
            .first()
        )
        if deposit is None or TermEnd.objects.filter(deposit=deposit).exists():
            raise DepositEnded
        TermInstruction.objects.create(
            deposit=deposit, what=what, at=at, actor=f"member:{member_id}"
        )
        record(
            at=at, actor=f"member:{member_id}", action="instruct_term_deposit",
            subject=f"term_deposit:{deposit.id}", detail={"what": what},
        )  # fmt: skip
