"""Telling a member that a CDAT ends soon, and until when they may say what becomes of it."""

from uuid import UUID

from django.conf import settings

from minga.doors.jobs import links
from minga.doors.jobs.tell import tell
from minga.doors.web.rates import ea
from minga.doors.web.templatetags.money import cop, day_short, masked
from minga.kit.clock import business_date
from minga.kit.outbox import Message, NoLongerUseful, NotYet
from minga.notices.contact_hours import next_allowed
from minga.savings.models import MaturityInstruction
from minga.savings.term_reminder import TermReminder, reminder_of

TAIL = 4
NO_RATE = "hoy no hay; si sigue así, pagamos todo en tu cuenta"


def send_term_reminder(message: Message) -> None:
    """{"deposit_id"}: by e-mail; by text message where there is no e-mail.

    In the hours of the other reminders: otherwise it waits for them. What it says is what holds
    now; with nothing left to say, nothing is sent.
    """
    opens = next_allowed(message.at)
    if opens > message.at:
        raise NotYet(opens)
    found = reminder_of(deposit_id=UUID(message["deposit_id"]), on=business_date(message.at))
    if found is None:
        raise NoLongerUseful("El CDAT ya terminó o está por terminar.")
    tell(message, "term_ends_soon", found.to, _words(found))


def _words(found: TermReminder) -> dict[str, str]:
    return {
        "reference": found.number,
        "day": day_short(found.matures_on),
        "ends": day_short(found.ends_on) if found.ends_on != found.matures_on else "",
        "amount": str(found.principal),
        "interest": cop(found.interest),
        "retention": "" if found.withheld is None else cop(found.withheld),
        "total": "" if found.total is None else cop(found.total),
        "does": _does(found),
        "short": _in_short(found),
        "rate": _rate(found),
        "asked": "Así lo pediste" if found.was_asked else "Es lo que hacemos si no dices otra cosa",
        "last": day_short(found.until),
        "link": links.to("web:term_deposit", str(found.deposit_id)) if settings.ORIGIN else "",
    }


def _does(found: TermReminder) -> str:
    account = masked(found.pays_to_number[-TAIL:])
    match found.instruction:
        case MaturityInstruction.REDEEM:
            return f"pagamos capital e intereses en tu cuenta {account}"
        case MaturityInstruction.RENEW_ALL:
            return f"renovamos capital e intereses por {found.days} días"
    return f"renovamos el capital por {found.days} días; intereses a tu cuenta {account}"


def _in_short(found: TermReminder) -> str:
    if found.instruction != MaturityInstruction.REDEEM:
        return "se renueva"
    return "lo pagamos" if found.total is None else f"pagamos {cop(found.total)}"


def _rate(found: TermReminder) -> str:
    if found.instruction == MaturityInstruction.REDEEM:
        return ""
    if found.rate_now is None:
        return NO_RATE
    return f"hoy es {ea(found.rate_now)}; vale la del día en que se renueve"
