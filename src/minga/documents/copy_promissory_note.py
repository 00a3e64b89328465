"""The member's copy of a promissory note: the text that was signed, word by word, and how."""

from datetime import datetime
from uuid import UUID

from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.typeset import ARCHIVE_WITH_FILES, Pdf
from minga.kit.money import Money
from minga.kit.spanish import cop, day_long
from minga.loans.models import Loan
from minga.loans.signed_note import SignedNote, signed_note


def copy_promissory_note(
    *, member_id: UUID, request_id: UUID, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF, with the very text that was signed as a file in it (its SHA-256 is the one that was
    signed); None when the member has no such request or did not sign it."""

    def write() -> Draft | None:
        note = signed_note(member_id, request_id)
        return _draft(member_id, note) if note else None

    return issue(write, letterhead, at=at, ip=ip)


def _draft(member_id: UUID, note: SignedNote) -> Draft:
    heading, *paragraphs = note.text.strip("\n").split("\n\n")
    loan = Loan.objects.filter(request_id=note.request_id).first()
    amount = [("Valor", cop(Money(loan.principal)))] if loan else []
    return Draft(
        kind=PaperKind.PROMISSORY_NOTE, member_id=member_id, subject=note.request_id,
        number=note.number, filename="pagare", standards=ARCHIVE_WITH_FILES,
        content={
            "heading": heading, "paragraphs": [one.split("\n") for one in paragraphs],
            "text": note.text, "signature": note.signature,
        },
        facts=(
            ("Número", note.number), *amount, ("Firmado", day_long(note.signed_at)),
            ("SHA-256 del texto", note.digest),
        ),
    )  # fmt: skip
