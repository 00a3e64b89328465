"""Requests for an account at sight: their story, what staff decide, taking one back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from minga.audit.record import record
from minga.kit import sql
from minga.kit.clock import business_date
from minga.kit.ids import uuid7
from minga.kit.refusal import Refusal
from minga.ledger import accounts
from minga.members.tell import tell
from minga.savings.models import (
    AccountRequest,
    AccountRequestEvent,
    AccountStep,
    ProductKind,
    SavingsAccount,
)
from minga.staff.identity import is_concerned
from minga.staff.refusals import OneselfConcerned

NOTE_MAX = 300


class UnknownAccountRequest(Refusal):
    """There is no such request, or it is another member's."""

    code = "unknown_account_request"


class AccountRequestOver(Refusal):
    """It was answered or taken back already."""

    code = "account_request_over"


class AnswerMissing(Refusal):
    """The member must be told why not."""

    code = "answer_missing"


class AnswerTooLong(Refusal):
    """More than `most` letters."""

    code = "answer_too_long"


def decide_account_request(
    *, number: str, staff: str, opens: bool, why: str, at: datetime
) -> UUID | None:
    """Opens the account, empty, or says no with the words the member will read; its id or None.

    One person answers: no money moves, and what is opened holds nothing. The member is told that
    there is an answer. Raises UnknownAccountRequest, AccountRequestOver (of two answers the first
    stands), AnswerMissing (a no without words), AnswerTooLong, OneselfConcerned.
    """
    why = why.strip()
    if not (opens or why):
        raise AnswerMissing
    if len(why) > NOTE_MAX:
        raise AnswerTooLong(most=NOTE_MAX)
    with transaction.atomic(durable=True):
        request = _waiting(AccountRequest.objects.filter(number=number.strip().upper()))
        _require_stranger(request, staff)
        if opens:
            open_account(request, at)
        what = AccountStep.OPENED if opens else AccountStep.REJECTED
        step(request, what, at=at, actor=staff, note=why)
        tell(request.member, "account_opened" if opens else "account_rejected", request.number, at)
        record(
            at=at, actor=staff, action="decide_account_request",
            subject=f"account_request:{request.id}", detail={"opens": opens},
        )  # fmt: skip
        return request.account_id


def withdraw_account_request(*, member_id: UUID, request_id: UUID, at: datetime) -> None:
    """The member takes it back. Raises UnknownAccountRequest, AccountRequestOver."""
    with transaction.atomic(durable=True):
        mine = AccountRequest.objects.filter(id=request_id, member_id=member_id)
        step(_waiting(mine), AccountStep.WITHDRAWN, at=at, actor=f"member:{member_id}")


def open_account(request: AccountRequest, at: datetime) -> SavingsAccount:
    """The account that was asked for, empty, in the caller's transaction."""
    new = uuid7()
    opened = accounts.open_member_accounts("SAVINGS_SIGHT", "savings", [new])
    (number,) = sql.one("SELECT nextval('savings_account_number')", [])
    account = SavingsAccount.objects.create(
        id=new, member_id=request.member_id, kind=ProductKind.SIGHT, plan_id=request.plan_id,
        number=f"VISTA-{number:08d}", ledger_account_id=opened[new], opened_on=business_date(at),
    )  # fmt: skip
    request.account = account
    request.save(update_fields=["account"])
    return account


def step(
    request: AccountRequest, what: AccountStep, *, at: datetime, actor: str, note: str = ""
) -> None:
    """Writes the next step of its story."""
    AccountRequestEvent.objects.create(request=request, step=what, at=at, actor=actor, note=note)


def _require_stranger(request: AccountRequest, staff: str) -> None:
    who = request.member
    if is_concerned(staff, {(who.document_type, who.document_number)}):
        raise OneselfConcerned


def _waiting(found: QuerySet[AccountRequest]) -> AccountRequest:
    """Held until the transaction ends, so that two answers are one."""
    request = found.select_for_update().first()
    if request is None:
        raise UnknownAccountRequest
    if request.events.exclude(step=AccountStep.SENT).exists():
        raise AccountRequestOver
    return request
