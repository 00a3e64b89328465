"""What anybody who holds a paper may ask: is it ours, what does it say, does it still hold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from minga.documents.codes import in_groups
from minga.documents.models import IssuedPaper, PaperKind
from minga.kit.clock import business_date
from minga.savings.models import TermEnd


class Standing(StrEnum):
    """Whether what the paper certifies is still so."""

    AS_OF_ISSUE = "as_of_issue"
    LIVING = "living"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class VerifiedPaper:
    """An issued paper, without the name and the document of anybody."""

    kind: PaperKind
    code: str
    issued_on: date
    facts: tuple[tuple[str, str], ...]
    standing: Standing


def verified_paper(code: str) -> VerifiedPaper | None:
    """The paper with that code (see `codes.as_typed`); None when none was issued with it."""
    paper = IssuedPaper.objects.filter(code=code).first()
    if paper is None:
        return None
    return VerifiedPaper(
        kind=PaperKind(paper.kind), code=in_groups(paper.code),
        issued_on=business_date(paper.issued_at),
        facts=tuple((name, value) for name, value in paper.facts), standing=_standing(paper),
    )  # fmt: skip


def _standing(paper: IssuedPaper) -> Standing:
    """Only a title lives on after its paper; the other papers speak of a day that is over."""
    if paper.kind != PaperKind.TERM_CERTIFICATE:
        return Standing.AS_OF_ISSUE
    ended = TermEnd.objects.filter(deposit_id=paper.subject).exists()
    return Standing.ENDED if ended else Standing.LIVING
