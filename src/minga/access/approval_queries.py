"""What the page that asks for an approval shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from minga.access import approval_codes, approvals, pin_again, pin_gate, sessions
from minga.access import intent as intents
from minga.access.approvals import NoSuchApproval
from minga.access.approve_with_pin import short_secret
from minga.access.intent import Intent
from minga.access.models import Approval, Credential, OfficeSession, Passkey
from minga.access.policy import policy
from minga.kit.money import Money
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal
from minga.members.models import Member


class Step(StrEnum):
    """What comes next."""

    PIN = "pin"
    CODE = "code"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """What is approved, word by word from what is signed, and how it can be."""

    amount: Money | None
    destination: str
    details: tuple[tuple[str, str], ...]
    step: Step
    closed: Refusal | None
    pin_closed: Refusal | None
    takes_pin: bool
    takes_long_pin: bool
    takes_passkey: bool
    code_channel: str
    code_to: str
    resend_in: int
    return_to: str


def approval_page(
    session_token: str, approval_id: UUID, site: Site | None, at: datetime
) -> ApprovalPage:
    """One of this very session. Raises SessionOver, NoSuchApproval."""
    session = sessions.living(session_token, at)
    asked = Approval.objects.filter(id=approval_id, session=session, member=session.member_id)
    approval = asked.select_related("member").first()
    if approval is None:
        raise NoSuchApproval
    in_force = policy(at)
    # Read back from the text whose digest is approved: nothing else is ever shown.
    said = intents.read(approval.intent)
    has_contact = bool(approval.member.email or approval.member.mobile)
    is_knowing = session.enrolment_id is not None and has_contact
    takes_pin = is_knowing and short_secret(session, in_force) is None
    return ApprovalPage(
        amount=said.amount,
        destination=said.destination,
        details=tuple((label, said.details[label]) for label in approval.labels),
        step=_step(approval, at),
        closed=approvals.closed(approval, at),
        pin_closed=_pin_closed(session, at) if takes_pin else None,
        takes_pin=takes_pin,
        takes_long_pin=Credential.objects.filter(member=approval.member, is_long=True).exists(),
        takes_passkey=site is not None and _has_key(approval.member_id, site),
        code_channel=approval.code_channel,
        code_to=_address(approval.member, approval.code_channel),
        resend_in=approval_codes.wait_s(approval, in_force, at),
        return_to=approval.return_to,
    )


def approved(session_id: UUID, intent: Intent, at: datetime) -> UUID | None:
    """The approval of exactly this intent that waits in this session to be used; None if none."""
    waiting = Approval.objects.filter(
        session_id=session_id,
        intent_digest=intent.digest,
        approved_at__isnull=False,
        used_at=None,
        voided_at=None,
        expires_at__gt=at,
    )
    return waiting.order_by("-approved_at").values_list("id", flat=True).first()


def _step(approval: Approval, at: datetime) -> Step:
    if approvals.closed(approval, at) is not None:
        return Step.CLOSED
    if approval.approved_at is not None:
        return Step.DONE
    return Step.PIN if approval.pin_ok_at is None else Step.CODE


def _pin_closed(session: OfficeSession, at: datetime) -> Refusal | None:
    if session.enrolment_id is None:
        return None
    return pin_gate.closed(pin_gate.read(pin_again.place(session)), at)


def _has_key(member_id: UUID, site: Site) -> bool:
    living = Passkey.objects.filter(member_id=member_id, removed_at=None, origin=site.origin)
    return living.exists()


def _address(member: Member, channel: str) -> str:
    return {"sms": member.mobile, "email": member.email}.get(channel, "")
