"""A member's living CDAT, as the use cases that end it find it."""

from uuid import UUID

from minga.kit.refusal import Refusal
from minga.savings.models import TermDeposit, TermEnd


class UnknownDeposit(Refusal):
    """This member has no such CDAT, or it ended."""

    code = "unknown_deposit"


def living_deposit(member_id: UUID, deposit_id: UUID, *, hold: bool = False) -> TermDeposit:
    """Held: whoever ends it, a day's close too, waits for the caller's transaction. Raises
    UnknownDeposit."""
    deposits = TermDeposit.objects.select_related("pays_to", "plan")
    if hold:
        deposits = deposits.select_for_update(of=("self",))
    found = deposits.filter(id=deposit_id, member_id=member_id).first()
    if found is None or TermEnd.objects.filter(deposit=found).exists():
        raise UnknownDeposit
    return found
