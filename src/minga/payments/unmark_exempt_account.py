"""Take away the mark of the account that is exempt from the 4x1000."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.payments.mark_exempt_account import NotMarkable
from minga.savings.models import GmfExemption, SavingsAccount

BY_MEMBER = "member"


def unmark_exempt_account(*, member_id: UUID, account_id: UUID, at: datetime) -> None:
    """From now on withdrawals are taxed whole; an account without a mark stays as it is.

    The mark and its statement are kept with the moment it ended. Raises NotMarkable for an account
    that is not this member's.
    """
    with transaction.atomic(durable=True):
        account = (
            SavingsAccount.objects.select_for_update()
            .filter(id=account_id, member_id=member_id)
            .first()
        )
        if account is None:
            raise NotMarkable
        ended = GmfExemption.objects.filter(account=account, ended_at=None).update(
            ended_at=at, ended_why=BY_MEMBER
        )
        if ended:
            record(
                at=at, actor=f"member:{member_id}", action="unmark_exempt_account",
                subject=f"savings:{account_id}",
            )  # fmt: skip
