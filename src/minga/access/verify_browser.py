"""«Verifica este equipo»: an unknown browser proves possession before anything else is shown."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import codes, flows, trail
from minga.access.decoy import strip_of
from minga.access.images import one_image
from minga.access.models import Credential, Enrolment, Flow, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.retry import retried
from minga.members.models import Member


@retried
def verify_browser(*, token: str, code: str, by: Visitor, at: datetime) -> None:
    """Tries the code of a sign-in; the right one opens the step of the image, the word and the PIN.

    Refuses with WrongCode, CodeSpent, CodeExpired (each try is counted), FlowExpired,
    FlowElsewhere. A number that is nobody's has a code that nothing fits.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.SIGN_IN, Stage.CODE, at)
        outcome = codes.redeem(flow, "browser", code, policy(at), at)
        who: UUID | bytes = bytes(flow.subject)
        if isinstance(outcome, UUID):
            open_pin_step(flow, outcome, at)
            who = outcome
        trail.note(at=at, who=who, action="browser_code", result=result_code(outcome), by=by)
    settled(outcome)


def open_pin_step(flow: Flow, member_id: UUID, at: datetime) -> None:
    """This browser proved possession: the image, the word and the PIN come next."""
    member = Member.objects.get(id=member_id)
    credential = Credential.objects.filter(member_id=member_id).first()
    flow.member = member
    flow.enrolment = Enrolment.objects.create(member=member, proven_at=at)
    flow.images = one_image(strip_of(credential, member.document_number).image)
    flow.stage = Stage.PIN
    flow.save()
