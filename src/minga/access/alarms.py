"""What looks wrong about many members at once: raised by the office, closed by a person."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from minga.access.models import AccessAlarm
from minga.audit.record import record
from minga.kit import sql
from minga.kit.refusal import Refusal

SAME_PIN = "same_wrong_pin"  # one wrong PIN was tried with many members
WRONG_SHARE = "many_wrong_pins"  # most PINs of an hour were wrong
WHY_LENGTH_MAX = 80
ACTOR = "system:access"
_log = logging.getLogger(__name__)
_RAISE = """
    INSERT INTO access_accessalarm (kind, at, detail, closed_why) VALUES (%s, %s, %s::jsonb, '')
    ON CONFLICT (kind) WHERE closed_at IS NULL DO NOTHING RETURNING id"""


class NoOpenAlarm(Refusal):
    """No alarm of that number is open."""

    code = "no_open_alarm"


class ReasonNeeded(Refusal):
    """Whoever closes an alarm says why, in a few words."""

    code = "reason_needed"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as it is listed."""

    id: int
    kind: str
    at: datetime
    detail: dict[str, int]
    closed_at: datetime | None
    closed_why: str


def is_open() -> bool:
    """Whether, for now, nobody is given a second PIN to try in a known browser."""
    return AccessAlarm.objects.filter(closed_at=None).exists()


def raise_alarm(kind: str, detail: dict[str, int], at: datetime) -> bool:
    """Opens the alarm of a kind, in the caller's transaction; False when it is open already.

    `detail` holds figures: nobody's name, and nothing that was typed.
    """
    if not sql.rows(_RAISE, [kind, at, json.dumps(detail)]):
        return False
    _note("alarm_raised", kind, at, ACTOR, {**detail})
    _log.error("Alarma de acceso «%s» %s. Mira «minga access alarms».", kind, detail)
    return True


def closed_before(kind: str) -> datetime | None:
    """When an alarm of that kind was last closed: what was seen until then is dealt with."""
    last: datetime | None = AccessAlarm.objects.filter(kind=kind).aggregate(last=Max("closed_at"))[
        "last"
    ]
    return last


def alarms(*, with_closed: bool = False) -> list[Alarm]:
    """The open ones, or all, newest first."""
    found = AccessAlarm.objects.order_by("-id")
    return [
        Alarm(one.pk, one.kind, one.at, one.detail, one.closed_at, one.closed_why)
        for one in (found if with_closed else found.filter(closed_at=None))
    ]


def close_alarm(*, alarm_id: int, why: str, actor: str, at: datetime) -> None:
    """Closes an open alarm, with a reason. Refuses with NoOpenAlarm, ReasonNeeded."""
    reason = " ".join(why.split())[:WHY_LENGTH_MAX]
    if not reason:
        raise ReasonNeeded
    with transaction.atomic(durable=True):
        alarm = AccessAlarm.objects.select_for_update().filter(id=alarm_id, closed_at=None).first()
        if alarm is None:
            raise NoOpenAlarm
        alarm.closed_at, alarm.closed_why = at, reason
        alarm.save(update_fields=["closed_at", "closed_why"])
        _note("alarm_closed", alarm.kind, at, actor, {"why": reason})


def _note(action: str, kind: str, at: datetime, actor: str, detail: dict[str, str | int]) -> None:
    record(at=at, actor=actor, action=f"access.{action}", subject=f"alarm:{kind}", detail=detail)
