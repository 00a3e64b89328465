"""Telling a member that the assembly revalued their aportes."""

from minga.doors.jobs.tell import tell
from minga.kit.outbox import Message
from minga.savings.models import AportesCredit


def send_aportes_revalued(message: Message) -> None:
    """{"credit_id"}: by e-mail; by text message where there is no e-mail; else nobody."""
    found = AportesCredit.objects.select_related("account__member", "revaluation")
    one = found.get(pk=message["credit_id"])
    context = {"amount": str(one.amount), "reference": str(one.revaluation.year)}
    tell(message, "aportes_revalued", one.account.member, context)
