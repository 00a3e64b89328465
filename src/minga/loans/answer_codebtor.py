"""The side of whoever was named codebtor: accepting, saying no, or leaving before they sign."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.authorisation_texts import authorised
from minga.loans.codebtors import accepted, asked_of, terms_digest
from minga.loans.lines import LineNotOffered, line_offered
from minga.loans.models import Codebtor, CodebtorAnswer, LoanDecision, LoanRequest, RequestStep
from minga.loans.open_request import held, status_of, step
from minga.loans.request_status import EDITABLE, STUDIED
from minga.loans.signature import Signature
from minga.loans.tell_member import tell_member
from minga.members.models import Member

ANSWERABLE = EDITABLE | STUDIED
LEAVABLE = ANSWERABLE | {RequestStep.APPROVED}
LEFT = "Una persona ya no puede ser tu codeudora. Nombra a otra y envía la solicitud otra vez."


class UnknownInvitation(Refusal):
    """Nobody asked this member, or it is over."""

    code = "unknown_invitation"


class InvitationExpired(Refusal):
    """They took longer than there was, or the request went on without them."""

    code = "invitation_expired"


class InvitationChanged(Refusal):
    """What is asked for is not what they read."""

    code = "invitation_changed"


class SignedAlready(Refusal):
    """They signed: what was signed is not left."""

    code = "signed_already"


def accept_codebtor(
    *,
    member_id: UUID,
    codebtor_id: UUID,
    seen: str,
    cooperative: str,
    approve: Callable[[], Signature],
    at: datetime,
) -> None:
    """Accepts to owe the whole, and authorises what a debtor does; accepted twice is once.

    `seen`: the digest of what they read (`Invitation.terms`). `approve` is called inside the
    transaction: it uses up the member's approval of it, or raises. Raises UnknownInvitation,
    InvitationExpired, InvitationChanged.
    """
    with transaction.atomic(durable=True):
        one, request = _asked(member_id, codebtor_id)
        if one.answer == CodebtorAnswer.ACCEPTED:
            return
        if at >= one.expires_at or status_of(request) not in ANSWERABLE:
            raise InvitationExpired
        terms = terms_digest(request)
        if terms.hex() != seen:
            raise InvitationChanged
        given = approve()
        one.answer, one.answered_at, one.member_id = CodebtorAnswer.ACCEPTED, at, member_id
        one.accepted_terms, one.authorisations = terms, authorised(cooperative, at)
        one.approval, one.factors, one.ip = given.approval, given.factors, given.ip
        one.save()
        _trail(one, "accept_codebtor", member_id, at, approval=str(given.approval))
        tell_member(request, "loan_codebtor_accepted", at)


def decline_codebtor(*, member_id: UUID, codebtor_id: UUID, at: datetime) -> None:
    """Says no, which the debtor is not told; twice is once, and it may be accepted later while
    there is time. Raises UnknownInvitation, SignedAlready.

    Somebody who had accepted leaves. Then the debtor is told, and a request that has not enough
    people any more goes back to them.
    """
    with transaction.atomic(durable=True):
        one, request = _asked(member_id, codebtor_id)
        if one.answer == CodebtorAnswer.DECLINED:
            return
        if one.answer == CodebtorAnswer.ACCEPTED:
            _leave(one, request, at)
            return
        one.answer, one.answered_at = CodebtorAnswer.DECLINED, at
        one.save(update_fields=["answer", "answered_at"])
        _trail(one, "decline_codebtor", member_id, at)


def _leave(one: Codebtor, request: LoanRequest, at: datetime) -> None:
    before = status_of(request)
    if one.signatures.exists() or before not in LEAVABLE:
        raise SignedAlready
    one.removed_at = at
    one.save(update_fields=["removed_at"])
    assert one.member_id is not None
    _trail(one, "leave_codebtor", one.member_id, at)
    if before in EDITABLE or accepted(request.id).count() >= _needed(request, at):
        return
    LoanDecision.objects.filter(request=request).delete()
    step(request, RequestStep.MISSING, at=at, actor="system:codebtors", note=LEFT)
    tell_member(request, "loan_missing", at)


def _needed(request: LoanRequest, at: datetime) -> int:
    """A line that is not offered any more asks for as many as there were."""
    amount = Money(request.amount)
    decision = LoanDecision.objects.filter(request=request).first()
    if decision is not None:
        amount = Money.of(decision.proposal["amount"])
    try:
        return line_offered(request.line_id, business_date(at)).codebtors_for(amount)
    except LineNotOffered:
        return accepted(request.id).count() + 1


def _asked(member_id: UUID, codebtor_id: UUID) -> tuple[Codebtor, LoanRequest]:
    """The question, if it was put to this member, and its request, held."""
    who = Member.objects.get(id=member_id)
    mine = asked_of(who).filter(id=codebtor_id)
    found = mine.values_list("request_id", flat=True).first()
    if found is None:
        raise UnknownInvitation
    request = held(found)
    one = mine.first()  # read again now that nobody else moves it
    if one is None:
        raise UnknownInvitation
    return one, request


def _trail(one: Codebtor, action: str, member_id: UUID, at: datetime, **detail: str) -> None:
    record(
        at=at, actor=f"member:{member_id}", action=action,
        subject=f"loan_request:{one.request_id}", detail={"codebtor": str(one.id)} | detail,
    )  # fmt: skip
