"""«Cambiar imagen y frase», in the browser of a member."""

import re

import pytest

from minga.access.models import Credential
from minga.access.tests.cast import AT, IMAGE, PHRASE
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_security import inside, text

pytestmark = pytest.mark.django_db
PAGE = "/oficina/seguridad/imagen/"
NEW = "colibrí azul"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)


def offered(page: str) -> list[str]:
    return re.findall(r'name="imagen"[^>]* value="([\w-]{22})"', page)


def test_shows_what_is_in_force_and_keeps_another() -> None:
    client, who = inside()
    page = client.get(PAGE).content.decode()
    assert f'value="{PHRASE}"' in page
    assert len(offered(page)) == 12
    answer = client.post(PAGE, {"frase": NEW, "imagen": offered(page)[4]}, follow=True)
    assert "Guardamos tu imagen y tu frase." in text(answer)
    credential = Credential.objects.get(member=who)
    assert (credential.phrase, credential.image == IMAGE) == (NEW, False)


def test_serves_the_images_to_this_browser_alone() -> None:
    client, _ = inside()
    stranger, _ = inside()
    shown = offered(client.get(PAGE).content.decode())[0]
    assert client.get(f"/imagen/{shown}/").status_code == 200
    assert stranger.get(f"/imagen/{shown}/").status_code == 404


def test_shows_others_and_keeps_what_was_typed() -> None:
    client, _ = inside()
    first = offered(client.get(PAGE).content.decode())
    answer = client.post(PAGE, {"frase": "ot", "imagen": first[3], "otras_imagenes": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="ot"' in page
    assert re.search(r'name="imagen"[^>]* value="[\w-]{22}" checked', page)
    assert not set(first) & set(offered(page))


def test_explains_a_phrase_that_will_not_do() -> None:
    client, who = inside()
    shown = offered(client.get(PAGE).content.decode())
    answer = client.post(PAGE, {"frase": who.surnames.split()[0], "imagen": shown[0]})
    assert answer.status_code == 422
    assert "La frase no puede ser tu nombre." in text(answer)


def test_begins_again_with_images_that_were_never_offered() -> None:
    client, _ = inside()
    assert client.post(PAGE, {"frase": NEW, "imagen": "x" * 22})["Location"] == PAGE
