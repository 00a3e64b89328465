"""Staff end a member's credential, so that they register again."""

from uuid import UUID

from django.db import transaction

from minga.access import access_blocks, mailed_links, sessions, staff_act
from minga.access.locks import take_turns
from minga.access.models import (
    Credential,
    Enrolment,
    Flow,
    FormerCredential,
    Passkey,
    PinBlock,
)
from minga.access.staff_act import BY_STAFF, StaffAct
from minga.kit.refusal import Refusal
from minga.kit.retry import retried

WHY_ENDED = "reset"


class NotRegistered(Refusal):
    """This member has nothing to get in with: they may register."""

    code = "not_registered"


@retried
def reset_access(*, document_type: str, number: str, act: StaffAct) -> None:
    """Ends PIN, image, phrase, answers, passkeys, browsers, sessions and blocks of a member.

    The secrets are deleted; when they served, what happened to them and why they ended is kept. The
    member registers again, and proves the mailbox on file as the first time: staff check it with
    them first. Every address is told. Refuses with ReasonNeeded, NoSuchMember, NotRegistered.
    """
    act.require_reason()
    with transaction.atomic(durable=True):
        member = staff_act.member_of(document_type, number)
        take_turns("access.credential", member.id.bytes)
        # Flows before the credential, as a sign-in takes them.
        Flow.objects.filter(member=member, expires_at__gt=act.at).update(expires_at=act.at)
        credential = Credential.objects.select_for_update().filter(member=member).first()
        if credential is None:
            raise NotRegistered
        _keep_history(credential, act)
        _end_ways_in(member.id, act)
        access_blocks.lift(member.id, BY_STAFF, act.at)
        credential.delete()
        staff_act.tell(act, member, "reset_access", "access_reset")


def _keep_history(credential: Credential, act: StaffAct) -> None:
    blocks = PinBlock.objects.filter(credential=credential).order_by("at")
    FormerCredential.objects.create(
        member_id=credential.member_id,
        registered_at=credential.registered_at,
        pin_changed_at=credential.pin_changed_at,
        last_sign_in_at=credential.last_sign_in_at,
        pin_blocks=[
            {
                "at": one.at.isoformat(),
                "why": one.why,
                "lifted_at": one.lifted_at.isoformat() if one.lifted_at else None,
                "lifted_why": one.lifted_why,
            }
            for one in blocks
        ],
        ended_at=act.at,
        ended_by=act.actor,
        reason=act.tidy_reason,
    )


def _end_ways_in(member_id: UUID, act: StaffAct) -> None:
    mailed_links.end_all(member_id, act.at)
    ended = {"ended_at": act.at, "ended_why": WHY_ENDED}
    Enrolment.objects.filter(member_id=member_id, ended_at=None).update(**ended)
    sessions.end_all(member_id, WHY_ENDED, act.at)
    Passkey.objects.filter(member_id=member_id, removed_at=None).update(
        removed_at=act.at, removed_why=WHY_ENDED
    )
