"""What a codebtor signed, as a paper: for them, and for whoever opens the debtor's file."""

from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from minga.audit.models import AuditEvent
from minga.documents.copy_codebtor_obligation import (
    copy_codebtor_obligation,
    copy_obligation_on_file,
)
from minga.documents.models import IssuedPaper
from minga.documents.tests.reading import LETTERHEAD, in_order, read, words
from minga.documents.typeset import Pdf
from minga.documents.verify import Standing, verified_paper
from minga.loans.models import CodebtorSignature
from minga.loans.send_request import send_request
from minga.loans.tests.codebtors_cast import approve, backed, sign
from minga.loans.tests.conftest import backer, debtor, lends, request_id
from minga.loans.tests.requests_cast import AT
from minga.members.models import Member

__all__ = ["backer", "debtor", "lends", "request_id"]  # the cast of the room of loans
pytestmark = pytest.mark.django_db
STAFF = "employee:1"


@pytest.fixture
def codebtor_id(debtor: Member, backer: Member, request_id: UUID) -> UUID:
    found = backed(debtor.id, request_id, backer)
    send_request(member_id=debtor.id, request_id=request_id, at=AT)
    approve(request_id)
    return found


def paper_of(who: UUID, codebtor_id: UUID) -> Pdf | None:
    return copy_codebtor_obligation(
        member_id=who, codebtor_id=codebtor_id, letterhead=LETTERHEAD, at=AT, ip="10.0.0.7"
    )


def on_file(request_id: UUID, codebtor_id: UUID) -> Pdf | None:
    return copy_obligation_on_file(
        request_id=request_id, codebtor_id=codebtor_id, actor=STAFF, letterhead=LETTERHEAD,
        at=AT, ip="10.0.0.8",
    )  # fmt: skip


def test_is_the_signed_text_with_its_hash_its_means_and_its_hour(
    backer: Member, debtor: Member, codebtor_id: UUID
) -> None:
    sign(backer, codebtor_id)
    pdf = paper_of(backer.id, codebtor_id)
    made = CodebtorSignature.objects.get()
    assert in_order(
        words(pdf), "Copia de la obligación del codeudor", "OBLIGACIÓN SOLIDARIA",
        backer.full_name, debtor.full_name, "Respondo por toda la deuda", "Firma electrónica",
        "20/11/2026 a las 10:00:00", "clave y código", "10.1.2.3", str(made.approval),
        bytes(made.digest).hex(),
    )  # fmt: skip
    [content] = read(pdf).attachments["obligacion.txt"]
    assert sha256(content).digest() == bytes(made.digest)
    assert content.decode() == made.text


def test_only_whoever_signed_it_has_it(
    backer: Member, debtor: Member, codebtor_id: UUID, request_id: UUID
) -> None:
    assert paper_of(backer.id, codebtor_id) is None  # not before it is signed
    assert on_file(request_id, codebtor_id) is None
    sign(backer, codebtor_id)
    assert paper_of(debtor.id, codebtor_id) is None
    assert paper_of(uuid4(), codebtor_id) is None
    assert not IssuedPaper.objects.exists()


def test_whoever_opens_the_file_has_the_same_paper_and_is_written_down(
    backer: Member, codebtor_id: UUID, request_id: UUID
) -> None:
    sign(backer, codebtor_id)
    own, filed = paper_of(backer.id, codebtor_id), on_file(request_id, codebtor_id)
    assert own is not None
    assert own == filed
    [paper] = IssuedPaper.objects.all()
    assert paper.member_id == backer.id
    trail = AuditEvent.objects.filter(subject=f"codebtor_obligation:{codebtor_id}")
    assert [one.actor for one in trail.order_by("id")] == [f"member:{backer.id}", STAFF]
    assert on_file(uuid4(), codebtor_id) is None  # of another request


def test_its_code_tells_the_hash_and_nobodys_name(backer: Member, codebtor_id: UUID) -> None:
    sign(backer, codebtor_id)
    paper_of(backer.id, codebtor_id)
    found = verified_paper(IssuedPaper.objects.get().code)
    assert found is not None
    assert found.standing == Standing.AS_OF_ISSUE
    facts = dict(found.facts)
    digest = bytes(CodebtorSignature.objects.get().digest).hex()
    assert facts["SHA-256 del texto"] == digest
    for private in (backer.document_number, backer.given_names):
        assert private not in str(facts)
