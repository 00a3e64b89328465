"""Ways in, half walked: kept on the server, found by the token in the visitor's cookie."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from minga.access.keys import keyed, new_token, token_digest
from minga.access.models import Flow, FlowKind, Stage
from minga.access.policy import AccessPolicy
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal


class FlowExpired(Refusal):
    """Nothing was begun with this cookie, or too long ago: begin again."""

    code = "flow_expired"


class FlowElsewhere(Refusal):
    """This way in is at the step `stage`."""

    code = "flow_elsewhere"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage=stage)
        self.stage = stage


def start(
    *,
    kind: FlowKind,
    subject: bytes,
    candidates: Sequence[UUID],
    people: Sequence[UUID] = (),
    next_path: str = "",
    token: str = "",
    policy: AccessPolicy,
    at: datetime,
) -> tuple[Flow, str]:
    """A new way in, waiting for its code; returns it and the token that finds it again.

    Without candidates somebody who does not exist takes their place: both look the same from here.
    `people`: whom a link instead of a code may reach, where they are not the same.
    `token`: one that is the same for the same page sent twice (`token_of_page`), if it is free.
    """
    is_free = token and not Flow.objects.filter(token_digest=token_digest(token)).exists()
    token = token if is_free else new_token()
    ids = [str(one) for one in candidates or [uuid7()]]
    flow = Flow(
        token_digest=token_digest(token),
        kind=kind,
        stage=Stage.CODE,
        subject=subject,
        candidates=ids,
        people=[str(one) for one in people] or ids,
        next_path=next_path,
        started_at=at,
        expires_at=at + policy.flow_life,
    )
    flow.save(force_insert=True)
    return flow, token


def token_of_page(page: str) -> str:
    """The token of whatever begins on one page, however often it is sent.

    `page` is the random mark the page was given; whoever knows it, and nobody else, sent the form.
    """
    return keyed("flow of a page", page).hex() if page else ""


def find(token: str, kind: FlowKind, at: datetime) -> Flow | None:
    """The living flow of a token, with its member; None when there is none."""
    return (
        Flow.objects.select_related("member")
        .filter(token_digest=token_digest(token), kind=kind, expires_at__gt=at)
        .first()
    )


def at_stage(token: str, kind: FlowKind, stage: Stage, at: datetime) -> Flow:
    """As `find`, at that very step. Raises FlowExpired, FlowElsewhere."""
    return _at_stage(find(token, kind, at), stage)


def held(token: str, kind: FlowKind, stage: Stage, at: datetime) -> Flow:
    """As `at_stage`, and nobody else moves it until the transaction ends."""
    flow = (
        Flow.objects.select_for_update()
        .filter(token_digest=token_digest(token), kind=kind, expires_at__gt=at)
        .first()
    )
    return _at_stage(flow, stage)


def resumable(token: str, kind: FlowKind, subject: bytes, at: datetime) -> Flow | None:
    """The living flow of a token, if the same was typed then and it still leads somewhere."""
    if not token:
        return None
    flow = find(token, kind, at)
    if flow is None or bytes(flow.subject) != subject or flow.stage == Stage.DONE:
        return None
    return flow


def _at_stage(flow: Flow | None, stage: Stage) -> Flow:
    if flow is None:
        raise FlowExpired
    if flow.stage != stage:
        raise FlowElsewhere(Stage(flow.stage))
    return flow
