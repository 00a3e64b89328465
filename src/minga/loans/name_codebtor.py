"""The debtor's side of codebtors: naming one by their document, and taking one out."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import parameters
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.loans.codebtors import DOCUMENT_TYPES, living
from minga.loans.models import Codebtor, LoanRequest
from minga.loans.open_request import editable, touched

LIFE_KEY = "loans.codebtor.answer_days"
LIVING_MAX = 4
NAMED_MAX = 12


class CodebtorIsDebtor(Refusal):
    """Nobody backs their own debt."""

    code = "codebtor_is_debtor"


class CodebtorNamedTwice(Refusal):
    """That document was named already for this request."""

    code = "codebtor_named_twice"


class CodebtorNotAPerson(Refusal):
    """Only people of age back a debt: the type of document is not one of theirs."""

    code = "codebtor_not_a_person"


class TooManyCodebtors(Refusal):
    """So many were named for one request that no more are."""

    code = "too_many_codebtors"


def name_codebtor(
    *, member_id: UUID, request_id: UUID, document_type: str, document_number: str, at: datetime
) -> None:
    """Asks whoever has that document to owe this loan too. The same for a member's number and for
    any other: only the one whose it is finds the question, inside the office.

    Raises UnknownRequest, RequestNotOpen, CodebtorNotAPerson, CodebtorIsDebtor, CodebtorNamedTwice,
    TooManyCodebtors, MissingParameter.
    """
    if document_type not in DOCUMENT_TYPES:
        raise CodebtorNotAPerson(type=document_type)
    with transaction.atomic(durable=True):
        request = editable(request_id, member_id)
        own = (request.member.document_type, request.member.document_number)
        if own == (document_type, document_number):
            raise CodebtorIsDebtor
        _require_room(request, document_type, document_number)
        named = Codebtor.objects.create(
            request=request, document_type=document_type, document_number=document_number,
            asked_at=at, expires_at=answer_until(at),
        )  # fmt: skip
        touched(request, at)
        _trail(request, "name_codebtor", named, at)


def remove_codebtor(*, member_id: UUID, request_id: UUID, codebtor_id: UUID, at: datetime) -> None:
    """Takes one out, whatever they answered; taken out twice is once. Raises UnknownRequest,
    RequestNotOpen."""
    with transaction.atomic(durable=True):
        request = editable(request_id, member_id)
        one = living(request.id).filter(id=codebtor_id).first()
        if one is None:
            return
        one.removed_at = at
        one.save(update_fields=["removed_at"])
        touched(request, at)
        _trail(request, "remove_codebtor", one, at)


def answer_until(at: datetime) -> datetime:
    """How long somebody who is asked now may take. Raises MissingParameter."""
    return at + timedelta(days=parameters.whole(LIFE_KEY, business_date(at)))


def _require_room(request: LoanRequest, document_type: str, document_number: str) -> None:
    named = Codebtor.objects.filter(request=request)
    now = living(request.id)
    if now.filter(document_type=document_type, document_number=document_number).exists():
        raise CodebtorNamedTwice
    if now.count() >= LIVING_MAX or named.count() >= NAMED_MAX:
        raise TooManyCodebtors(most=LIVING_MAX)


def _trail(request: LoanRequest, action: str, named: Codebtor, at: datetime) -> None:
    record(
        at=at, actor=f"member:{request.member_id}", action=action,
        subject=f"loan_request:{request.id}", detail={"codebtor": str(named.id)},
    )  # fmt: skip
