"""The page of the security question, and «Recordar este equipo»."""

from typing import Any

import pytest

from minga.access.models import Credential
from minga.access.questions import QUESTIONS
from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, text
from minga.kit import clock
from minga.members.models import Member

pytestmark = pytest.mark.django_db
PAGE = "/ingreso/pregunta/"


def asked() -> tuple[Any, Member]:
    client, who = browser(), cast.registered()
    visitors.identify(client, who.document_number)
    visitors.enter_code(client, who)
    assert visitors.enter_pin(client)["Location"] == PAGE
    return client, who


def test_asks_the_question_and_offers_to_remember_the_browser() -> None:
    client, _ = asked()
    page = text(client.get(PAGE))
    assert QUESTIONS[cast.QUESTION] in page
    assert "Recordar este equipo" in page
    assert "No lo marques en un computador prestado" in page
    assert 'name="recordar" id="id_recordar" checked' in page
    assert cast.ANSWER not in page


def test_gives_a_cookie_to_a_browser_that_is_to_be_remembered() -> None:
    client, who = asked()
    answer = visitors.answer_question(client)
    assert answer["Location"] == "/oficina/"
    assert answer.cookies["minga_equipo"].value
    client.post("/salir/")
    assert visitors.identify(client, who.document_number)["Location"] == "/ingreso/clave/"


def test_gives_none_to_a_borrowed_one() -> None:
    client, who = asked()
    answer = client.post(PAGE, {"respuesta": cast.ANSWER})
    assert answer["Location"] == "/oficina/"
    assert "minga_equipo" not in answer.cookies
    assert client.get("/oficina/").status_code == 200
    client.post("/salir/")
    assert visitors.identify(client, who.document_number)["Location"] == "/ingreso/codigo/"


def test_keeps_the_choice_when_the_answer_is_wrong() -> None:
    client, _ = asked()
    page = text(client.post(PAGE, {"respuesta": "Anselmo"}))
    assert "La respuesta no coincide. Te quedan 2 intentos." in page
    assert 'name="recordar" id="id_recordar" checked' not in page
    assert 'id="id_recordar"' in page


def test_begins_again_after_three_wrong_answers() -> None:
    client, _ = asked()
    for _ in range(3):
        answer = client.post(PAGE, {"respuesta": "Anselmo"})
    assert answer["Location"] == "/ingreso/?aviso=respuestas"
    assert "Usaste todos los intentos" in text(client.get(answer["Location"]))


@pytest.mark.parametrize("typed", ["", "x" * 101])
def test_counts_nothing_that_is_no_answer(typed: str) -> None:
    client, _ = asked()
    for _ in range(4):
        assert client.post(PAGE, {"respuesta": typed}).status_code == 422
    assert visitors.answer_question(client).status_code == 302


def test_says_how_to_get_out_when_the_pin_is_disabled() -> None:
    client, who = asked()
    Credential.objects.get(member=who).blocks.create(at=clock.now(), why="test")
    for answer in (client.get(PAGE), visitors.answer_question(client)):
        assert answer.status_code == 403
        assert "Tu acceso está bloqueado" in text(answer)


def test_shows_no_question_to_a_stranger_or_before_the_pin() -> None:
    assert browser().get(PAGE)["Location"] == "/ingreso/?aviso=tiempo"
    client, who = browser(), cast.registered()
    visitors.identify(client, who.document_number)
    assert client.get(PAGE)["Location"] == "/ingreso/codigo/"
    visitors.enter_code(client, who)
    assert client.get(PAGE)["Location"] == "/ingreso/clave/"
    assert visitors.answer_question(client)["Location"] == "/ingreso/clave/"
