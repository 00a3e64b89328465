"""The page «Verifica este equipo»."""

from datetime import timedelta

import pytest

from minga.access.code_limits import TooManyCodes
from minga.access.tests import cast
from minga.doors.web.access_words import words
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, identify, text
from minga.kit import clock

pytestmark = pytest.mark.django_db
PAGE = "/ingreso/codigo/"


def test_shows_no_image_and_no_word_before_the_code() -> None:
    client, who = browser(), cast.registered()
    assert identify(client, who.document_number)["Location"] == PAGE
    page = text(client.get(PAGE))
    assert cast.PHRASE not in page
    assert "/imagen/" not in client.get(PAGE).content.decode()
    assert client.get("/ingreso/clave/")["Location"] == PAGE
    assert visitors.enter_pin(client)["Location"] == PAGE


def test_goes_on_to_the_pin_after_the_code() -> None:
    client, who = browser(), cast.registered()
    identify(client, who.document_number)
    assert visitors.enter_code(client, who)["Location"] == "/ingreso/clave/"
    assert client.get(PAGE)["Location"] == "/ingreso/clave/"


def test_counts_wrong_codes_in_words() -> None:
    client, who = browser(), cast.registered()
    identify(client, who.document_number)
    wrong = {"codigo": cast.wrong(cast.code_sent_to(who))}
    for said in (
        "Te quedan 2 intentos.",
        "Te queda 1 intento.",
        "Ese código ya no sirve. Pide otro.",
    ):
        answer = client.post(PAGE, wrong)
        assert answer.status_code == 422
        assert said in text(answer)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 50])
def test_counts_nothing_that_is_no_code(typed: str) -> None:
    client, who = browser(), cast.registered()
    identify(client, who.document_number)
    assert client.post(PAGE, {"codigo": typed}).status_code == 422
    assert client.post(PAGE, {"codigo": typed}).status_code == 422
    assert client.post(PAGE, {"codigo": typed}).status_code == 422
    assert visitors.enter_code(client, who).status_code == 302


def test_says_when_another_code_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    client, who = browser(), cast.registered()
    start = clock.now()
    visitors.at(monkeypatch, start)
    identify(client, who.document_number)
    visitors.at(monkeypatch, start + timedelta(seconds=5))
    assert client.post(PAGE, {"resend": "email"})["Location"] == PAGE
    visitors.at(monkeypatch, start + timedelta(seconds=20))
    assert "Espera 45 segundos" in text(client.get(PAGE))
    for channel in ("email", "sms", "1"):
        answer = client.post(PAGE, {"resend": channel})
        assert answer.status_code == 422
        assert "Espera 45 segundos y pide otro código." in text(answer)
    visitors.at(monkeypatch, start + timedelta(seconds=66))
    assert client.post(PAGE, {"resend": "email"})["Location"] == PAGE
    assert len(cast.codes_sent_to(who.email)) == 3


def test_offers_both_channels_and_says_by_which_the_code_was_asked() -> None:
    pages = []
    for number in (cast.registered().document_number, cast.number()):
        client = browser()
        identify(client, number)
        first = text(client.get(PAGE))
        assert ">Enviarlo por mensaje de texto</button>" in first
        assert ">Enviarlo por correo</button>" in first
        assert "te enviamos un código a tu contacto registrado" in first
        client.post(PAGE, {"resend": "sms"})
        chosen = text(client.get(PAGE))
        assert "Si los datos coinciden, te enviamos un código por mensaje de texto." in chosen
        pages.append((first, chosen))
    assert pages[0] == pages[1]


def test_shows_no_address_on_file() -> None:
    client, who = browser(), cast.registered(mobile="+573104567890")
    identify(client, who.document_number)
    page = text(client.get(PAGE))
    assert "ejemplo.co" not in page
    assert "7890" not in page


def test_says_that_a_link_comes_when_codes_are_used_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, who = browser(), cast.registered()
    visitors.at(monkeypatch, cast.AT)
    identify(client, who.document_number)
    for minutes in (1, 2, 3):
        visitors.at(monkeypatch, cast.later(minutes=minutes))
        answer = client.post(PAGE, {"resend": "1"})
    assert "te enviamos un enlace: busca el último que te llegó" in text(answer)


def test_says_until_when_no_more_codes_are_sent_where_no_link_comes() -> None:
    said = words(TooManyCodes(cast.later(hours=1)))
    assert said.endswith("Espera hasta las 11:00\u00a0a.\u00a0m. y empieza otra vez.")


def test_leads_back_to_the_beginning_without_a_flow() -> None:
    for answer in (browser().get(PAGE), browser().post(PAGE, {"codigo": "123456"})):
        assert answer["Location"] == "/ingreso/?aviso=tiempo"
