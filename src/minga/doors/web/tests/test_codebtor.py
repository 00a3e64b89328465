"""Codebtors in the office: named, asked, approved with step-up, signed; and strangers."""

from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from minga.access.models import Approval
from minga.access.tests import cast
from minga.documents.tests import reading
from minga.doors.web.codebtor_words import STAGES
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_credit_request import Asker, text
from minga.kit import clock
from minga.ledger.books_check import check_books
from minga.loans.codebtor_queries import Stage
from minga.loans.decide_request import decide, propose
from minga.loans.models import Codebtor, CodebtorSignature, Loan, LoanRequest
from minga.loans.tests.offered import line
from minga.loans.tests.requests_cast import ANA, BETO, cap, proposal, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


@pytest.fixture
def asker(db: None) -> Asker:
    return Asker()


@pytest.fixture
def backer(db: None) -> Asker:
    return Asker()


@pytest.fixture
def request_id(asker: Asker) -> UUID:
    """Everything but the codebtor that its line asks for."""
    found = asker.start(linea=line(codebtors=1).code)
    asker.fill(found)
    return found


def name(asker: Asker, request_id: UUID, number: str, kind: str = "CC") -> str:
    answer = asker.post("credit_codebtors", request_id, tipo_documento=kind, numero=number)
    if answer.status_code == 302:
        return asker.page("credit_codebtors", request_id)
    return text(answer)


def named(asker: Asker, request_id: UUID, backer: Asker) -> UUID:
    name(asker, request_id, backer.who.document_number)
    return Codebtor.objects.get(request_id=request_id, removed_at=None).id


def send_and_approve(asker: Asker, request_id: UUID) -> None:
    """The debtor sends it, and two people approve it."""
    asker.post("review_request", request_id)
    with visitors.as_owner():
        cap(on=clock.business_date(clock.now()))
        propose(request_id=request_id, staff=ANA, proposal=proposal(), at=clock.now())
        decide(
            request_id=request_id, staff=BETO, approve=True, why="",
            seen=shown(request_id), at=clock.now(),
        )  # fmt: skip


def approve(who: Asker, page: str, codebtor_id: UUID) -> None:
    """The button, PIN and code, and the button again."""
    where = who.post(page, codebtor_id)["Location"]
    who.client.post(where, {"clave": cast.PIN})
    who.client.post(where, {"codigo": cast.code_sent_to(who.who)})
    assert who.client.get(where)["Location"] == reverse(f"web:{page}", args=[codebtor_id])
    who.post(page, codebtor_id)


def test_the_task_is_there_when_the_line_asks_for_it(asker: Asker, request_id: UUID) -> None:
    page = asker.page("credit_request", request_id)
    assert "Codeudor Falta" in page
    assert "Aún no puedes empezar" in page
    assert "Este crédito necesita un codeudor" in asker.page("credit_codebtors", request_id)
    assert "Codeudor" not in asker.page("credit_request", asker.start())


def test_any_number_has_the_same_answer(asker: Asker, backer: Asker, request_id: UUID) -> None:
    answers = []
    for number in (backer.who.document_number, "1000000007"):
        page = name(asker, request_id, number)
        answers.append(page.replace(number, "N"))
        one = Codebtor.objects.get(document_number=number)
        asker.post("credit_codebtors", request_id, quitar=str(one.id))
    assert answers[0] == answers[1]
    assert backer.who.given_names not in answers[0]


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        ("", "CC", "Escribe el número de identificación."),
        ("12", "CC", "Un número de CC es"),
        ("900068438-1", "NIT", "Elige el tipo de documento."),
        ("1.000.000.007", "CC", "Aún no responde"),
    ],
)
def test_a_document_is_read_as_people_write_it(
    asker: Asker, request_id: UUID, number: str, kind: str, said: str
) -> None:
    assert said in name(asker, request_id, number, kind)


def test_oneself_and_the_same_person_twice_are_refused_with_words(
    asker: Asker, backer: Asker, request_id: UUID
) -> None:
    assert "este es el tuyo" in name(asker, request_id, asker.who.document_number)
    name(asker, request_id, backer.who.document_number)
    assert "Ya nombraste" in name(asker, request_id, backer.who.document_number)
    assert asker.post("credit_codebtors", request_id, quitar="nada").status_code == 302


