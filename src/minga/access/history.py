"""What happened to a member's access, as the trail tells it, newest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from minga.access.trail import DEVICE, subject_of
from minga.audit.models import AuditEvent

SHOWN_FOR = timedelta(days=90)
PAGE = 20
# What a member asked for or somebody tried, by what came of it. Steps on the way to these are left
# out: who gets in is told once.
_TOLD: dict[str, frozenset[str]] = {
    "enter_pin": frozenset({"done", "wrong_pin", "pin_waits", "pin_disabled", "browser_revoked"}),
    "answer_question": frozenset({"done", "wrong_answer", "answers_spent", "pin_disabled"}),
    "renew_pin": frozenset({"done"}),
    "sign_in_passkey": frozenset({"done"}),
    "pin_again": frozenset({"wrong_pin", "pin_waits", "pin_disabled", "browser_revoked"}),
    "sign_out": frozenset({"done"}),
    "registered": frozenset({"done"}),
    "enrol_browser": frozenset({"done"}),
    "forget_browser": frozenset({"done"}),
    "close_session": frozenset({"done"}),
    "change_pin": frozenset({"done"}),
    "change_questions": frozenset({"done"}),
    "questions_changed": frozenset({"done"}),
    "change_strip": frozenset({"done"}),
    "pin_recovered": frozenset({"done"}),
    "add_passkey": frozenset({"done"}),
    "remove_passkey": frozenset({"done"}),
    "rename_passkey": frozenset({"done"}),
    "block_access": frozenset({"done"}),
    "unblock_access": frozenset({"done"}),
    "reset_access": frozenset({"done"}),
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened: what, what came of it, when, and in which browser if known."""

    at: datetime
    action: str
    result: str
    device: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some of it, and how to ask for what came before; no cursor when there is nothing before."""

    entries: list[HistoryEntry]
    next_cursor: str


def history(member_id: UUID, *, cursor: str, at: datetime) -> HistoryPage:
    """A page of what happened in the last ninety days. A cursor that is none starts at the
    newest."""
    told = Q()
    for action, results in _TOLD.items():
        told |= Q(action=f"access.{action}", result__in=results)
    events = AuditEvent.objects.filter(told, subject=subject_of(member_id), at__gt=at - SHOWN_FOR)
    if cursor.isdecimal() and len(cursor) < 19:
        events = events.filter(id__lt=int(cursor))
    found = list(events.order_by("-id")[: PAGE + 1])
    more = len(found) > PAGE
    return HistoryPage(
        [_entry(one) for one in found[:PAGE]], str(found[PAGE - 1].pk) if more else ""
    )


def _entry(event: AuditEvent) -> HistoryEntry:
    action = event.action.removeprefix("access.")
    return HistoryEntry(event.at, action, event.result, str(event.detail.get(DEVICE, "")))
