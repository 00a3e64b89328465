"""Asking for credit in the office, up to the money in the account; and a stranger, who finds
nothing."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from minga.access.models import Approval, OfficeSession
from minga.access.tests import cast
from minga.doors.web import request_urls
from minga.doors.web.tests import visitors
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.kit.models import Parameter
from minga.kit.spanish import day_long
from minga.ledger.books_check import check_books
from minga.loans.decide_request import ask_missing, decide, propose
from minga.loans.models import Loan, LoanDecision, LoanRequest, PromissoryNote, RequestDocument
from minga.loans.tests.offered import line
from minga.loans.tests.requests_cast import ANA, BETO, PAY, cap, picture, proposal, shown
from minga.members.models import Member
from minga.payments.tests.cast import product
from minga.savings.models import ProductKind
from minga.savings.queries import products_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


class Asker:
    """A member inside the office with one savings account, and what they do."""

    def __init__(self) -> None:
        self.who: Member = cast.registered()
        self.savings = product(self.who.id, ProductKind.SIGHT)
        self.client: Client = visitors.browser()
        visitors.sign_in(self.client, self.who)

    def page(self, name: str, *args: object, **data: Any) -> str:
        answer = self.client.get(reverse(f"web:{name}", args=args), data)
        assert answer.status_code == 200, answer
        return text(answer)

    def post(self, name: str, *args: object, **data: Any) -> Any:
        return self.client.post(reverse(f"web:{name}", args=args), data)

    def start(self, **changes: Any) -> UUID:
        answer = self.post("start_credit", **(self.terms() | changes))
        assert answer.status_code == 302, text(answer)
        return LoanRequest.objects.filter(member=self.who).latest("started_at").id

    def terms(self) -> dict[str, Any]:
        return {
            "linea": line().code, "valor": "5.000.000", "cuotas": "24", "metodo": "french",
            "cuenta": str(self.savings), "orden": str(uuid7()),
        }  # fmt: skip

    def attach(self, request_id: UUID, content: bytes | None = None) -> Any:
        file = SimpleUploadedFile("../recibo.exe", picture() if content is None else content)
        return self.post("credit_document", request_id, 0, archivo=file)

    def fill(self, request_id: UUID) -> None:
        self.post("credit_income", request_id, ingresos="3.000.000", gastos="1.800.000")
        self.attach(request_id)
        self.post("credit_authorisations", request_id, habeas_data="on", credit_bureau="on")

    def sent(self, **changes: Any) -> UUID:
        request_id = self.start(**changes)
        self.fill(request_id)
        self.post("review_request", request_id)
        return request_id

    def approved(self, **changes: Any) -> UUID:
        at, request_id = clock.now(), self.sent(**changes)
        with visitors.as_owner():
            cap(on=clock.business_date(at))
            propose(request_id=request_id, staff=ANA, proposal=proposal(), at=at)
            decide(
                request_id=request_id, staff=BETO, approve=True, why="",
                seen=shown(request_id), at=at,
            )  # fmt: skip
        return request_id

    def sign(self, request_id: UUID) -> Any:
        where = self.post("sign_note", request_id)["Location"]
        self.client.post(where, {"clave": cast.PIN})
        self.client.post(where, {"codigo": cast.code_sent_to(self.who)})
        assert self.client.get(where)["Location"] == reverse("web:sign_note", args=[request_id])
        return self.post("sign_note", request_id)


def text(response: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words).replace("\u00a0", " ")


@pytest.fixture
def asker(db: None) -> Asker:
    return Asker()


def test_the_office_leads_to_products_and_requests(asker: Asker) -> None:
    line()
    assert "Solicitar productos" in asker.page("office_home")
    page = asker.page("request_products")
    for words in ("Ahorro", "CDAT", "Crédito", "Mis solicitudes"):
        assert words in page
    assert "Aún no tienes solicitudes" in asker.page("my_requests")


def test_what_was_simulated_comes_along(asker: Asker) -> None:
    asked = asker.terms()
    page = asker.client.get(reverse("web:start_credit"), {"valor": "7.000.000", "cuotas": "36"})
    assert 'value="7.000.000"' in page.content.decode()
    assert 'value="36"' in page.content.decode()
    simulated = visitors.browser().get(reverse("web:simulate_credit"), asked)
    assert reverse("web:start_credit") + "?" in simulated.content.decode()


def test_each_part_is_kept_and_what_is_left_is_told(asker: Asker) -> None:
    request_id = asker.start()
    page = asker.page("credit_request", request_id)
    assert page.count("Falta") == 3
    assert "Aún no puedes empezar" in page
    assert "Sin enviar" in asker.page("my_requests")
    asker.fill(request_id)
    page = asker.page("credit_request", request_id)
    assert page.count("Completa") == 4
    review = asker.page("review_request", request_id)
    for words in ("$ 5.000.000", "$ 3.000.000", PAY, "Costo total"):
        assert words in review


def test_who_spends_nothing_may_say_so(asker: Asker) -> None:
    request_id = asker.start()
    answer = asker.post("credit_income", request_id, ingresos="1.200.000", gastos="0")
    assert answer.status_code == 302
    assert asker.page("credit_request", request_id).count("Falta") == 2
    assert asker.post("credit_income", request_id, ingresos="0", gastos="").status_code == 422


def test_a_session_that_ended_while_writing_says_what_was_not_kept(asker: Asker) -> None:
    request_id = asker.start()
    page = reverse("web:credit_income", args=[request_id])
    asker.client.cookies["minga_sesion"] = "gone"
    answer = asker.client.post(page, {"ingresos": "1.200.000"}, follow=True)
    assert "Tu sesión terminó antes de guardar" in text(answer)
    assert f"siguiente={quote(page, safe='')}" in answer.redirect_chain[0][0]


def test_the_day_and_the_grace_are_kept_shown_and_can_be_changed(asker: Asker) -> None:
    lends = line(pay_days=[5, 30], grace_max=3)
    request_id = asker.start(linea=lends.code, dia="5", gracia="2")
    assert "el 5 de cada mes, 2 de gracia" in asker.page("credit_request", request_id)
    page = asker.client.get(reverse("web:credit_terms", args=[request_id])).content.decode()
    assert re.search(r'name="dia"[^>]*value="5" checked', page)
    assert re.search(r'name="gracia"[^>]*value="2"', page)
    asker.fill(request_id)
    review = asker.page("review_request", request_id)
    assert "Primeras 2 cuotas, de gracia" in review
    assert "Costo total en tasa" in review
    asked = asker.terms() | {"linea": lends.code, "dia": "igual", "gracia": ""}
    asker.post("credit_terms", request_id, **asked)
    kept = LoanRequest.objects.get(id=request_id)
    assert (kept.pay_day, kept.grace) == (None, 0)


def test_the_same_button_twice_begins_one_request(asker: Asker) -> None:
    asked = asker.terms()
    first, again = (asker.post("start_credit", **asked)["Location"] for _ in range(2))
    assert first == again
    assert LoanRequest.objects.filter(member=asker.who).count() == 1


def test_what_does_not_fit_is_explained_and_kept(asker: Asker) -> None:
    asked = asker.terms()
    answer = asker.post("start_credit", **(asked | {"valor": "100"}))
    assert answer.status_code == 422
    assert "Esta línea presta desde" in text(answer)
    request_id = asker.start()
    answer = asker.post("credit_income", request_id, ingresos="", gastos="mucho")
    assert answer.status_code == 422
    assert "Escribe cuánto recibes al mes." in text(answer)
    assert 'value="mucho"' in answer.content.decode()
    answer = asker.post("credit_authorisations", request_id, habeas_data="on")
    assert answer.status_code == 422
    assert "Marca «Autorizo la consulta" in text(answer)
    assert LoanRequest.objects.get(id=request_id).authorisations == {}


@pytest.mark.parametrize("content", [b"MZ not a document", b"%PDF- broken", b""])
def test_a_file_that_is_no_document_is_refused_whatever_its_name(
    asker: Asker, content: bytes
) -> None:
    request_id = asker.start()
    answer = asker.attach(request_id, content)
    assert answer.status_code == 422
    assert "Elige" in text(answer) or "vacío" in text(answer)
    assert not RequestDocument.objects.filter(request_id=request_id).exists()


def test_a_large_file_is_refused_before_it_is_read(asker: Asker) -> None:
    request_id = asker.start()
    answer = asker.attach(request_id, b"%PDF-" + b"0" * 5_300_000)
    assert answer.status_code == 422
    assert "máximo 5 MB" in text(answer)
    answer = asker.attach(request_id, b"%PDF-" + b"0" * 7_000_000)
    assert answer.status_code == 413
    assert "El archivo es muy grande" in text(answer)


def test_a_document_comes_back_as_a_file_to_save(asker: Asker) -> None:
    request_id = asker.start()
    asker.attach(request_id)
    answer = asker.client.get(reverse("web:own_document", args=[request_id, 0]))
    assert answer["Content-Disposition"] == 'attachment; filename="documento-1.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"\xff\xd8\xff")
    asker.post("credit_document", request_id, 0, quitar="1")
    assert asker.client.get(reverse("web:own_document", args=[request_id, 0])).status_code == 404
    assert asker.client.get(reverse("web:credit_document", args=[request_id, 9])).status_code == 404


def test_a_session_that_ended_loses_nothing_that_was_kept(asker: Asker) -> None:
    request_id = asker.start()
    asker.fill(request_id)
    OfficeSession.objects.filter(member=asker.who).update(expires_at=clock.now())
    address = reverse("web:credit_request", args=[request_id])
    assert asker.client.get(address)["Location"].startswith("/ingreso/?siguiente=")
    visitors.identify(asker.client, asker.who.document_number)
    visitors.enter_pin(asker.client)
    assert "Revisar y enviar" in text(asker.client.get(address))


def test_what_was_missing_is_said_and_sent_again(asker: Asker) -> None:
    request_id = asker.sent()
    assert "La vamos a estudiar" in asker.page("credit_request", request_id)
    ask_missing(request_id=request_id, staff=ANA, what="El recibo no se lee", at=clock.now())
    assert "El recibo no se lee" in asker.page("credit_request", request_id)
    asker.attach(request_id)
    asker.post("review_request", request_id)
    page = asker.page("credit_request", request_id)
    assert "Enviaste lo que faltaba" in page
    assert ANA not in page


def test_is_taken_back_after_one_question(asker: Asker) -> None:
    request_id = asker.sent()
    assert "¿Retirar tu solicitud?" in asker.page("take_back_request", request_id)
    asker.post("take_back_request", request_id)
    assert "La retiraste" in asker.page("credit_request", request_id)
    for name in ("credit_terms", "credit_income", "credit_documents", "review_request"):
        answer = asker.client.get(reverse(f"web:{name}", args=[request_id]))
        assert answer["Location"] == reverse("web:credit_request", args=[request_id])


def test_signs_with_pin_and_code_and_the_money_is_there(asker: Asker) -> None:
    request_id = asker.approved()
    page = asker.page("sign_note", request_id)
    for words in ("$ 4.000.000", "19,5 %", "PAGARÉ", "Costo total", "Ver el plan de pagos"):
        assert words in page
    asker.sign(request_id)
    loan, note = Loan.objects.get(request_id=request_id), PromissoryNote.objects.get()
    approval = Approval.objects.get(member=asker.who)
    assert (note.approval, note.factors) == (approval.id, "pin")
    assert note.ip
    assert approval.used_at is not None
    assert bytes(note.digest).hex() in approval.intent
    assert loan.principal == 4_000_000
    [savings] = products_of(asker.who.id)
    assert savings.total.amount == 4_000_000
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0
    page = asker.page("credit_request", request_id)
    assert "Desembolsada" in page
    pdf = asker.client.get(reverse("web:copy_promissory_note", args=[request_id]))
    assert pdf.content.startswith(b"%PDF")
    copy = asker.client.get(reverse("web:own_note", args=[request_id]))
    assert copy["Content-Disposition"].startswith("attachment;")
    assert bytes(note.digest).hex() in copy.content.decode()


def test_signed_again_it_is_the_same_loan(asker: Asker) -> None:
    request_id = asker.approved()
    first = asker.sign(request_id)
    again = asker.post("sign_note", request_id)
    assert first["Location"] == again["Location"]
    assert Loan.objects.filter(member=asker.who).count() == 1


def test_an_approval_of_other_terms_signs_nothing(asker: Asker) -> None:
    request_id = asker.approved()
    where = asker.post("sign_note", request_id)["Location"]
    asker.client.post(where, {"clave": cast.PIN})
    asker.client.post(where, {"codigo": cast.code_sent_to(asker.who)})
    decision = LoanRequest.objects.get(id=request_id).decision
    decision.proposal["amount"] = "9000000.00"
    decision.save()
    assert "/oficina/aprobar/" in asker.post("sign_note", request_id)["Location"]
    assert not Loan.objects.exists()


def test_says_until_when_it_can_be_signed_and_that_it_is_over(
    asker: Asker,
) -> None:
    request_id = asker.approved(linea=line(sign_days=5).code)
    last = clock.business_date(clock.now()) + timedelta(days=5)
    for page in ("credit_request", "sign_note"):
        assert f"Puedes firmar hasta el {day_long(last)}" in asker.page(page, request_id)
    LoanDecision.objects.filter(request_id=request_id).update(offer_until=last - timedelta(days=6))
    assert "Oferta vencida" in asker.page("my_requests")
    assert "renueve" in asker.page("credit_request", request_id)
    answer = asker.client.get(reverse("web:sign_note", args=[request_id]))
    assert answer.status_code == 409
    assert "renueve la oferta" in text(answer)
    assert asker.post("sign_note", request_id).status_code == 409
    assert not Loan.objects.exists()


def test_says_that_it_cannot_be_signed_without_the_cap_of_the_month(asker: Asker) -> None:
    request_id = asker.approved()
    with visitors.as_owner():
        today = clock.business_date(clock.now())
        Parameter.objects.filter(key__startswith=f"usury.consumo.{today:%Y-%m}").delete()
    answer = asker.sign(request_id)
    assert answer.status_code == 409
    assert "límite legal de este mes" in text(answer)
    assert not Loan.objects.exists()
    assert Approval.objects.get(member=asker.who).used_at is None


def test_a_stranger_finds_nothing_and_moves_nothing(asker: Asker) -> None:
    request_id, stranger = asker.approved(), Asker()
    signed = asker.page("sign_note", request_id)
    assert signed
    tried = 0
    for route in request_urls.urlpatterns:
        if "request_id" not in str(route.pattern):
            continue
        extra = [0] if "place" in str(route.pattern) else []
        address = reverse(f"web:{route.name}", args=[request_id, *extra])
        assert stranger.client.get(address).status_code == 404, address
        assert stranger.client.post(address, {"quitar": "1"}).status_code in {404, 405}, address
        assert visitors.browser().get(address).status_code == 302
        tried += 1
    assert tried == 12
    assert str(request_id) not in stranger.client.get(reverse("web:my_requests")).content.decode()
    assert not Loan.objects.exists()
    assert "Aprobada" in asker.page("credit_request", request_id)


def test_the_web_cannot_change_what_was_signed(asker: Asker) -> None:
    request_id = asker.approved()
    asker.sign(request_id)
    for change in (
        lambda: PromissoryNote.objects.update(text="Otra cosa"),
        lambda: PromissoryNote.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_the_account_of_somebody_else_receives_nothing(asker: Asker) -> None:
    other = Asker()
    answer = asker.post("start_credit", **(asker.terms() | {"cuenta": str(other.savings)}))
    assert answer.status_code == 422
    assert "Elige una de tus cuentas" in text(answer)
    request_id = asker.approved()
    LoanRequest.objects.filter(id=request_id).update(pays_to=other.savings)
    answer = asker.client.get(reverse("web:sign_note", args=[request_id]))
    assert answer.status_code == 409
    assert "ya no recibe dinero" in text(answer)