def test_whoever_was_named_finds_it_reads_what_they_would_owe_and_accepts(
    asker: Asker, backer: Asker, request_id: UUID
) -> None:
    one = named(asker, request_id, backer)
    for page in ("my_requests", "request_products"):
        assert f"Codeudor de {asker.who.full_name}" in backer.page(page)
    page = backer.page("codebtor", one)
    for words in (
        "$ 5.000.000", "toda la deuda", "sin cobrarle primero", "20 días", "Costo total en tasa",
        "Autorizo la consulta y el reporte", "Acepto responder por $ 5.000.000",
    ):  # fmt: skip
        assert words in page
    where = backer.post("codebtor", one)["Location"]
    page = text(backer.client.get(where))
    for words in ("$ 5.000.000 de crédito: ser codeudor", asker.who.full_name, "toda la deuda"):
        assert words in page
    approve(backer, "codebtor", one)
    kept = Codebtor.objects.get(id=one)
    used = Approval.objects.filter(member=backer.who).exclude(used_at=None).get()
    assert (kept.approval, kept.factors) == (used.id, "pin")
    assert backer.who.full_name in asker.page("credit_request", request_id)
    assert "Codeudor Completa" in asker.page("credit_request", request_id)


def test_wherever_somebody_stands_there_are_words_for_it() -> None:
    assert STAGES.keys() == set(Stage)
    assert "Ya no respondes por él" in STAGES[Stage.PAID]
    assert "todavía se debe y respondes por él" in STAGES[Stage.WRITTEN_OFF]


def test_a_no_is_told_to_nobody(asker: Asker, backer: Asker, request_id: UUID) -> None:
    one = named(asker, request_id, backer)
    before = asker.page("credit_codebtors", request_id)
    backer.post("codebtor", one, no="1")
    assert asker.page("credit_codebtors", request_id) == before
    assert "Dijiste que no" in backer.page("codebtor", one)
    assert "Codeudor de" not in backer.page("my_requests")


def test_signs_before_the_debtor_who_then_has_the_money(
    asker: Asker, backer: Asker, request_id: UUID
) -> None:
    one = named(asker, request_id, backer)
    approve(backer, "codebtor", one)
    send_and_approve(asker, request_id)
    assert f"falta la firma de {backer.who.full_name}" in asker.page("credit_request", request_id)
    page = asker.page("sign_note", request_id)
    assert "Todavía no puedes firmar" in page
    assert "Firmar por" not in page
    page = backer.page("sign_as_codebtor", one)
    for words in ("OBLIGACIÓN SOLIDARIA", "$ 4.000.000", "SHA-256"):
        assert words in page
    approve(backer, "sign_as_codebtor", one)
    made = CodebtorSignature.objects.get()
    assert made.ip
    assert "Firmaste." in backer.page("codebtor", one)
    copy = backer.client.get(reverse("web:own_obligation", args=[one])).content.decode()
    assert made.text in copy
    paper = backer.client.get(reverse("web:copy_codebtor_obligation", args=[one]))
    assert paper["Content-Type"] == "application/pdf"
    assert bytes(made.digest).hex() in reading.words(paper.content)
    assert "Lo que firmaste (PDF)" in backer.page("codebtor", one)
    assert "Firmar por $ 4.000.000" in asker.page("sign_note", request_id)
    asker.sign(request_id)
    loan = Loan.objects.get(request_id=request_id)
    page = backer.page("codebtor", one)
    assert "Eres codeudor de este crédito." in page
    assert "Al día" in page
    assert backer.who.full_name in asker.page("loan", loan.id)
    assert "Firmó" in asker.page("credit_request", request_id)
    assert check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0
    with pytest.raises(ProgrammingError), transaction.atomic():
        CodebtorSignature.objects.update(text="Otra cosa")


def test_a_request_signed_without_its_codebtor_stays_unsigned(
    asker: Asker, backer: Asker, request_id: UUID
) -> None:
    one = named(asker, request_id, backer)
    approve(backer, "codebtor", one)
    send_and_approve(asker, request_id)
    asker.sign(request_id)
    assert not Loan.objects.exists()
    assert Approval.objects.get(member=asker.who).used_at is None
    backer.post("codebtor", one, no="1")
    assert "ya no puede ser tu codeudora" in asker.page("credit_request", request_id)


def test_a_stranger_finds_no_question_and_answers_none(
    asker: Asker, backer: Asker, request_id: UUID
) -> None:
    one, stranger = named(asker, request_id, backer), Asker()
    for who in (stranger, asker):
        for page in (
            "codebtor", "sign_as_codebtor", "own_obligation", "copy_codebtor_obligation",
        ):  # fmt: skip
            address = reverse(f"web:{page}", args=[one])
            assert who.client.get(address).status_code == 404
            assert who.client.post(address, {"no": "1"}).status_code in {404, 405}
        assert "Codeudor de" not in who.page("my_requests")
    assert visitors.browser().get(reverse("web:codebtor", args=[one])).status_code == 302
    assert Codebtor.objects.get(id=one).answer == ""
    assert LoanRequest.objects.get(id=request_id).codebtors.count() == 1
