"""«Seguridad»: what it shows, to whom, and what can be done from it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minga.access import history
from minga.access.history import HistoryEntry
from minga.access.models import Enrolment, OfficeSession
from minga.access.tests import cast
from minga.access.tests.cast import AT, later
from minga.doors.web import security_urls
from minga.doors.web.history_words import history_row
from minga.doors.web.tests import visitors
from minga.kit.ids import uuid7
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)


def inside(who: Member | None = None, agent: str = "Firefox/140 Linux") -> tuple[Client, Member]:
    """A browser in somebody's office."""
    client, who = visitors.browser(HTTP_USER_AGENT=agent), who or cast.registered()
    assert visitors.sign_in(client, who).status_code == 302
    return client, who


def two_browsers(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, Client, Member]:
    visitors.at(monkeypatch, AT)
    here, who = inside()
    visitors.at(monkeypatch, later(minutes=2))
    there, _ = inside(who, PHONE)
    return here, there, who


def text(response: Any) -> str:
    """What a page says, without tags."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain).replace("\u00a0", " ")


def test_shows_this_browser_and_the_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    here, _, _ = two_browsers(monkeypatch)
    page = text(here.get(reverse("web:security")))
    assert "Firefox en Linux (este equipo)" in page
    assert "Chrome en Android Último uso: 23 nov 2026, 10:02 a. m." in page
    assert page.count("Chrome en Android") >= 2  # the browser and its session
    assert "Chrome en Android (este equipo)" not in page


@pytest.mark.usefixtures("now")
def test_shows_a_stranger_nothing_of_it() -> None:
    _, who = inside(agent=PHONE)
    stranger, _ = inside()
    page = text(stranger.get(reverse("web:security")))
    assert "Android" not in page
    assert who.document_number not in page
    assert "Android" not in text(stranger.get(reverse("web:access_history")))


def test_forgets_a_browser_and_asks_it_for_a_code_again(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there, who = two_browsers(monkeypatch)
    other = Enrolment.objects.filter(member=who).latest("enrolled_at")
    answer = here.post(reverse("web:forget_browser", args=[other.id]), follow=True)
    assert "Olvidamos el equipo" in text(answer)
    assert there.get("/oficina/").status_code == 302
    assert visitors.identify(there, who.document_number)["Location"] == "/ingreso/codigo/"


def test_closes_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there, who = two_browsers(monkeypatch)
    other = OfficeSession.objects.filter(member=who).latest("started_at")
    answer = here.post(reverse("web:close_session", args=[other.id]), follow=True)
    assert "Cerramos la sesión" in text(answer)
    assert there.get("/oficina/").status_code == 302
    assert here.get("/oficina/").status_code == 200


@pytest.mark.parametrize("page", ["web:forget_other_browsers", "web:close_other_sessions"])
def test_does_away_with_all_the_others(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there, _ = two_browsers(monkeypatch)
    assert here.post(reverse(page), follow=True).status_code == 200
    assert there.get("/oficina/").status_code == 302
    assert here.get("/oficina/").status_code == 200


def test_hides_from_a_stranger_what_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _, there, who = two_browsers(monkeypatch)
    stranger, _ = inside()
    session = OfficeSession.objects.filter(member=who).latest("started_at")
    for page, one in (("close_session", session.id), ("forget_browser", session.enrolment_id)):
        assert stranger.post(reverse(f"web:{page}", args=[one])).status_code == 404
    assert there.get("/oficina/").status_code == 200


@pytest.mark.parametrize("route", security_urls.private, ids=lambda route: route.name)
def test_is_closed_to_whoever_is_not_signed_in(route: Any) -> None:
    ids = {name: uuid7() for name in route.pattern.converters}
    address = reverse(f"web:{route.name}", kwargs=ids)
    client = visitors.browser()
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/ingreso/?siguiente=")


@pytest.mark.usefixtures("now")
def test_changes_only_by_post() -> None:
    client, who = inside()
    known = Enrolment.objects.get(member=who, ended_at=None)
    assert client.get(reverse("web:forget_browser", args=[known.id])).status_code == 405
    assert client.get(reverse("web:close_other_sessions")).status_code == 405


@pytest.mark.usefixtures("now")
def test_asks_for_a_csrf_token() -> None:
    client, _ = inside()
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("web:close_other_sessions")).status_code == 403
    assert client.post(reverse("web:block_access")).status_code == 403


@pytest.mark.usefixtures("now")
def test_leaves_out_the_questions_where_nobody_has_any() -> None:
    client, _ = inside()
    assert "Preguntas de seguridad" in text(client.get(reverse("web:security")))
    Parameter.objects.filter(key="access.profile").update(value="1")
    assert "Preguntas de seguridad" not in text(client.get(reverse("web:security")))


def test_tells_the_history_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)
    client, who = inside(agent=PHONE)
    visitors.at(monkeypatch, later(minutes=1))
    client.post("/salir/")
    visitors.identify(client, who.document_number)
    visitors.enter_pin(client, "8306")
    visitors.enter_pin(client)
    page = text(client.get(reverse("web:access_history")))
    told = [
        "Clave equivocada desde Chrome en Android", "Registraste un equipo desde Chrome en Android",
    ]  # fmt: skip
    assert all(one in page for one in told)
    assert "Entraste desde Chrome en Android" in page
    assert page.index("Entraste") < page.index(told[0]) < page.index(told[1])
    assert page.count("Entraste") == 2


def test_tells_it_page_after_page_for_ninety_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 1)
    visitors.at(monkeypatch, AT)
    client, _ = inside()
    first = client.get(reverse("web:access_history"))
    (link,) = re.findall(r'href="(\?antes=\d+)"', first.content.decode())
    second = client.get(reverse("web:access_history") + link)
    assert "Ver más" not in text(second) or second.content != first.content
    assert client.get(reverse("web:access_history") + "?antes=x").status_code == 200
    visitors.at(monkeypatch, later(days=90, minutes=1))
    other, _ = inside()
    assert "Entraste" in text(other.get(reverse("web:access_history")))
    gone = history.history(Member.objects.latest("id").id, cursor="", at=later(days=181))
    assert gone.entries == []


def test_has_words_for_everything_it_tells() -> None:
    for action, results in history._TOLD.items():
        for result in results:
            row = history_row(HistoryEntry(AT, action, result, ""))
            assert row.text
            assert row.is_wrong is (result != "done")


@pytest.mark.usefixtures("now")
def test_is_reached_from_the_navigation() -> None:
    client, _ = inside()
    assert reverse("web:more") in client.get("/oficina/").content.decode()
    assert reverse("web:security") in client.get(reverse("web:more")).content.decode()
