"""The page «Usuario»."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, identify, text

pytestmark = pytest.mark.django_db


def test_asks_for_the_user_in_the_leaflets_words() -> None:
    page = text(browser().get("/ingreso/"))
    assert ">Usuario</label>" in page
    assert ">¿Eres un usuario nuevo? Regístrate aquí</a>" in page


def test_asks_the_type_of_document_of_those_who_have_the_number_twice() -> None:
    page = text(browser().get("/ingreso/"))
    assert "<details><summary>¿Tienes más de un documento con este número?</summary>" in page
    assert ">Tipo de documento</label>" in page


def test_narrows_to_the_type_that_was_chosen() -> None:
    one = cast.registered()
    other = cast.registered(document_type="CE", document_number=one.document_number)
    client = browser()
    typed = {"usuario": one.document_number, "tipo_documento": "CE"}
    assert client.post("/ingreso/", typed)["Location"] == "/ingreso/codigo/"
    assert cast.codes_sent_to(one.email) == []
    assert len(cast.codes_sent_to(other.email)) == 1


def test_ends_in_one_usable_flow_when_the_form_is_sent_twice() -> None:
    client, who = browser(), cast.registered()
    mark = client.get("/ingreso/").context["form"]["pagina"].value()
    typed = {"usuario": who.document_number, "pagina": mark}
    client.post("/ingreso/", typed)
    client.cookies.pop("minga_ingreso")  # the second one left before the first came back
    client.post("/ingreso/", typed)
    assert visitors.enter_code(client, who)["Location"] == "/ingreso/clave/"


@pytest.mark.parametrize("typed", ["", "12", "<b>", "1" * 200])
def test_says_what_to_do_about_something_that_is_no_number(typed: str) -> None:
    answer = identify(browser(), typed)
    assert answer.status_code == 422
    assert "Escribe tu número de identificación" in text(answer)
    assert "<title>Error: " in text(answer)


def test_answers_a_stranger_and_a_member_with_the_same_bytes_cookies_and_queries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitors.at(monkeypatch, cast.AT)  # the pages count seconds
    answers = []
    for number in (cast.registered().document_number, cast.member().document_number, cast.number()):
        client = browser()
        client.get("/ingreso/")
        with CaptureQueriesContext(connection) as queries:
            first = identify(client, number)
        page = client.get("/ingreso/codigo/")
        wrong = client.post("/ingreso/codigo/", {"codigo": "000000"})
        again = client.post("/ingreso/codigo/", {"resend": "1"})
        headers = {
            name: value for name, value in page.headers.items() if name != "Content-Security-Policy"
        }
        answers.append(
            (
                first.status_code, first["Location"], sorted(first.cookies), len(queries),
                text(page), headers, wrong.status_code, text(wrong), again.status_code, text(again),
            )
        )  # fmt: skip
        assert len(page.content) == int(page.headers.get("Content-Length", len(page.content)))
    assert answers[0] == answers[1] == answers[2]


def test_would_notice_a_page_that_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    known, unknown = browser(), browser()
    identify(known, cast.registered().document_number)
    identify(unknown, cast.number())
    monkeypatch.setattr("minga.doors.web.code_page.asked_channel", lambda *_: "sms")
    changed = text(known.get("/ingreso/codigo/"))
    monkeypatch.undo()
    assert changed != text(unknown.get("/ingreso/codigo/"))


def test_makes_an_address_wait_after_ten_numbers() -> None:
    client = browser()
    for _ in range(10):
        assert identify(client, cast.number()).status_code == 302
    answer = identify(client, cast.number())
    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    assert "Espera unos minutos" in text(answer)


def test_leads_who_is_signed_in_to_the_office() -> None:
    client, who = browser(), cast.registered()
    visitors.sign_in(client, who)
    assert client.get("/ingreso/")["Location"] == "/oficina/"


def test_comes_back_to_the_page_that_was_wanted() -> None:
    client, who = browser(), cast.registered()
    wanted = client.get("/oficina/productos/?mes=2026-10")
    address = wanted["Location"]
    assert address == "/ingreso/?siguiente=%2Foficina%2Fproductos%2F%3Fmes%3D2026-10"
    client.post(address, {"usuario": who.document_number})
    visitors.enter_code(client, who)
    visitors.enter_pin(client)
    assert visitors.answer_question(client)["Location"] == "/oficina/productos/?mes=2026-10"


@pytest.mark.parametrize(
    "planted",
    ["https://mal.example/", "//mal.example/", "javascript:alert(1)", "\\\\mal", "/" * 400],
)
def test_comes_back_to_no_page_of_somebody_else(planted: str) -> None:
    client, who = browser(), cast.registered()
    client.post("/ingreso/", {"usuario": who.document_number}, query_params={"siguiente": planted})
    visitors.enter_code(client, who)
    visitors.enter_pin(client)
    assert visitors.answer_question(client)["Location"] == "/oficina/"


@pytest.mark.parametrize(
    ("notice", "said"),
    [("sesion", "Tu sesión terminó"), ("tiempo", "Pasó mucho tiempo"), ("otro", "")],
)
def test_says_why_it_asks_again(notice: str, said: str) -> None:
    page = text(browser().get("/ingreso/", {"aviso": notice}))
    assert said in page
    assert ('class="banner' in page) == bool(said)


def test_takes_no_form_of_another_site() -> None:
    client = Client(enforce_csrf_checks=True)
    assert identify(client, cast.number()).status_code == 403
