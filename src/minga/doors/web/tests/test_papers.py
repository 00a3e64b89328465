"""Papers at the web's door: a member's own, and the page where anybody checks one."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.tests import cast
from minga.documents.codes import in_groups
from minga.documents.models import IssuedPaper
from minga.documents.tests.reading import words
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.loans.models import Loan
from minga.payments.tests.borrowers import borrower
from minga.payments.tests.cast import Person, deposit, product
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.models import ProductKind, TermDeposit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


def inside() -> tuple[Client, Person]:
    who, client = cast.registered(), visitors.browser()
    savings = product(who.id, ProductKind.SIGHT)
    deposit(savings, 50_000_000, on=OPENED)
    visitors.sign_in(client, who)
    return client, Person(who.id, savings, savings, savings)


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, TermDeposit]:
    visitors.at(monkeypatch, at(OPENED))
    client, who = inside()
    return client, open_cdat(who, cdat_plan())


def certificate(made: Any) -> str:
    return reverse("web:certify_term_deposit", args=[made])


def test_the_page_of_a_cdat_leads_to_its_certificate(owner: tuple[Client, TermDeposit]) -> None:
    client, made = owner
    page = client.get(reverse("web:term_deposit", args=[made.id])).content.decode()
    assert certificate(made.id) in page
    assert "Certificado (PDF)" in page
    answer = client.get(certificate(made.id))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="certificado-{made.number}.pdf"'
    )
    assert answer["Cache-Control"] == "no-store"
    assert made.number in words(answer.content)


def test_a_stranger_finds_what_is_not_there(owner: tuple[Client, TermDeposit]) -> None:
    _, made = owner
    stranger, _ = inside()
    theirs, nothing = stranger.get(certificate(made.id)), stranger.get(certificate(uuid4()))
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert text(theirs) == text(nothing)
    assert Client().get(certificate(made.id)).status_code == 302
    assert not IssuedPaper.objects.exists()


def test_the_papers_of_a_credit_and_of_aportes_are_its_members(
    owner: tuple[Client, TermDeposit], monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = borrower(on=OPENED)
    client, who = owner[0], owner[1].member_id
    Loan.objects.filter(id=loan.id).update(member_id=who)
    plan = reverse("web:print_payment_plan", args=[loan.id])
    assert plan in client.get(reverse("web:loan", args=[loan.id])).content.decode()
    assert loan.number in words(client.get(plan).content)
    assert client.get(reverse("web:certify_paid_loan", args=[loan.id])).status_code == 404
    stranger, _ = inside()
    for address in (
        plan,
        reverse("web:certify_paid_loan", args=[loan.id]),
        reverse("web:copy_promissory_note", args=[uuid4()]),
    ):
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_the_certificate_of_aportes_asks_for_a_day(
    owner: tuple[Client, TermDeposit],
) -> None:
    client, who = owner[0], owner[1].member_id
    address = reverse("web:certify_aportes")
    none_yet = client.get(address, {"fecha": "2026-03-03"})
    assert none_yet.status_code == 422
    assert "aún no tenías aportes" in text(none_yet)
    aportes = product(who, ProductKind.APORTES)
    deposit(aportes, 300_000, on=OPENED)
    assert address in text(client.get(reverse("web:movements", args=[aportes])))
    assert client.get(address).status_code == 200
    for odd in ("mañana", "2026-03-04", ""):
        assert client.get(address, {"fecha": odd}).status_code == 422
    assert "$ 300.000" in words(client.get(address, {"fecha": "03/03/2026"}).content)
    assert Client().get(address).status_code == 302


def test_anybody_checks_a_paper_by_its_code(owner: tuple[Client, TermDeposit]) -> None:
    client, made = owner
    client.get(certificate(made.id))
    code = in_groups(IssuedPaper.objects.get(subject=made.id).code)
    anybody = Client()
    typed = code.lower().replace("-", " ")
    found = anybody.get(reverse("web:verify_paper"), {"codigo": typed}, follow=True)
    page = text(found)
    for said in ("Es un documento nuestro", made.number, "10.000.000", "Está vigente", code):
        assert said in page
    assert "noindex" in page


def test_its_head_says_whose_it_is_as_the_office_was_told(
    owner: tuple[Client, TermDeposit], settings: Any
) -> None:
    client, made = owner
    assert "NIT" not in words(client.get(certificate(made.id)).content)
    settings.COOPERATIVE_NIT = "999.999.999-4"
    settings.COOPERATIVE_ADDRESS = "Calle 1 # 2-3"
    settings.COOPERATIVE_CITY = "Ciudad de prueba"
    text_of_it = words(client.get(certificate(made.id)).content)
    assert "NIT 999.999.999-4" in text_of_it
    assert "Calle 1 # 2-3, Ciudad de prueba" in text_of_it


def test_a_code_of_nothing_is_said_so() -> None:
    unknown = Client().get(reverse("web:verified_paper", args=["0" * 20]))
    assert unknown.status_code == 404
    assert "No encontramos ese documento" in text(unknown)
    odd = Client().get(reverse("web:verified_paper", args=["x<script>"]))
    assert odd.status_code == 404
    assert "<script>" not in text(odd).split("</head>")[1]


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Escribe el código"), ("123", "20 letras y números")]
)
def test_what_is_no_code_is_asked_for_again(typed: str, said: str) -> None:
    answer = Client().get(reverse("web:verify_paper"), {"codigo": typed})
    assert answer.status_code == 422
    assert said in text(answer)


def test_the_way_to_check_is_on_the_public_page() -> None:
    assert reverse("web:verify_paper") in text(Client().get("/"))
