"""What a codebtor signed: their own copy, and the copy of the debtor's file."""

from datetime import datetime
from uuid import UUID

from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.signed_copy import signed_copy
from minga.documents.typeset import Pdf
from minga.loans.signed_note import SignedNote, obligation_on_file, signed_obligation


def copy_codebtor_obligation(
    *, member_id: UUID, codebtor_id: UUID, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF for whoever signed it, with the very text as a file in it; None when this member is
    not that codebtor, the debtor included, or signed nothing."""

    def write() -> Draft | None:
        kept = signed_obligation(member_id, codebtor_id)
        return _draft(kept, member_id, codebtor_id) if kept else None

    return issue(write, letterhead, at=at, ip=ip)


def copy_obligation_on_file(
    *,
    request_id: UUID,
    codebtor_id: UUID,
    actor: str,
    letterhead: Letterhead,
    at: datetime,
    ip: str,
) -> Pdf | None:
    """The same paper, with the same code, for an employee who opened the file of that request; the
    trail keeps the `actor`. None when nobody signed such an obligation of it."""

    def write() -> Draft | None:
        kept = obligation_on_file(request_id, codebtor_id)
        return _draft(kept[1], kept[0], codebtor_id) if kept else None

    return issue(write, letterhead, at=at, ip=ip, actor=actor)


def _draft(kept: SignedNote, member_id: UUID, codebtor_id: UUID) -> Draft:
    return signed_copy(
        PaperKind.CODEBTOR_OBLIGATION, kept, member_id=member_id, subject=codebtor_id,
        filename="codeudor",
    )  # fmt: skip
