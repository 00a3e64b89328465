"""The link that came instead of a code, opened by people and by programs."""

from datetime import timedelta

import pytest
from django.test import Client

from minga.access.models import WayInLink
from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, identify, text
from minga.kit import clock
from minga.members.models import Member

pytestmark = pytest.mark.django_db
CODE_PAGE = "/ingreso/codigo/"


@pytest.fixture(autouse=True)
def since(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, clock.now())


def use_up(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Strangers ask until a link goes out."""
    start = clock.now()
    for minutes in (0, 2, 4, 6):
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        identify(browser(), number)


def link_for(who: Member, monkeypatch: pytest.MonkeyPatch) -> str:
    use_up(who.document_number, monkeypatch)
    return f"/entrar/{cast.way_in_sent_to(who)}/"


def test_lets_the_member_in_by_a_browser_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    who, client = cast.registered(), browser()
    link = link_for(who, monkeypatch)
    assert identify(client, who.document_number)["Location"] == CODE_PAGE
    assert "ábrelo en este equipo" in text(client.get(CODE_PAGE))
    page = client.get(link)
    answer = client.post(link, {"pagina": page.context["page"]})
    assert answer["Location"] == "/ingreso/clave/"
    assert cast.PHRASE in text(client.get("/ingreso/clave/"))
    assert visitors.enter_pin(client)["Location"] == "/ingreso/pregunta/"
    assert visitors.answer_question(client)["Location"] == "/oficina/"


def test_looking_uses_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    who = cast.registered()
    link = link_for(who, monkeypatch)
    for _ in range(2):
        page = browser().get(link)
        assert page.status_code == 200
        assert ">Continuar</button>" in text(page)
        assert "Nadie de la cooperativa te pide" in text(page)
        assert page["Cache-Control"] == "no-store"
    assert browser().head(link).status_code == 200
    assert not WayInLink.objects.filter(candidate=who.id, used_at__isnull=False).exists()


def test_says_why_a_link_does_not_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    who, client = cast.registered(), browser()
    link = link_for(who, monkeypatch)
    browser().post(link, {"pagina": "x"})
    for path, said in ((link, "ya se usó"), ("/entrar/never-sent/", "no está completo")):
        for answer in (client.get(path), client.post(path, {"pagina": "y"})):
            assert answer.status_code == 410
            assert said in text(answer)
            assert ">Ir al ingreso</a>" in text(answer)


def test_pressed_twice_goes_on_in_the_same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    who, client = cast.registered(), browser()
    link = link_for(who, monkeypatch)
    page = {"pagina": client.get(link).context["page"]}
    first, second = client.post(link, page), client.post(link, page)
    assert first["Location"] == second["Location"] == "/ingreso/clave/"
    assert first.cookies["minga_ingreso"].value == second.cookies["minga_ingreso"].value
    assert first.cookies["minga_ingreso"]["httponly"]


def test_refuses_a_button_pressed_from_another_site(monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_for(cast.registered(), monkeypatch)
    assert Client(enforce_csrf_checks=True).post(link, {"pagina": "x"}).status_code == 403


def test_shows_a_number_that_is_nobodys_the_same_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    start, seen = clock.now(), []
    for number in (cast.registered().document_number, cast.number()):
        visitors.at(monkeypatch, start)
        use_up(number, monkeypatch)
        client = browser()
        pages = [text(identify(client, number)), text(client.get(CODE_PAGE))]
        for minutes in (8, 10, 12):  # its own codes of the hour, and one more
            visitors.at(monkeypatch, start + timedelta(minutes=minutes))
            pages.append(text(client.post(CODE_PAGE, {"resend": "email"}, follow=True)))
        seen.append(pages)
    assert seen[0] == seen[1]
    assert "Ya enviamos los códigos por ahora." in seen[0][-1]
    assert "Ya enviamos los códigos por ahora." not in seen[0][-2]


def test_tells_a_minor_to_come_to_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    who, start = cast.member(birth_date=cast.AT.date().replace(year=2012)), clock.now()
    typed = {
        "tipo_documento": "CC", "numero": who.document_number,
        "tipo_relacion": "correo", "correo": who.email,
    }  # fmt: skip
    for minutes in (0, 2, 4, 6):
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        browser().post("/registro/", typed)
    link = f"/entrar/{cast.way_in_sent_to(who)}/"
    assert "seguir tu registro" in text(browser().get(link))
    answer = browser().post(link, {"pagina": "x"})
    assert answer.status_code == 422
    assert "Los menores de edad se registran en la oficina." in text(answer)
