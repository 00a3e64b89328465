"""«Cambiar imagen y frase», from inside the office."""

from datetime import datetime

from django.db import transaction

from minga.access import code_messages, flows, images, sessions, trail
from minga.access.models import Credential, FlowKind, Stage
from minga.access.phrase_rules import phrase_fault, tidy_phrase
from minga.access.register_security import SecurityRefused
from minga.access.security_images.catalog import BY_SLUG
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member


@retried
def change_strip(*, session_token: str, phrase: str, image: str, by: Visitor, at: datetime) -> None:
    """Keeps what the session's member chose; `image` is the opaque token it was shown under.

    Neither lets anybody in, so no PIN is asked; every address is told, and not what they were.
    Refuses with SecurityRefused, SessionOver, FlowExpired.
    """
    with transaction.atomic(durable=True):
        session = sessions.living(session_token, at)
        flow = flows.held(session_token, FlowKind.CHANGE_STRIP, Stage.SECURITY, at)
        member = Member.objects.get(id=session.member_id)
        slug = images.slug_of(flow, image)
        faults = _faults(phrase, slug, member)
        if slug is None or faults:
            raise SecurityRefused(faults)
        Credential.objects.filter(member=member).update(image=slug, phrase=tidy_phrase(phrase))
        flow.expires_at = at
        flow.save(update_fields=["expires_at"])
        code_messages.notify("strip_changed", member, at, by, everywhere=True)
        trail.note(at=at, who=member.id, action="change_strip", result="done", by=by)


def _faults(phrase: str, slug: str | None, member: Member) -> list[tuple[str, str]]:
    why = phrase_fault(
        tidy_phrase(phrase),
        image_name=BY_SLUG[slug].alt if slug else "",
        person_names=[*member.given_names.split(), *member.surnames.split()],
    )
    faults = [("phrase", str(why))] if why is not None else []
    return faults + ([("image", "missing")] if slug is None else [])
