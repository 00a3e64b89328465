"""«Salir», and the end of a session."""

from datetime import timedelta

import pytest

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, text
from minga.kit import clock

pytestmark = pytest.mark.django_db


def test_ends_the_session_and_keeps_the_browser_known() -> None:
    client, who = browser(), cast.registered()
    visitors.sign_in(client, who)
    session = client.cookies["minga_sesion"].value
    answer = client.post("/salir/")
    assert answer["Location"] == "/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["minga_sesion"]["max-age"] == 0
    client.cookies["minga_sesion"] = session  # somebody kept it
    assert client.get("/oficina/").status_code == 302
    assert visitors.identify(client, who.document_number)["Location"] == "/ingreso/clave/"


def test_does_nothing_for_a_link_or_a_visitor() -> None:
    assert browser().get("/salir/").status_code == 405
    assert browser().post("/salir/")["Location"] == "/"


def test_ends_by_itself_says_so_and_takes_the_cookie_back_when_no_page_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, who, since = browser(), cast.registered(), clock.now()
    visitors.sign_in(client, who)
    visitors.at(monkeypatch, since + timedelta(minutes=6))
    answer = client.get("/oficina/")
    assert answer["Location"] == "/ingreso/?siguiente=%2Foficina%2F&aviso=sesion"
    assert "minga_sesion" not in answer.cookies  # it says whose form another page would be
    assert "Tu sesión terminó" in text(client.get(answer["Location"]))
    visitors.at(monkeypatch, since + timedelta(hours=5))
    assert client.get("/oficina/").cookies["minga_sesion"]["max-age"] == 0
    assert "aviso" not in client.get("/oficina/")["Location"]
