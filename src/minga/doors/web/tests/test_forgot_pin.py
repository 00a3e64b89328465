"""«¿Olvidaste tu contraseña?»: the same page for everybody."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access.tests import cast
from minga.access.tests.recovery_cast import link_sent_to, links_sent_to, with_mobile
from minga.doors.web.tests.visitors import browser, text
from minga.kit.origin import allowed_hosts
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def typed(who: Member, **other: str) -> dict[str, str]:
    return {"tipo_documento": who.document_type, "numero": who.document_number} | other


def test_says_the_leaflets_words() -> None:
    assert ">¿Olvidaste tu contraseña?</a>" in text(browser().get("/ingreso/"))
    assert ">¿Olvidaste tus preguntas?</a>" in text(browser().get("/ingreso/"))
    client, who = browser(), cast.registered()
    page = text(client.get("/clave/olvidada/"))
    for label in ("Tipo de documento", "Número de identificación"):
        assert f">{label}</label>" in page
    assert ">Aceptar</button>" in page
    answer = client.post("/clave/olvidada/", typed(who))
    assert answer["Location"] == "/clave/enlace/"
    sent = text(client.get("/clave/enlace/"))
    assert "Si los datos coinciden, te enviamos un enlace a tu correo registrado" in sent
    assert link_sent_to(who)


def test_answers_everybody_with_the_same_bytes_cookies_and_queries() -> None:
    nobody = Member(document_type="CC", document_number=cast.number())
    answers = []
    for who in (
        cast.registered(), with_mobile(), cast.member(), cast.registered(email=""), nobody
    ):  # fmt: skip
        client = browser()
        client.get("/clave/olvidada/")
        with CaptureQueriesContext(connection) as queries:
            first = client.post("/clave/olvidada/", typed(who))
        page = client.get(first["Location"])
        answers.append(
            (first.status_code, first["Location"], sorted(first.cookies), len(queries), text(page))
        )
    assert all(answer == answers[0] for answer in answers)


def test_accepts_dots_and_spaces_and_keeps_what_was_typed() -> None:
    who = cast.registered()
    dotted = f"{who.document_number[:4]}.{who.document_number[4:7]} {who.document_number[7:]}"
    browser().post("/clave/olvidada/", typed(who, numero=dotted))
    assert link_sent_to(who)
    wrong = browser().post("/clave/olvidada/", typed(who, numero="??"))
    assert wrong.status_code == 422
    assert "Escribe tu número de identificación" in text(wrong)
    assert 'value="??"' in text(wrong)


@pytest.mark.parametrize("document_type", ["TI", "RC", "NIT"])
def test_sends_minors_and_companies_to_the_office(document_type: str) -> None:
    answer = browser().post("/clave/olvidada/", typed(cast.member(), tipo_documento=document_type))
    assert answer.status_code == 422
    assert "cambian su acceso en la oficina" in text(answer)


def test_makes_an_address_wait_after_ten_people() -> None:
    client = browser()
    for _ in range(10):
        client.post("/clave/olvidada/", typed(cast.member()))
    assert client.post("/clave/olvidada/", typed(cast.member())).status_code == 429


def test_sends_three_links_and_then_says_the_same() -> None:
    who = cast.registered()
    answers = [browser().post("/clave/olvidada/", typed(who)) for _ in range(4)]
    assert {one["Location"] for one in answers} == {"/clave/enlace/"}
    assert len(links_sent_to(who.email)) == 3


def test_links_to_it_from_the_page_of_the_pin() -> None:
    client, who = browser(), cast.registered()
    client.post("/ingreso/", {"usuario": who.document_number})
    client.post("/ingreso/codigo/", {"codigo": cast.code_sent_to(who)})
    assert ">¿Olvidaste tu contraseña?</a>" in text(client.get("/ingreso/clave/"))


def test_a_host_header_written_by_the_sender_leads_no_link_astray(settings: Any) -> None:
    who = cast.registered()
    evil = browser(HTTP_HOST="otra-parte.ejemplo.co", HTTP_X_FORWARDED_HOST="otra.ejemplo.co")
    settings.ALLOWED_HOSTS = allowed_hosts("")
    assert evil.post("/clave/olvidada/", typed(who))["Location"] == "/clave/enlace/"
    assert "otra" not in str(links_sent_to(who.email)[-1].payload)
    settings.ALLOWED_HOSTS = allowed_hosts("https://oficina.ejemplo.coop")
    assert evil.post("/clave/olvidada/", typed(who)).status_code == 400
    ours = browser(HTTP_HOST="oficina.ejemplo.coop")
    assert ours.post("/clave/olvidada/", typed(who)).status_code == 302
    assert len(links_sent_to(who.email)) == 2
