"""«Cambiar imagen y frase», from inside the office."""

from datetime import datetime

from django.db import transaction

from minga.access import code_messages, flows, images, pin_again, sessions, trail
from minga.access.models import Credential, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.phrase_rules import phrase_fault, tidy_phrase
from minga.access.pin_again import Answered
from minga.access.policy import policy
from minga.access.register_security import SecurityRefused
from minga.access.security_images.catalog import BY_SLUG
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member


def change_strip(
    *, session_token: str, pin: str = "", phrase: str, image: str, by: Visitor, at: datetime
) -> None:
    """Keeps what the session's member chose; `image` is the opaque token it was shown under.

    Asks for the PIN unless the sign-in, or a passkey's proof, is recent: whoever finds a session
    open must not take away what tells a member that the page is real. Every address is told, and
    not what they were. Refuses with SecurityRefused, SessionOver, FlowExpired, SignerBusy, and as
    `pin_again.refusal`.
    """
    session = sessions.living(session_token, at)
    recent = pin_again.is_recent(session, policy(at), at)
    answered = None if recent else pin_again.ask_signer(session, pin, at)
    _change(session_token, phrase, image, answered, by, at)


@retried
def _change(
    session_token: str,
    phrase: str,
    image: str,
    answered: Answered | None,
    by: Visitor,
    at: datetime,
) -> None:
    with transaction.atomic(durable=True):
        # Flows before the session, as whatever else changes an access takes them.
        flow = flows.held(session_token, FlowKind.CHANGE_STRIP, Stage.SECURITY, at)
        session = sessions.held(session_token, at)
        member = Member.objects.get(id=session.member_id)
        slug = images.slug_of(flow, image)
        faults = _faults(phrase, slug, member)
        if slug is None or faults:
            raise SecurityRefused(faults)
        outcome = pin_again.refusal(session, answered, in_force=policy(at), by=by, at=at)
        if outcome is None:
            Credential.objects.filter(member=member).update(image=slug, phrase=tidy_phrase(phrase))
            flow.expires_at = at
            flow.save(update_fields=["expires_at"])
            code_messages.notify("strip_changed", member, at, by, everywhere=True)
        trail.note(at=at, who=member.id, action="change_strip", result=result_code(outcome), by=by)
    settled(outcome)


def _faults(phrase: str, slug: str | None, member: Member) -> list[tuple[str, str]]:
    why = phrase_fault(
        tidy_phrase(phrase),
        image_name=BY_SLUG[slug].alt if slug else "",
        person_names=[*member.given_names.split(), *member.surnames.split()],
    )
    faults = [("phrase", str(why))] if why is not None else []
    return faults + ([("image", "missing")] if slug is None else [])
