"""The link of the e-mail, opened by people and by programs."""

from typing import Any

import pytest
from django.test import Client

from minga.access.models import RecoveryLink
from minga.access.tests import cast
from minga.access.tests.recovery_cast import link_sent_to, with_mobile
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, text
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def link_for(who: Member, client: Client | None = None) -> str:
    """The path of the newest link of a member."""
    typed = {"tipo_documento": who.document_type, "numero": who.document_number}
    (client or browser()).post("/clave/olvidada/", typed)
    return f"/clave/enlace/{link_sent_to(who)}/"


def press(client: Client, link: str) -> Any:
    """«Cambiar clave» on the page of the link."""
    page = client.get(link)
    return client.post(link, {"pagina": page.context["page"]})


def test_shows_the_button_and_uses_nothing_up() -> None:
    who = cast.registered()
    link = link_for(who)
    for _ in range(2):
        page = browser().get(link)
        assert page.status_code == 200
        assert ">Cambiar clave</button>" in text(page)
        assert page["Cache-Control"] == "no-store"
    assert browser().head(link).status_code == 200
    assert RecoveryLink.objects.get(candidate=who.id).used_at is None


def test_goes_to_the_second_proof_and_hides_the_flow_from_scripts() -> None:
    who, client = with_mobile(), browser()
    answer = press(client, link_for(who))
    assert answer["Location"] == "/clave/codigo/"
    cookie = answer.cookies["minga_clave"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    page = text(client.get("/clave/codigo/"))
    assert "código por mensaje de texto" in page
    assert who.mobile[-4:] not in page


def test_goes_straight_to_the_pin_in_a_known_browser() -> None:
    who, client = with_mobile(), browser()
    visitors.sign_in(client, who)
    assert press(client, link_for(who))["Location"] == "/clave/nueva/"


def test_says_why_a_link_does_not_serve_and_how_to_get_another() -> None:
    who, client = cast.registered(), browser()
    first, second = link_for(who), link_for(who)
    press(browser(), second)
    for link, said in (
        (first, "enlace más nuevo"),
        (second, "ya se usó"),
        ("/clave/enlace/never-sent/", "no está completo"),
    ):
        for answer in (client.get(link), client.post(link, {"pagina": "x"})):
            assert answer.status_code == 410
            assert said in text(answer)
            assert ">Pedir otro enlace</a>" in text(answer)


def test_pressed_twice_goes_on_in_the_same_place() -> None:
    who, client = with_mobile(), browser()
    link = link_for(who)
    page = {"pagina": client.get(link).context["page"]}
    first, second = client.post(link, page), client.post(link, page)
    assert first["Location"] == second["Location"] == "/clave/codigo/"
    assert first.cookies["minga_clave"].value == second.cookies["minga_clave"].value


def test_left_half_way_goes_on_where_it_was() -> None:
    who, client = with_mobile(), browser()
    link = link_for(who)
    press(client, link)
    assert ">Seguir donde iba</a>" in text(client.get(link))
    assert client.get("/clave/olvidada/")["Location"] == "/clave/codigo/"
    client.post("/clave/codigo/", {"codigo": cast.code_sent_to(who)})
    assert client.get("/clave/olvidada/")["Location"] == "/clave/nueva/"
    assert client.get("/clave/codigo/")["Location"] == "/clave/nueva/"
    assert client.get("/clave/olvidada/?nuevo=1").status_code == 200
    assert browser().get("/clave/nueva/")["Location"] == "/clave/olvidada/?aviso=tiempo"


def test_refuses_a_button_pressed_from_another_site() -> None:
    link = link_for(cast.registered())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, {"pagina": "x"}).status_code == 403
    assert browser().get(link).status_code == 200
