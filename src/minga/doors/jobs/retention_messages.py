"""Telling a member that retention of earlier years was given back."""

from minga.doors.jobs.tell import tell
from minga.kit.outbox import Message
from minga.savings.kept_retention import kept_of_deposit, kept_of_goal
from minga.savings.models import RetentionReturn


def send_retention_given_back(message: Message) -> None:
    """{"return_id"}: by e-mail; by text message where there is no e-mail; else nobody."""
    one = RetentionReturn.objects.select_related("paid_to__member").get(pk=message["return_id"])
    kept = kept_of_deposit(one.deposit_end_id) if one.deposit_end_id else None
    kept = kept_of_goal(one.goal_end_id) if one.goal_end_id else kept
    assert kept is not None, "what was given back had been kept"
    context = {
        "amount": str(one.amount), "what": f"{kept.name} {kept.number}", "reference": one.reference,
    }  # fmt: skip
    tell(message, "retention_back", one.paid_to.member, context)
