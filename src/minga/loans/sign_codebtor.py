"""A codebtor signs what was approved, before the debtor does."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.loans.answer_codebtor import UnknownInvitation
from minga.loans.codebtor_obligation import Obligation, obligations
from minga.loans.codebtors import CodebtorsUnsigned
from minga.loans.models import Codebtor, CodebtorSignature, LoanRequest, RequestStep
from minga.loans.offers import require_in_time
from minga.loans.open_request import held, require, status_of
from minga.loans.signature import Signature
from minga.loans.tell_member import tell_member


class ObligationChanged(Refusal):
    """What is to be signed is not what was read."""

    code = "obligation_changed"


def obligation_to_sign(
    *, member_id: UUID, codebtor_id: UUID, cooperative: str
) -> tuple[LoanRequest, Obligation] | None:
    """What this codebtor would sign, or signed, reading only; None while nothing is approved.
    Raises UnknownInvitation."""
    request = LoanRequest.objects.select_related("line", "member", "decision")
    one = request.get(id=_request_of(member_id, codebtor_id))
    if status_of(one) not in {RequestStep.APPROVED}:
        return None
    return one, _mine(one, codebtor_id, cooperative)


def sign_codebtor(
    *,
    member_id: UUID,
    codebtor_id: UUID,
    cooperative: str,
    seen: bytes,
    approve: Callable[[], Signature],
    at: datetime,
) -> None:
    """Keeps the obligation with its signature; signed twice is once.

    `seen`: the digest of the text they read. `approve` is called inside the transaction: it uses up
    the member's approval of this very text, or raises. The debtor is told when everybody has
    signed. Raises UnknownInvitation, RequestNotOpen (not approved, or handed out), OfferExpired,
    ObligationChanged.
    """
    with transaction.atomic(durable=True):
        request = held(_request_of(member_id, codebtor_id))
        require(request, frozenset({RequestStep.APPROVED}))
        require_in_time(request, business_date(at))
        mine = _mine(request, codebtor_id, cooperative)
        if mine.signature is not None:
            return
        if mine.digest != seen:
            raise ObligationChanged
        given = approve()
        CodebtorSignature.objects.create(
            codebtor_id=codebtor_id, text=mine.text, digest=mine.digest, signed_at=at,
            approval=given.approval, factors=given.factors, ip=given.ip,
        )  # fmt: skip
        record(
            at=at, actor=f"member:{member_id}", action="sign_as_codebtor", ip=given.ip,
            subject=f"loan_request:{request.id}",
            detail={"sha256": mine.digest.hex(), "approval": str(given.approval)},
        )  # fmt: skip
        if not unsigned(obligations(request, cooperative)):
            tell_member(request, "loan_codebtors_signed", at)


def unsigned(found: tuple[Obligation, ...]) -> tuple[str, ...]:
    """Names of those whose signature is missing."""
    return tuple(one.name for one in found if one.signature is None)


def require_signed(found: tuple[Obligation, ...]) -> None:
    """Raises CodebtorsUnsigned."""
    missing = unsigned(found)
    if missing:
        raise CodebtorsUnsigned(missing)


def _request_of(member_id: UUID, codebtor_id: UUID) -> UUID:
    mine = Codebtor.objects.filter(id=codebtor_id, member_id=member_id, removed_at=None)
    found = mine.values_list("request_id", flat=True).first()
    if found is None:
        raise UnknownInvitation
    return found


def _mine(request: LoanRequest, codebtor_id: UUID, cooperative: str) -> Obligation:
    for one in obligations(request, cooperative):
        if one.codebtor_id == codebtor_id:
            return one
    raise UnknownInvitation
