"""«Bloquear mi acceso ahora»: from inside, from a link, and what whoever comes back is told."""

import pytest
from django.test import Client

from minga.access import access_blocks
from minga.access.tests import cast
from minga.access.tests.cast import AT, PHRASE, later
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_security import inside, text
from minga.kit.models import OutboxMessage
from minga.members.models import Member

pytestmark = pytest.mark.django_db
PAGE = "/oficina/seguridad/bloquear/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)


def link_to(who: Member) -> str:
    """The address in the newest notice to a member."""
    sent = OutboxMessage.objects.filter(topic="notice", payload__email=who.email).latest("id")
    return f"/bloquear/{sent.payload['link']}/"


def test_asks_once_and_closes_everything() -> None:
    client, who = inside()
    assert "¿Bloquear tu acceso ahora?" in text(client.get(PAGE))
    assert not access_blocks.is_open(who.id)
    answer = client.post(PAGE, follow=True)
    assert "Tu acceso está bloqueado" in text(answer)
    assert access_blocks.is_open(who.id)
    assert client.get("/oficina/").status_code == 302


def test_closes_it_from_a_link_without_signing_in() -> None:
    inside_, who = inside()
    mailbox, link = visitors.browser(), link_to(who)
    page = mailbox.get(link)
    assert page.status_code == 200
    assert "Bloquear mi acceso ahora" in text(page)
    assert who.given_names.split()[0] not in text(page)
    assert not access_blocks.is_open(who.id)
    assert "Tu acceso está bloqueado" in text(mailbox.post(link, follow=True))
    assert access_blocks.is_open(who.id)
    assert inside_.get("/oficina/").status_code == 302
    # What the link did can be looked at again, and done again, without effect.
    assert mailbox.post(link)["Location"] == "/bloqueado/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_says_that_a_link_serves_no_more(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, who = inside()
    visitors.at(monkeypatch, later(days=30))
    for address in (link_to(who), "/bloquear/nadie/"):
        answer = getattr(visitors.browser(), method)(address)
        assert answer.status_code == 410
        assert "Este enlace ya no sirve" in text(answer)
    assert not access_blocks.is_open(who.id)


def test_asks_the_link_for_a_csrf_token() -> None:
    _, who = inside()
    outside = Client(enforce_csrf_checks=True)
    assert outside.post(link_to(who)).status_code == 403
    assert not access_blocks.is_open(who.id)


def test_looks_like_any_other_until_the_code_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    client, who = inside()
    client.post(PAGE)
    visitors.at(monkeypatch, later(minutes=2))
    back, stranger = visitors.browser(), visitors.browser()
    pages = [
        (visitors.identify(one, number), one.get("/ingreso/codigo/"))
        for one, number in ((back, who.document_number), (stranger, cast.number()))
    ]
    for known, unknown in zip(*pages, strict=True):
        assert visitors.text(known) == visitors.text(unknown)
        assert known.status_code == unknown.status_code


def test_says_it_and_how_to_get_out_once_the_code_is_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, who = inside()
    client.post(PAGE)
    visitors.at(monkeypatch, later(minutes=2))
    back = visitors.browser()
    visitors.identify(back, who.document_number)
    visitors.enter_code(back, who)
    page = back.get("/ingreso/clave/")
    assert page.status_code == 403
    assert "Pediste bloquear tu acceso" in text(page)
    assert "cambia tu clave" in text(page)
    assert PHRASE not in text(page)
    answer = visitors.enter_pin(back)
    assert answer.status_code == 403
    assert back.get("/oficina/").status_code == 302


def test_leaves_a_stranger_alone() -> None:
    client, _ = inside()
    stranger, other = inside()
    client.post(PAGE)
    assert stranger.get("/oficina/").status_code == 200
    assert not access_blocks.is_open(other.id)
