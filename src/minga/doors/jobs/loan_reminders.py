"""Telling a debtor and their codebtors what falls due and what is late on a credit."""

from datetime import date
from uuid import UUID

from minga.doors.jobs.tell import tell
from minga.doors.web.templatetags.money import cop, day_short, masked
from minga.kit.clock import business_date
from minga.kit.outbox import Message, NoLongerUseful, NotYet
from minga.loans.reminder import Reminder, reminder_of
from minga.notices.contact_hours import next_allowed

TAIL = 4


def send_loan_reminder(message: Message) -> None:
    """{"loan", "member", "due_on", "stage"}: by e-mail; by text message where there is no e-mail.

    Only in hours that the law allows: otherwise it waits for them. What is owed is what is owed
    now; with nothing left to say, nothing is sent.
    """
    opens = next_allowed(message.at)
    if opens > message.at:
        raise NotYet(opens)
    found = reminder_of(
        loan_id=UUID(message["loan"]), member_id=UUID(message["member"]),
        due_on=date.fromisoformat(message["due_on"]), stage=int(message["stage"]),
        on=business_date(message.at),
    )  # fmt: skip
    if found is None:
        raise NoLongerUseful("La cuota ya no está como cuando se escribió el aviso.")
    tell(message, _kind(found), found.to, _words(found))


def _kind(found: Reminder) -> str:
    if found.days_late <= 0:
        return "loan_due_soon"
    return "loan_overdue" if found.to.id == found.debtor.id else "loan_overdue_codebtor"


def _words(found: Reminder) -> dict[str, str]:
    return {
        "reference": masked(found.number[-TAIL:]),
        "amount": str(found.amount),
        "day": day_short(found.due_on),
        "days": str(found.days_late),
        "mora": f"{cop(found.mora)}, y crece cada día" if found.mora else "",
        "collection": cop(found.collection) if found.collection else "",
        "debtor": (found.debtor.given_names.split() or [""])[0],
    }
