"""A copy of something that was signed: its very text, how it was signed, what may be told of it."""

from uuid import UUID

from minga.documents.issue import Draft
from minga.documents.models import PaperKind
from minga.documents.typeset import ARCHIVE_WITH_FILES
from minga.kit.money import Money
from minga.kit.spanish import cop, day_long
from minga.loans.models import Loan
from minga.loans.signed_note import SignedNote


def signed_copy(
    kind: PaperKind, note: SignedNote, *, member_id: UUID, subject: UUID, filename: str
) -> Draft:
    """The draft of its paper, for whoever signed it; the amount is the loan's, once there is one.

    The text goes into the PDF as a file, and its SHA-256 is the one that was signed.
    """
    heading, *paragraphs = note.text.strip("\n").split("\n\n")
    loan = Loan.objects.filter(request_id=note.request_id).first()
    amount = [("Valor", cop(Money(loan.principal)))] if loan else []
    return Draft(
        kind=kind, member_id=member_id, subject=subject, number=note.number, filename=filename,
        standards=ARCHIVE_WITH_FILES,
        content={
            "heading": heading, "paragraphs": [one.split("\n") for one in paragraphs],
            "text": note.text, "signature": note.signature,
        },
        facts=(
            ("Número", note.number), *amount, ("Firmado", day_long(note.signed_at)),
            ("SHA-256 del texto", note.digest),
        ),
    )  # fmt: skip
