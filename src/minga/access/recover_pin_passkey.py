"""The second proof of a forgotten PIN: a signature by one of the member's passkeys."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.access import flows, passkey_assertion, trail
from minga.access.models import Flow, FlowKind, PasskeyPurpose, Stage
from minga.access.outcome import result_code, settled
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.kit.passkeys.site import Site
from minga.kit.retry import retried


@retried
def begin(*, token: str, site: Site, at: datetime) -> str:
    """A challenge for the member of this recovery alone; returns the options for their browser.

    Refuses with FlowExpired, FlowElsewhere.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.RECOVER_PIN, Stage.CODE, at)
        return passkey_assertion.ask(_asked(flow, token), site, policy=policy(at), at=at)


@retried
def finish(*, token: str, answer: str, site: Site, by: Visitor, at: datetime) -> None:
    """Judges the signature; a good one opens the step of the new PIN, with time to finish.

    It counts while the access is blocked too: recovering it in full is what opens it. Refuses with
    PasskeyRefused, FlowExpired, FlowElsewhere.
    """
    with transaction.atomic(durable=True):
        flow = flows.held(token, FlowKind.RECOVER_PIN, Stage.CODE, at)
        checked = passkey_assertion.check(_asked(flow, token), answer, site, by=by, at=at)
        if not isinstance(checked, PasskeyRefused):
            flow.stage, flow.channel = Stage.PIN, "passkey"
            flow.expires_at = at + policy(at).flow_life
            flow.save(update_fields=["stage", "channel", "expires_at"])
        trail.note(
            at=at,
            who=_member(flow),
            action="recover_pin_passkey",
            result=result_code(checked),
            by=by,
            detail={"why": checked.why} if isinstance(checked, PasskeyRefused) else None,
        )
    settled(checked)


def _asked(flow: Flow, token: str) -> Asked:
    return Asked(PasskeyPurpose.RECOVER, token, _member(flow))


def _member(flow: Flow) -> UUID:
    if flow.member_id is None:
        raise flows.FlowExpired
    return flow.member_id
