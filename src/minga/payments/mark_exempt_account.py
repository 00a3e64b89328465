"""Mark the one account whose withdrawals are exempt from the 4x1000, up to a monthly amount."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.savings.models import GmfExemption, GmfUse, ProductKind, SavingsAccount

# What the law asks its holder to say in writing (E.T. art. 879 num. 1), kept with the mark as it
# was shown.
STATEMENT = (
    "Declaro que esta es la única cuenta que tengo marcada como exenta del 4x1000 en todo el"
    " sistema financiero y solidario, y que soy su único titular."
)


class MarkRefused(Refusal):
    """The account cannot be marked; nothing changed."""

    code = "mark_refused"


class NotMarkable(MarkRefused):
    """This member has no such sight savings account."""

    code = "not_markable"


class OtherAccountMarked(MarkRefused):
    """Another account of this member is marked; the law allows one per person."""

    code = "other_account_marked"


def mark_exempt_account(
    *,
    member_id: UUID,
    account_id: UUID,
    statement: str,
    at: datetime,
    approve: Callable[[], bytes | None] = lambda: None,
) -> None:
    """Marks the account from now on; marking it again changes nothing.

    `approve` is called inside the transaction: it uses up the member's approval of this mark, or
    raises. `statement` is what the member declared, word for word. What another account used this
    month before its mark was taken away counts against this one. Raises NotMarkable,
    OtherAccountMarked.
    """
    try:
        with transaction.atomic(durable=True):
            _mark(member_id, account_id, statement, at, approve)
    except IntegrityError:  # two marks at the same moment: one_exempt_account let one in
        raise OtherAccountMarked from None


def _mark(
    member_id: UUID,
    account_id: UUID,
    statement: str,
    at: datetime,
    approve: Callable[[], bytes | None],
) -> None:
    account = (
        SavingsAccount.objects.select_for_update()
        .filter(id=account_id, member_id=member_id, kind=ProductKind.SIGHT)
        .first()
    )
    if account is None:
        raise NotMarkable
    standing = GmfExemption.objects.filter(member_id=member_id, ended_at=None).first()
    if standing is not None:
        if standing.account_id != account_id:
            raise OtherAccountMarked
        return
    approve()
    _carry_use(account, business_date(at).replace(day=1))
    GmfExemption.objects.create(
        member_id=member_id, account=account, marked_at=at, statement=statement
    )
    record(
        at=at, actor=f"member:{member_id}", action="mark_exempt_account",
        subject=f"savings:{account_id}", detail={"statement": statement},
    )  # fmt: skip


def _carry_use(account: SavingsAccount, month: date) -> None:
    """The month's exempt amount is one per person, whichever account it was used in."""
    used = GmfUse.objects.filter(account__member_id=account.member_id, month=month)
    most = used.aggregate(most=Max("used"))["most"]
    if most:
        GmfUse.objects.update_or_create(account=account, month=month, defaults={"used": most})
