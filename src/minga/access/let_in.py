"""From the right PIN to the office: what is still asked, and the door itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from minga.access import code_messages, enrolments, pin_gate, sessions, trail
from minga.access.models import Credential, SealedAnswer, Stage
from minga.access.pin_gate import Tried
from minga.access.policy import AccessPolicy
from minga.access.visitor import Visitor
from minga.members.models import Member

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The tokens for the browser's cookies; `browser_token` only when it was enrolled just now."""

    session_token: str
    browser_token: str | None
    next_path: str


@dataclass(frozen=True, slots=True)
class Knock:
    """One press of the button: the tokens of the browser's cookies, who pressed it, and when."""

    token: str
    browser_token: str
    session_token: str
    by: Visitor
    at: datetime


def after_pin(tried: Tried, knock: Knock, in_force: AccessPolicy) -> SignedIn | Stage:
    """The office, or the step before it: a browser nobody enrolled answers one question first.

    The wrong PINs so far are forgiven only at the door: whoever has the PIN and not the answer
    gets no new row of ten by entering it again.
    """
    question = _question_for(tried, in_force)
    if question:
        tried.flow.question, tried.flow.stage = question, Stage.QUESTION
        tried.flow.save(update_fields=["question", "stage"])
        return Stage.QUESTION
    return after_question(tried, knock, in_force)


def asks_question(tried: Tried, in_force: AccessPolicy) -> bool:
    """Whether a question follows the right PIN here."""
    return bool(_question_for(tried, in_force))


def _question_for(tried: Tried, in_force: AccessPolicy) -> str:
    if in_force.is_strict or tried.credential is None or tried.enrolment.enrolled_at is not None:
        return ""
    known = SealedAnswer.objects.filter(credential=tried.credential)
    chosen = sorted(known.values_list("question", flat=True))
    return secrets.choice(chosen) if chosen else ""


def after_question(tried: Tried, knock: Knock, in_force: AccessPolicy) -> SignedIn | Stage:
    """The office, or a new PIN first where the old one may serve no longer."""
    if _must_change(tried, in_force, knock.at):
        tried.flow.stage = Stage.PIN_CHANGE
        tried.flow.save(update_fields=["stage"])
        return Stage.PIN_CHANGE
    return let_in(tried, knock, in_force)


def _must_change(tried: Tried, in_force: AccessPolicy, at: datetime) -> bool:
    """Four digits where the cooperative asks for more, or too many wrong PINs in thirty days."""
    credential = tried.credential
    if credential is None:
        return False
    if in_force.is_strict and not credential.is_long:
        return True
    since = max(at - MONTH, credential.pin_changed_at or credential.registered_at)
    return trail.wrong_pins(credential.member_id, since) >= in_force.pin_failures_month


def let_in(tried: Tried, knock: Knock, in_force: AccessPolicy) -> SignedIn:
    """Opens the session; enrols a browser that a code verified, if it is to be remembered."""
    pin_gate.forgive(tried)
    browser_token = None
    if tried.enrolment.enrolled_at is None:
        browser_token = _known_from_now_on(tried, knock, in_force)
    previous = tried.credential.last_sign_in_at if tried.credential else None
    Credential.objects.filter(member_id=tried.enrolment.member_id).update(last_sign_in_at=knock.at)
    sessions.end(knock.session_token, "signed_in_again", knock.at)
    session_token = sessions.open_session(
        tried.enrolment, previous=previous, policy=in_force, by=knock.by, at=knock.at
    )
    tried.flow.stage = Stage.DONE
    tried.flow.save(update_fields=["stage"])
    return SignedIn(session_token, browser_token, tried.flow.next_path)


def _known_from_now_on(tried: Tried, knock: Knock, in_force: AccessPolicy) -> str | None:
    member = Member.objects.get(id=tried.enrolment.member_id)
    if not tried.flow.remembers:
        code_messages.notify("browser_used", member, knock.at, knock.by, everywhere=True)
        return None
    code_messages.notify("browser_enrolled", member, knock.at, knock.by, everywhere=True)
    return enrolments.enrol(
        tried.enrolment,
        browser_token=knock.browser_token,
        policy=in_force,
        by=knock.by,
        at=knock.at,
    )
