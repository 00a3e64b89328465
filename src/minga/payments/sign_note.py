"""Sign the promissory note of an approved request: the loan is born and handed out with it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.loans.codebtor_obligation import obligations
from minga.loans.models import Loan, LoanRequest, PromissoryNote, RequestStep
from minga.loans.note_terms import NoteTerms, note_terms
from minga.loans.offers import require_in_time
from minga.loans.open_request import UnknownRequest, held, require, status_of, step
from minga.loans.sign_codebtor import require_signed
from minga.loans.signature import Signature
from minga.loans.usury_caps import check_line_rate
from minga.payments.disburse_loan import disburse_loan
from minga.savings.models import ProductKind, SavingsAccount
from minga.savings.tails import tails

SIGNABLE = frozenset({RequestStep.APPROVED})
SIGNED = frozenset({RequestStep.SIGNED, RequestStep.DISBURSED})


class NoAccountToPay(Refusal):
    """The account chosen for the money is not a sight savings account of the member any more."""

    code = "no_account_to_pay"


class NoteChanged(Refusal):
    """Who owes it together with the debtor is not who the note names."""

    code = "note_changed"


def terms_to_sign(
    *, member_id: UUID, request_id: UUID, cooperative: str, at: datetime, nit: str = ""
) -> NoteTerms | None:
    """The note as it would be signed today, reading only; None when it is not to be signed (not
    approved, signed already, withdrawn). `nit`: the creditor's, where it is known. Raises
    UnknownRequest, OfferExpired, NoAccountToPay."""
    request = (
        LoanRequest.objects.select_related("line", "member", "decision")
        .filter(id=request_id, member_id=member_id)
        .first()
    )
    if request is None:
        raise UnknownRequest
    if status_of(request) not in SIGNABLE:
        return None
    require_in_time(request, business_date(at))
    account = _account(member_id, request.pays_to)
    words = f"cuenta de ahorros terminada en {tails([account.number])[account.number]}"
    return note_terms(
        request, cooperative=cooperative, nit=nit, pays_to=account.id, pays_to_words=words,
        on=business_date(at),
    )  # fmt: skip


def _account(member_id: UUID, account_id: UUID | None) -> SavingsAccount:
    if account_id is not None:
        sight = SavingsAccount.objects.filter(member_id=member_id, kind=ProductKind.SIGHT)
        found = sight.filter(id=account_id).first()
        if found is not None:
            return found
    raise NoAccountToPay


def sign_note(*, terms: NoteTerms, at: datetime, approve: Callable[[], Signature]) -> UUID:
    """Keeps the note with its signature and hands out the loan, all at once; returns the loan's id.

    `approve` is called inside the transaction: it uses up the member's approval of this very text,
    or raises. Signed twice, it is one loan. Refuses with RequestNotOpen, OfferExpired,
    CodebtorsUnsigned, NoteChanged, AboveUsury, UsuryCapMissing, and what `disburse_loan` does,
    whose entry is the only one.
    """
    signed = Loan.objects.filter(request_id=terms.request_id).first()
    if signed is not None:
        return signed.id
    member_id = terms.new.member_id
    actor = f"member:{member_id}"

    def keep() -> bytes:
        request = held(terms.request_id, member_id)
        require(request, SIGNABLE)
        require_in_time(request, business_date(at))
        codebtors = obligations(request, terms.cooperative)
        require_signed(codebtors)
        if codebtors != terms.codebtors:
            raise NoteChanged
        check_line_rate(terms.new.rate_ea, modality=terms.new.modality, on=business_date(at))
        given = approve()
        PromissoryNote.objects.create(
            request=request, text=terms.text, digest=terms.digest, signed_at=at,
            approval=given.approval, factors=given.factors, ip=given.ip,
        )  # fmt: skip
        step(request, RequestStep.SIGNED, at=at, actor=actor)
        record(
            at=at, actor=actor, action="sign_promissory_note", ip=given.ip,
            subject=f"loan_request:{request.id}",
            detail={"sha256": terms.digest.hex(), "approval": str(given.approval)},
        )  # fmt: skip
        return terms.digest

    done = disburse_loan(
        new=terms.new, pays_to=terms.pays_to, key=terms.request_id, actor=actor, at=at, approve=keep
    )
    return done.id
