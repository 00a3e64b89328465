"""Telling a member what became of a CDAT."""

from minga.doors.jobs.tell import tell
from minga.kit.outbox import Handler, Message
from minga.kit.spanish import day_long
from minga.savings.models import TermDeposit
from minga.savings.term_renewals import regret_until


def _teller(kind: str) -> Handler:
    """{"deposit_id"}: the deposit that was opened, ended, or came of a renewal."""

    def send(message: Message) -> None:
        deposits = TermDeposit.objects.select_related("member", "plan")
        one = deposits.get(pk=message["deposit_id"])
        until = regret_until(one) if kind == "term_renewed" else None
        context = {
            "amount": str(one.principal),
            "reference": one.number,
            "day": day_long(one.matures_on),
            "until": day_long(until) if until else "",
        }
        tell(message, kind, one.member, context)

    return send


HANDLERS: dict[str, Handler] = {
    "term_deposit_opened": _teller("term_opened"),
    "term_deposit_redeemed": _teller("term_redeemed"),
    "term_deposit_renewed": _teller("term_renewed"),
    "term_renewal_undone": _teller("term_undone"),
    "term_deposit_cancelled": _teller("term_cancelled"),
}
