"""Ask for an account at sight: it opens at once where the rules allow, or the office decides."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids, sql
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.payments.goal_books import Move, move
from minga.payments.open_term_deposit import UnknownSource
from minga.savings.account_offer import AccountOffer, account_offer
from minga.savings.account_requests import open_account, step
from minga.savings.least_balance import require_least_balance
from minga.savings.models import AccountRequest, AccountStep, ProductKind, SavingsAccount

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class AccountNotOffered(Refusal):
    """No such plan is offered to members themselves today."""

    code = "account_not_offered"


class AlreadyAsked(Refusal):
    """A request of this member for this plan waits for an answer: `request_id`."""

    code = "already_asked"


@dataclass(frozen=True, slots=True)
class AskedAccount:
    """The request, and the account if it opened at once."""

    request_id: UUID
    account_id: UUID | None


def asked_before(member_id: UUID, key: UUID) -> UUID | None:
    """The request that an order with this key made; None when it made none."""
    own = ids.key_in_scope(f"ask_account:{member_id.hex}", key)
    return AccountRequest.objects.filter(id=own).values_list("id", flat=True).first()


def opens_at_once(offer: AccountOffer, source_id: UUID | None) -> bool:
    """The first account of its plan, if the plan asks for no money or the member says from where it
    comes; everything else is the office's to decide."""
    return not offer.has_one and (not offer.opening or source_id is not None)


def ask_account(
    *, member_id: UUID, plan_code: str, source_id: UUID | None, key: UUID, at: datetime
) -> AskedAccount:
    """Opens the account with what the plan asks for, or leaves the request; once per key.

    Refuses with AccountNotOffered, AlreadyAsked, UnknownSource, InsufficientFunds,
    BelowLeastBalance, MissingParameter.

        Dr savings of the source        what the plan opens with
            Cr the new account              the same
        Dr savings of the source        GMF, only if own savings are taxed
            Cr GMF payable (GMF_PAYABLE)    GMF
    """
    on, own = business_date(at), ids.key_in_scope(f"ask_account:{member_id.hex}", key)
    with transaction.atomic(durable=True):
        sql.rows(ONE_AT_A_TIME, [f"ask_account:{member_id.hex}"])
        before = AccountRequest.objects.filter(id=own).first()
        if before is not None:
            return AskedAccount(before.id, before.account_id)
        offer = account_offer(member_id, plan_code, on)
        if offer is None:
            raise AccountNotOffered
        if offer.asked is not None:
            raise AlreadyAsked(request_id=offer.asked)
        request = AccountRequest.objects.create(
            id=own, number=ids.reference(own), member_id=member_id, plan_id=offer.plan_id,
            asked_at=at,
        )  # fmt: skip
        actor = f"member:{member_id}"
        step(request, AccountStep.SENT, at=at, actor=actor)
        if opens_at_once(offer, source_id):
            account = open_account(request, at)
            if offer.opening and source_id is not None:
                _fund(_source(member_id, source_id), account, offer, on, at)
            step(request, AccountStep.OPENED, at=at, actor="system:rules")
        record(
            at=at, actor=actor, action="ask_account", subject=f"account_request:{own}",
            detail={"plan": offer.code, "opened": request.account_id is not None},
        )  # fmt: skip
    return AskedAccount(own, request.account_id)


def _source(member_id: UUID, source_id: UUID) -> SavingsAccount:
    found = SavingsAccount.objects.filter(
        id=source_id, member_id=member_id, kind=ProductKind.SIGHT
    ).first()
    if found is None:
        raise UnknownSource
    return found


def _fund(
    source: SavingsAccount, account: SavingsAccount, offer: AccountOffer, on: date, at: datetime
) -> None:
    move(
        Move(
            source=source, target=account, amount=offer.opening, kind="open_account", on=on, at=at,
            key=ids.key_from("open-account", account.number),
            description="Apertura de tu cuenta de ahorros", actor=f"member:{account.member_id}",
        )
    )  # fmt: skip
    require_least_balance(source, on)
