"""Staff let a member in again: the PIN serves, the access is open, the failures are over."""

from django.db import transaction

from minga.access import access_blocks, staff_act
from minga.access.locks import take_turns
from minga.access.models import Credential, Enrolment, PinBlock
from minga.access.staff_act import BY_STAFF, StaffAct
from minga.kit.refusal import Refusal
from minga.kit.retry import retried


class NothingToUnblock(Refusal):
    """Neither the PIN nor the access of this member is blocked, and no failure is counted."""

    code = "nothing_to_unblock"


@retried
def unblock_access(*, document_type: str, number: str, act: StaffAct) -> None:
    """Lifts what closes a member's access; whoever asked was identified by staff.

    The PIN stays what it was. Every address on file is told. Refuses with ReasonNeeded,
    NoSuchMember, NothingToUnblock.
    """
    act.require_reason()
    with transaction.atomic(durable=True):
        member = staff_act.member_of(document_type, number)
        take_turns("access.credential", member.id.bytes)
        credential = Credential.objects.select_for_update().filter(member=member).first()
        pin = PinBlock.objects.filter(credential_id=member.id, lifted_at=None).update(
            lifted_at=act.at, lifted_why=BY_STAFF
        )
        access = access_blocks.lift(member.id, BY_STAFF, act.at)
        waiting = Enrolment.objects.filter(member=member, ended_at=None, failures__gt=0).update(
            failures=0, wait_until=None
        )
        failures = credential.failures if credential else 0
        if not (pin or access or waiting or failures):
            raise NothingToUnblock
        Credential.objects.filter(member=member).update(failures=0)
        staff_act.tell(act, member, "unblock_access", "access_unblocked")
