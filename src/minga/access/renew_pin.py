"""A new PIN before the office opens: the old one may serve no longer."""

from datetime import datetime

from django.db import transaction

from minga.access import code_messages, flows, let_in, pin_gate, sessions, trail
from minga.access.let_in import Knock, SignedIn
from minga.access.models import Credential, FlowKind, Stage
from minga.access.new_pin import NewPin, seal_new_pin
from minga.access.outcome import result_code, settled
from minga.access.pin_gate import Tried
from minga.access.pin_signer import SealedSecret
from minga.access.policy import AccessPolicy, policy
from minga.access.signer.record import same_sealing
from minga.access.visitor import Visitor
from minga.kit.refusal import Refusal
from minga.kit.retry import retried
from minga.members.models import Member


def renew_pin(
    *, token: str, pin: str, browser_token: str, session_token: str, by: Visitor, at: datetime
) -> SignedIn:
    """Changes the PIN and opens the session; every other session of the member ends.

    Refuses with WeakPin, SamePin, SignerBusy, PinDisabled, BrowserRevoked, FlowExpired,
    FlowElsewhere.
    """
    knock = Knock(token, browser_token, session_token, by, at)
    flow = flows.at_stage(token, FlowKind.SIGN_IN, Stage.PIN_CHANGE, at)
    credential = pin_gate.read(flow).credential
    if flow.member is None or credential is None or credential.sealed_pin is None:
        raise flows.FlowExpired
    old = SealedSecret(bytes(credential.sealed_pin))
    chosen = seal_new_pin(pin, flow.member, policy(at), instead_of=old)
    return _change(knock, old, chosen)


@retried
def _change(knock: Knock, old: SealedSecret, chosen: NewPin) -> SignedIn:
    with transaction.atomic(durable=True):
        flow = flows.held(knock.token, FlowKind.SIGN_IN, Stage.PIN_CHANGE, knock.at)
        tried = pin_gate.hold(flow)
        closed = pin_gate.closed(tried, knock.at)
        outcome: SignedIn | Refusal
        if closed is not None:
            outcome = closed
        elif not _still(old, tried.credential):
            outcome = flows.FlowExpired()  # it was changed elsewhere meanwhile: begin again
        else:
            outcome = _replace(tried, knock, chosen, policy(knock.at))
        trail.note(
            at=knock.at,
            who=tried.enrolment.member_id,
            action="renew_pin",
            result=result_code(outcome),
            by=knock.by,
        )
    return settled(outcome)


def _replace(tried: Tried, knock: Knock, chosen: NewPin, in_force: AccessPolicy) -> SignedIn:
    member_id = tried.enrolment.member_id
    Credential.objects.filter(member_id=member_id).update(
        sealed_pin=chosen.sealed, is_long=chosen.is_long, pin_changed_at=knock.at
    )
    sessions.end_all(member_id, "pin_changed", knock.at)
    member = Member.objects.get(id=member_id)
    code_messages.notify("pin_changed", member, knock.at, knock.by, everywhere=True)
    return let_in.let_in(tried, knock, in_force)


def _still(old: SealedSecret, credential: Credential | None) -> bool:
    kept = credential.sealed_pin if credential else None
    return kept is not None and same_sealing(bytes(kept), old)
