"""The member's copy of a promissory note: the text that was signed, word by word, and how."""

from datetime import datetime
from uuid import UUID

from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.signed_copy import signed_copy
from minga.documents.typeset import Pdf
from minga.loans.signed_note import signed_note


def copy_promissory_note(
    *, member_id: UUID, request_id: UUID, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF, with the very text that was signed as a file in it (its SHA-256 is the one that was
    signed); None when the member has no such request or did not sign it."""

    def write() -> Draft | None:
        note = signed_note(member_id, request_id)
        if note is None:
            return None
        return signed_copy(
            PaperKind.PROMISSORY_NOTE, note, member_id=member_id, subject=note.request_id,
            filename="pagare",
        )  # fmt: skip

    return issue(write, letterhead, at=at, ip=ip)
