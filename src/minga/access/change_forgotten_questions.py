"""«Aceptar» (S12): the forgotten questions give way to new ones, with new answers."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from minga.access import (
    flows,
    mailed_links,
    recovery_channels,
    recovery_messages,
    security_answers,
    sessions,
    trail,
)
from minga.access.locks import take_turns
from minga.access.models import Credential, Flow, FlowKind, Stage
from minga.access.pin_signer import SealedSecret
from minga.access.register_security import SecurityRefused
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member

WHY = "questions_changed"
_ENDED = (FlowKind.RECOVER_QUESTIONS, FlowKind.SIGN_IN)
Three = tuple[str, str, str]


def change_forgotten_questions(
    *, token: str, questions: Three, answers: Three, by: Visitor, at: datetime
) -> None:
    """Keeps the new questions; all sessions end and every address on file is told.

    Refuses with SecurityRefused (everything that is wrong, at once), SignerBusy, FlowExpired,
    FlowElsewhere.
    """
    flow = flows.at_stage(token, FlowKind.RECOVER_QUESTIONS, Stage.SECURITY, at)
    if flow.member is None:
        raise flows.FlowExpired
    faults = security_answers.question_faults(questions, answers)
    if faults:
        raise SecurityRefused(faults)
    sealed = security_answers.sealed_for(flow.member, questions, answers)
    _change(token, flow.member, sealed, by, at)


@retried
def _change(
    token: str, member: Member, sealed: Mapping[str, SealedSecret], by: Visitor, at: datetime
) -> None:
    with transaction.atomic(durable=True):
        # Flows before the credential, as a sign-in takes them; and one recovery at a time.
        take_turns("access.credential", member.id.bytes)
        flow = flows.held(token, FlowKind.RECOVER_QUESTIONS, Stage.SECURITY, at)
        others = Flow.objects.filter(member=member, kind__in=_ENDED).exclude(id=flow.id)
        others.update(expires_at=at)
        mailed_links.end_ways_in(member.id, at)
        credential = Credential.objects.select_for_update().filter(member=member).first()
        if credential is None:  # taken back at the office meanwhile: the member registers again
            raise flows.FlowExpired
        security_answers.keep(credential, sealed)
        sessions.end_all(member.id, WHY, at)
        recovery_channels.note_use(member.id, flow.channel, recovery_channels.QUESTIONS, at)
        recovery_messages.tell(WHY, member, by, at, None)
        flow.stage = Stage.DONE
        flow.save(update_fields=["stage"])
        trail.note(
            at=at, who=member.id, action=WHY, result="done", by=by, detail={"with": flow.channel}
        )
