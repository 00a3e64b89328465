"""Codebtors as pages show them: to the debtor and staff, and to whoever was named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.loans.answer_codebtor import ANSWERABLE
from minga.loans.codebtors import CodebtorState, asked_of, living, state_of, terms_digest
from minga.loans.models import (
    Codebtor,
    CodebtorAnswer,
    Loan,
    LoanEnd,
    LoanRequest,
    RequestStep,
)
from minga.loans.offers import is_over
from minga.loans.open_request import status_of
from minga.loans.plan import Method
from minga.loans.queries import OwedToday, owed_on
from minga.loans.recovered import left_to_recover
from minga.members.models import Member


@dataclass(frozen=True, slots=True)
class CodebtorLine:
    """Somebody named. `name` is empty until they accept; `has_signed`: what was approved last."""

    id: UUID
    document: str
    state: CodebtorState
    until: datetime
    name: str
    accepted_at: datetime | None
    has_signed: bool


class Stage(StrEnum):
    """Where whoever was named stands."""

    OPEN = "open"
    DECLINED = "declined"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    OWING = "owing"
    WRITTEN_OFF = "written_off"
    PAID = "paid"
    OVER = "over"


# Where what counts is what was approved.
AGREED = (Stage.TO_SIGN, Stage.SIGNED, Stage.OWING, Stage.WRITTEN_OFF, Stage.PAID)
LISTED = (
    Stage.OPEN, Stage.ACCEPTED, Stage.TO_SIGN, Stage.SIGNED, Stage.OWING, Stage.WRITTEN_OFF,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What somebody was asked to owe too, or what was approved since. `terms`: the digest of what
    is accepted; `left`: what a loan that was written off still owes."""

    id: UUID
    request_id: UUID
    number: str
    debtor: str
    line_id: UUID
    line_name: str
    amount: Money
    periods: int
    method: Method
    grace: int
    pay_day: int | None
    stage: Stage
    until: datetime
    terms: str
    owed: OwedToday | None
    left: Money = ZERO

    @property
    def is_answerable(self) -> bool:
        return self.stage in {Stage.OPEN, Stage.DECLINED}

    @property
    def can_leave(self) -> bool:
        return self.stage in {Stage.ACCEPTED, Stage.TO_SIGN}


def codebtors_of(request: LoanRequest, at: datetime) -> tuple[CodebtorLine, ...]:
    """Everybody who is named for a request, in order."""
    found = living(request.id).select_related("member").prefetch_related("signatures")
    since = _approved_at(request)
    return tuple(_line(one, since, at) for one in found)


def invitations_of(member_id: UUID, at: datetime) -> list[Invitation]:
    """What this member was asked and can still do or owes, the newest first."""
    return [one for one in _all(member_id, at) if one.stage in LISTED]


def invitation_of(member_id: UUID, codebtor_id: UUID, at: datetime) -> Invitation | None:
    """One of them, wherever it stands; None when nobody asked this member."""
    return next((one for one in _all(member_id, at) if one.id == codebtor_id), None)


def _approved_at(request: LoanRequest) -> datetime | None:
    """Since when what was decided may be signed: an offer that is renewed has another last day, so
    that its words are signed once more. None while nothing is decided."""
    decision = getattr(request, "decision", None)
    if decision is None or decision.decided_at is None:
        return None
    made = [one.at for one in request.events.all() if one.step == RequestStep.APPROVED]
    found: datetime = max([decision.decided_at, *made])
    return found


def _line(one: Codebtor, since: datetime | None, at: datetime) -> CodebtorLine:
    state = state_of(one, at)
    is_in = state is CodebtorState.ACCEPTED and one.member is not None
    signed = [made.signed_at for made in one.signatures.all()]
    return CodebtorLine(
        id=one.id, document=f"{one.document_type} {one.document_number}", state=state,
        until=one.expires_at, name=one.member.full_name if is_in and one.member else "",
        accepted_at=one.answered_at if is_in else None,
        has_signed=since is not None and any(when >= since for when in signed),
    )  # fmt: skip


def _all(member_id: UUID, at: datetime) -> Iterator[Invitation]:
    member = Member.objects.get(id=member_id)
    found = asked_of(member).select_related(
        "request__line", "request__member", "request__decision", "request__loan"
    )
    for one in found.prefetch_related("signatures").order_by("-asked_at"):
        request = one.request
        stage = _stage(one, request, at)
        loan = getattr(request, "loan", None)
        owed = owed_on(request.member_id, loan.id, business_date(at)) if loan else None
        left = _left_of(loan) if stage is Stage.OWING and owed is None else None
        if left is not None:
            stage = Stage.WRITTEN_OFF if left else Stage.PAID
        yield Invitation(
            id=one.id, request_id=request.id, number=request.number,
            debtor=request.member.full_name, line_id=request.line_id,
            line_name=request.line.name, stage=stage, until=one.expires_at,
            terms=terms_digest(request).hex(), owed=owed, left=left or ZERO,
            **_terms(request, stage),
        )  # fmt: skip


def _terms(request: LoanRequest, stage: Stage) -> dict[str, Any]:
    """What was asked for; once it is approved, what was, which may be less."""
    decision = getattr(request, "decision", None)
    if stage not in AGREED or decision is None:
        return {
            "amount": Money(request.amount), "periods": request.periods,
            "method": Method(request.method), "grace": request.grace, "pay_day": request.pay_day,
        }  # fmt: skip
    agreed = decision.proposal
    return {
        "amount": Money.of(agreed["amount"]), "periods": agreed["periods"],
        "method": Method(agreed["method"]), "grace": agreed.get("grace", 0),
        "pay_day": agreed.get("pay_day"),
    }  # fmt: skip


def _left_of(loan: Loan | None) -> Money | None:
    """What a loan that ended still owes: what was written off, until all of it was recovered."""
    end = LoanEnd.objects.filter(loan=loan).first()
    if end is None:
        return None
    return left_to_recover(end) if end.how == "written_off" else ZERO


def _stage(one: Codebtor, request: LoanRequest, at: datetime) -> Stage:
    status = status_of(request)
    if one.answer == CodebtorAnswer.ACCEPTED:
        return _after_accepting(one, request, status, at)
    if status not in ANSWERABLE:
        return Stage.OVER
    if at >= one.expires_at:
        return Stage.EXPIRED
    return Stage.DECLINED if one.answer == CodebtorAnswer.DECLINED else Stage.OPEN


def _after_accepting(one: Codebtor, request: LoanRequest, status: str, at: datetime) -> Stage:
    if status == RequestStep.APPROVED:
        if is_over(request.decision.offer_until, business_date(at)):
            return Stage.ACCEPTED
        signed = _line(one, _approved_at(request), at).has_signed
        return Stage.SIGNED if signed else Stage.TO_SIGN
    if status in ANSWERABLE:
        return Stage.ACCEPTED
    return Stage.OWING if status == RequestStep.DISBURSED else Stage.OVER
