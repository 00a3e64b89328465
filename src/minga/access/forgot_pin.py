"""«¿Olvidaste tu contraseña?» (S9): a link goes to the e-mail on file, if there is one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from minga.access import enrolments, recovery_messages, rules, sources, trail
from minga.access.decoy import NOBODY
from minga.access.keys import keyed, new_token, token_digest
from minga.access.locks import take_turns
from minga.access.models import Credential, Enrolment, RecoveryLink
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.register import OfficeOnly
from minga.access.visitor import Visitor
from minga.kit.ids import uuid7
from minga.kit.retry import retried

DAY = timedelta(days=1)


@retried
def forgot_pin(
    *, document_type: str, number: str, browser_token: str, by: Visitor, at: datetime
) -> None:
    """Sends the link to a registered member with an e-mail on file, and to nobody otherwise.

    `number` as `rules.document_number` gives it. What can be seen and measured from outside is the
    same for everybody. Beyond the few links that one document gets in a day there is one at a time,
    which lives until the next may be sent: strangers only make it arrive. A browser that is known
    to be the member's has links of its own. A newer link takes the place of the older ones. Refuses
    with OfficeOnly, by the type of document alone, and TooManyNumbers.
    """
    if document_type in rules.OFFICE_DOCUMENTS:
        raise OfficeOnly
    person = keyed("subject", "person", document_type, number)
    with transaction.atomic(durable=True):
        in_force = policy(at)
        outcome = sources.admit(
            source=by.source, step="forgot_pin", subject=person, policy=in_force, at=at
        )
        if outcome is None:
            _send(document_type, number, browser_token, in_force, by, at)
        trail.note(at=at, who=person, action="forgot_pin", result=result_code(outcome), by=by)
    settled(outcome)


def _send(
    document_type: str,
    number: str,
    browser_token: str,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> None:
    credential = (
        Credential.objects.select_related("member")
        .filter(member__document_type=document_type, member__document_number=number)
        .first()
    )
    member = credential.member if credential and credential.member.email else None
    candidate = member.id if member else uuid7()
    here = enrolments.living(browser_token, candidate, at)
    subject = _subject(document_type, number, here)
    take_turns("access.link", subject)
    token, life = new_token(), _life(subject, in_force, at)
    if life:
        _issue(token, subject, candidate, life, at)
    else:
        member = None
    recovery_messages.send_link(member, token, life, by, at)


def _life(subject: bytes, in_force: AccessPolicy, at: datetime) -> timedelta:
    """How long a new link lives; nothing where there is none now."""
    waits = Q(used_at=None, superseded_at=None, expires_at__gt=at)
    waits &= Q(issued_at__gt=at - in_force.way_in_pause)
    before = RecoveryLink.objects.filter(subject=subject, issued_at__gt=at - DAY).aggregate(
        sent=Count("id"), waiting=Count("id", filter=waits)
    )
    if before["sent"] < in_force.links_per_day:
        return in_force.link_life
    return timedelta(0) if before["waiting"] else in_force.way_in_life


def _subject(document_type: str, number: str, here: Enrolment | None) -> bytes:
    """Whose links are counted together."""
    browser: UUID = here.browser_id if here and here.browser_id else NOBODY
    return keyed("subject", "link", document_type, number, browser.bytes)


def _issue(token: str, subject: bytes, candidate: UUID, life: timedelta, at: datetime) -> None:
    whose = Q(subject=subject) | Q(candidate=candidate)
    RecoveryLink.objects.filter(whose, used_at=None, superseded_at=None).update(superseded_at=at)
    RecoveryLink.objects.create(
        token_digest=token_digest(token),
        candidate=candidate,
        subject=subject,
        issued_at=at,
        expires_at=at + life,
    )
