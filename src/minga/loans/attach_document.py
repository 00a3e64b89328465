"""The documents of a request: one for each that is asked for, the newest counts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.refusal import Refusal
from minga.loans.clean_document import clean_document
from minga.loans.lines import line_offered
from minga.loans.models import LoanRequest, RequestDocument
from minga.loans.open_request import editable, touched


class DocumentNotAsked(Refusal):
    """Nobody asked for a document of that name."""

    code = "document_not_asked"


def attach_document(
    *, member_id: UUID, request_id: UUID, name: str, content: bytes, at: datetime
) -> None:
    """Keeps a document, cleaned, in place of the one that stood for the same.

    Raises UnknownRequest, RequestNotOpen, DocumentNotAsked, DocumentTooLarge, DocumentNotTaken,
    LineNotOffered.
    """
    clean = clean_document(content)  # before the row is held: it takes its time
    with transaction.atomic(durable=True):
        request = editable(request_id, member_id)
        if name not in wanted(request, at):
            raise DocumentNotAsked(name=name)
        _remove(request, name, at)
        RequestDocument.objects.create(
            request=request, name=name, content_type=clean.content_type, content=clean.content,
            digest=clean.digest, at=at,
        )  # fmt: skip
        touched(request, at)
        record(
            at=at, actor=f"member:{member_id}", action="attach_document",
            subject=f"loan_request:{request.id}",
            detail={"name": name, "sha256": clean.digest.hex()},
        )  # fmt: skip


def remove_document(*, member_id: UUID, request_id: UUID, name: str, at: datetime) -> None:
    """Takes a document out. Raises UnknownRequest, RequestNotOpen."""
    with transaction.atomic(durable=True):
        request = editable(request_id, member_id)
        _remove(request, name, at)
        touched(request, at)


def wanted(request: LoanRequest, at: datetime) -> tuple[str, ...]:
    """The documents that the request's line asks for. Raises LineNotOffered."""
    return line_offered(request.line_id, business_date(at)).documents


def _remove(request: LoanRequest, name: str, at: datetime) -> None:
    """What is taken out is forgotten: only that it was there, and its digest, stay."""
    living = RequestDocument.objects.filter(request=request, name=name, removed_at=None)
    living.update(removed_at=at, content=b"")
