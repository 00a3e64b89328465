"""«¿Olvidaste tus preguntas?» (S11): the «OTP» option, and where the code is to arrive."""

from datetime import datetime

from django.db import transaction

from minga.access import flows, recovery_codes, rules, sources, trail
from minga.access.identify import WayIn
from minga.access.keys import keyed
from minga.access.models import Credential, FlowKind, Stage
from minga.access.outcome import result_code, settled
from minga.access.policy import AccessPolicy, policy
from minga.access.recovery_channels import Choice
from minga.access.register import OfficeOnly
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


class NoQuestions(Refusal):
    """The cooperative asks no questions (profile `estricto`): there is nothing to forget."""

    code = "no_questions"


@retried
def forgot_questions(
    *,
    document_type: str,
    number: str,
    choice: Choice,
    flow_token: str,
    by: Visitor,
    at: datetime,
) -> WayIn:
    """Sends a code by the chosen way, or the same one by both, to a registered member.

    A way that recovered the PIN a short while ago does not count: nothing goes there, and nobody
    outside can tell. Nor can they tell whether the number is anybody's. Typing the same again goes
    on with the same flow. Refuses with NoQuestions; OfficeOnly, by the type of document alone;
    TooManyNumbers.
    """
    if policy(at).is_strict:
        raise NoQuestions
    if document_type in rules.OFFICE_DOCUMENTS:
        raise OfficeOnly
    person = keyed("subject", "questions", document_type, number)
    with transaction.atomic(durable=True):
        in_force = policy(at)
        outcome: WayIn | sources.TooManyNumbers | None = sources.admit(
            source=by.source, step="forgot_q", subject=person, policy=in_force, at=at
        )
        if outcome is None:
            outcome = _begin(person, (document_type, number), choice, flow_token, in_force, by, at)
        trail.note(at=at, who=person, action="forgot_questions", result=result_code(outcome), by=by)
    return settled(outcome)


def _begin(
    person: bytes,
    document: tuple[str, str],
    choice: Choice,
    flow_token: str,
    in_force: AccessPolicy,
    by: Visitor,
    at: datetime,
) -> WayIn:
    begun = flows.resumable(flow_token, FlowKind.RECOVER_QUESTIONS, person, at)
    if begun is not None and (begun.channel == choice or begun.stage != Stage.CODE):
        return WayIn(flow_token, Stage(begun.stage))
    credential = (
        Credential.objects.select_related("member")
        .filter(member__document_type=document[0], member__document_number=document[1])
        .first()
    )
    flow, token = flows.start(
        kind=FlowKind.RECOVER_QUESTIONS,
        subject=person,
        candidates=[credential.member_id] if credential else [],
        policy=in_force,
        at=at,
    )
    flow.channel = choice
    flow.save(update_fields=["channel"])
    recovery_codes.send(flow, credential.member if credential else None, in_force, by, at)
    return WayIn(token, Stage.CODE)
