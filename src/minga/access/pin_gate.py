"""Whether a PIN may be tried now, and what a wrong one brings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from minga.access import access_blocks, alarms, spraying
from minga.access.flows import FlowExpired
from minga.access.models import Credential, Enrolment, Flow, PinBlock
from minga.access.policy import AccessPolicy
from minga.access.rules import wrong_pin_cost
from minga.kit.refusal import Refusal

TOO_MANY_FAILURES = "failures_in_a_row"


class WrongPin(Refusal):
    """The PIN does not match; the try is counted; `tries_left` before a pause."""

    code = "wrong_pin"

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left=tries_left)
        self.tries_left = tries_left


class PinWaits(Refusal):
    """No PIN is tried in this browser before the moment `until`."""

    code = "pin_waits"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)
        self.until = until


class WrongAnswer(Refusal):
    """Not the answer that was chosen; the try is counted; `tries_left` remain."""

    code = "wrong_answer"

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left=tries_left)
        self.tries_left = tries_left


class AnswersSpent(Refusal):
    """The question was answered wrong too often: this sign-in is over and begins again."""

    code = "answers_spent"


class BrowserRevoked(Refusal):
    """This browser used up its tries and is a stranger again: it needs another code."""

    code = "browser_revoked"


class PinDisabled(Refusal):
    """The PIN was disabled after too many wrong ones in a row; the office gives it back."""

    code = "pin_disabled"


class AccessBlocked(PinDisabled):
    """The member, or a link in a notice to them, closed every way in: the PIN serves no more until
    the access is recovered with two proofs, or the office opens it."""

    code = "access_blocked"


class NoSecret(Refusal):
    """This member chose a passkey instead of a PIN: there is none to try."""

    code = "no_secret"


@dataclass(frozen=True, slots=True)
class Tried:
    """The rows a try is decided on. No credential: somebody who has no PIN to get in with."""

    flow: Flow
    enrolment: Enrolment
    credential: Credential | None
    is_disabled: bool
    is_blocked: bool


def read(flow: Flow) -> Tried:
    """The rows as they are."""
    return _tried(flow, Credential.objects.all(), Enrolment.objects.all())


def hold(flow: Flow) -> Tried:
    """As `read`, with the rows held: all tries of one member take turns, wherever they are made."""
    return _tried(
        flow, Credential.objects.select_for_update(), Enrolment.objects.select_for_update()
    )


def _tried(flow: Flow, credentials: QuerySet[Credential], places: QuerySet[Enrolment]) -> Tried:
    if flow.member_id is None or flow.enrolment_id is None:
        raise FlowExpired
    credential = credentials.filter(member_id=flow.member_id).first()
    enrolment = places.get(id=flow.enrolment_id)
    blocks = PinBlock.objects.filter(credential_id=flow.member_id, lifted_at=None)
    blocked = access_blocks.is_open(flow.member_id)
    return Tried(flow, enrolment, credential, blocks.exists(), blocked)


def closed(tried: Tried, at: datetime) -> Refusal | None:
    """Why no PIN may be tried now; None when one may."""
    if tried.enrolment.ended_at is not None:
        return BrowserRevoked()
    if tried.is_blocked:
        return AccessBlocked()
    if tried.credential is not None and not tried.credential.has_secret:
        return NoSecret()
    if tried.is_disabled:
        return PinDisabled()
    wait = tried.enrolment.wait_until
    return PinWaits(wait) if wait is not None and at < wait else None


def count_wrong(tried: Tried, policy: AccessPolicy, mark: bytes, at: datetime) -> Refusal:
    """Writes one more failure, here and overall, with what it brings; returns the refusal.

    `mark` stands for the PIN (`spraying.mark_of`). While an alarm is open, a known browser has one
    try and then proves itself again by a code.
    """
    spraying.note(mark, tried.enrolment.member_id, policy, at)
    enrolment, credential = tried.enrolment, tried.credential
    enrolment.failures += 1
    overall = enrolment.failures
    if credential is not None:
        overall = credential.failures = credential.failures + 1
        credential.save(update_fields=["failures"])
    cost = wrong_pin_cost(
        enrolment.failures,
        overall,
        free=policy.pin_free_tries,
        waits=policy.pin_waits,
        overall_max=policy.pin_failures_overall,
    )
    enrolment.wait_until = at + cost.wait if cost.wait else None
    refusal: Refusal = WrongPin(cost.tries_left)
    if enrolment.wait_until:
        refusal = PinWaits(enrolment.wait_until)
    if cost.disables_pin and credential is not None:
        refusal = _disable(credential, at)
    elif cost.revokes_browser or (enrolment.enrolled_at is not None and alarms.is_open()):
        _revoke(tried, "wrong_pins", at)
        refusal = BrowserRevoked()
    enrolment.save(update_fields=["failures", "wait_until", "ended_at", "ended_why"])
    return refusal


def count_wrong_answer(tried: Tried, policy: AccessPolicy, at: datetime) -> Refusal:
    """As `count_wrong`, for an answer: its few tries are the flow's, and it counts overall too."""
    flow, credential = tried.flow, tried.credential
    if credential is None:
        return FlowExpired()
    flow.question_failures += 1
    flow.save(update_fields=["question_failures"])
    credential.failures += 1
    credential.save(update_fields=["failures"])
    if credential.failures >= policy.pin_failures_overall:
        return _disable(credential, at)
    tries_left = policy.question_tries - flow.question_failures
    if tries_left > 0:
        return WrongAnswer(tries_left)
    _revoke(tried, "wrong_answers", at)
    tried.enrolment.save(update_fields=["ended_at", "ended_why"])
    return AnswersSpent()


def _disable(credential: Credential, at: datetime) -> PinDisabled:
    PinBlock.objects.create(credential=credential, at=at, why=TOO_MANY_FAILURES)
    return PinDisabled()


def _revoke(tried: Tried, why: str, at: datetime) -> None:
    tried.enrolment.ended_at, tried.enrolment.ended_why = at, why
    Flow.objects.filter(id=tried.flow.id).update(expires_at=at)


def forgive(tried: Tried) -> None:
    """A right PIN: the failures of this browser and of the member are over."""
    tried.enrolment.failures, tried.enrolment.wait_until = 0, None
    tried.enrolment.save(update_fields=["failures", "wait_until"])
    if tried.credential is not None:
        Credential.objects.filter(member_id=tried.credential.member_id).update(failures=0)
