"""Pages about passkeys: signing in with one, and the member's own; a stranger sees none."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minga.access.models import AccessBlock, Passkey
from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator
from minga.doors.web import passkey_urls
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.kit import clock, ids
from minga.members.models import Member

pytestmark = pytest.mark.django_db
HOST = "localhost:8000"
KEYS = "/oficina/seguridad/llaves/"


def browser(**other: Any) -> Client:
    """At the address that keys are made for."""
    return visitors.browser(HTTP_HOST=HOST, **other)


def inside(who: Member | None = None) -> tuple[Client, Member]:
    who, client = who or cast.registered(), browser()
    visitors.sign_in(client, who)
    return client, who


def options(page: Any) -> str:
    """What the script finds in the page that makes a key."""
    found = re.search(r'data-options="([^"]*)"', page.content.decode())
    assert found, text(page)
    return html.unescape(found[1])


def add(client: Client, device: Authenticator, **filled: str) -> Any:
    """«Agregar llave de acceso», «Crear llave»."""
    made = device.make(options(client.post(f"{KEYS}agregar/")))
    return client.post(f"{KEYS}nueva/", {"respuesta": made} | filled, follow=True)


def sign_in(client: Client, device: Authenticator, **filled: str) -> Any:
    """«Ingresar con llave de acceso»."""
    asked = client.post("/ingreso/llave/opciones/")
    answer = device.sign(asked.content.decode())
    return client.post("/ingreso/llave/", {"respuesta": answer} | filled)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


def test_offers_keys_only_where_browsers_make_them() -> None:
    for host, offered in ((HOST, True), ("127.0.0.1:8000", False), ("mal.example", False)):
        client = visitors.browser(HTTP_HOST=host)
        for path, words in (
            ("/ingreso/", "Ingresar con llave de acceso"),
            ("/registro/listo/", "Crear mi llave de acceso"),
        ):
            assert (words in text(client.get(path))) == offered
        assert client.post("/ingreso/llave/opciones/").status_code == (200 if offered else 404)


def test_makes_keys_for_the_offices_own_name_and_for_no_other(settings: Any) -> None:
    settings.ORIGIN = "https://oficina.ejemplo.coop"
    for host, name in (
        ("oficina.ejemplo.coop", "oficina.ejemplo.coop"),
        ("oficina.ejemplo.coop:8443", "oficina.ejemplo.coop"),
        ("otra.ejemplo.coop", None),
        ("ejemplo.coop", None),
        ("localhost:8000", None),
    ):
        answer = visitors.browser(HTTP_HOST=host).post("/ingreso/llave/opciones/")
        assert (answer.json()["rpId"] if answer.status_code == 200 else None) == name


def test_explains_an_address_without_keys_and_names_the_one_that_has_them() -> None:
    client = visitors.browser(HTTP_HOST="127.0.0.1:8000")
    visitors.sign_in(client, cast.registered())
    page = text(client.get(KEYS))
    assert "En esta dirección no se pueden crear llaves" in page
    assert f'href="http://localhost:8000{KEYS}"' in page
    assert "Agregar llave de acceso" not in page
    assert client.post(f"{KEYS}agregar/")["Location"] == KEYS


def test_adds_a_key_and_lists_it(device: Authenticator) -> None:
    client, who = inside()
    assert "Aún no tienes llaves de acceso" in text(client.get(KEYS))
    page = text(add(client, device, nombre="Mi celular"))
    assert "Ya puedes ingresar con tu llave nueva" in page
    assert ">Mi celular</h2>" in page
    assert "Aún no la usas" in page
    assert Passkey.objects.get(member=who).origin == f"http://{HOST}"


def test_proposes_a_name(device: Authenticator) -> None:
    client = browser(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 16) Chrome/156.0")
    visitors.sign_in(client, cast.registered())
    assert 'value="Chrome en Android"' in text(client.post(f"{KEYS}agregar/"))


def test_signs_in_with_the_key_alone(device: Authenticator) -> None:
    client, _ = inside()
    add(client, device)
    stranger = browser()
    answer = sign_in(stranger, device, siguiente="/oficina/productos/")
    assert answer["Location"] == "/oficina/productos/"
    assert "minga_equipo" not in stranger.cookies
    assert stranger.cookies["minga_llave"].value == ""
    assert stranger.cookies["minga_sesion"]["samesite"] == "Strict"
    assert "Último uso: " in text(stranger.get(KEYS))


def test_remembers_the_browser_when_asked(device: Authenticator) -> None:
    client, who = inside()
    add(client, device)
    stranger = browser()
    sign_in(stranger, device, recordar="on")
    stranger.post("/salir/")
    assert visitors.identify(stranger, who.document_number)["Location"] == "/ingreso/clave/"


@pytest.mark.parametrize("planted", ["https://mal.example/", "//mal.example/"])
def test_comes_back_to_no_page_of_somebody_else(device: Authenticator, planted: str) -> None:
    client, _ = inside()
    add(client, device)
    assert sign_in(browser(), device, siguiente=planted)["Location"] == "/oficina/"


def test_says_the_same_whatever_is_wrong_with_the_answer(device: Authenticator) -> None:
    client, _ = inside()
    add(client, device)
    forged = Authenticator(credential_id=device.credential_id, user_handle=device.user_handle)
    answers = [sign_in(browser(), one) for one in (Authenticator(user_handle=b"x" * 16), forged)]
    answers.append(browser().post("/ingreso/llave/", {"respuesta": "{}"}))
    assert {(one.status_code, one["Location"]) for one in answers} == {
        (302, "/ingreso/?aviso=llave")
    }
    assert "No pudimos ingresar con esa llave" in text(browser().get("/ingreso/?aviso=llave"))
    assert not any(one.cookies.get("minga_sesion") for one in answers)


def test_needs_the_cookie_that_came_with_the_challenge(device: Authenticator) -> None:
    client, _ = inside()
    add(client, device)
    asked = browser().post("/ingreso/llave/opciones/")
    answer = {"respuesta": device.sign(asked.content.decode())}
    assert browser().post("/ingreso/llave/", answer)["Location"] == "/ingreso/?aviso=llave"


def test_tells_only_who_holds_the_key_that_the_access_is_blocked(device: Authenticator) -> None:
    client, who = inside()
    add(client, device)
    AccessBlock.objects.create(member=who, at=clock.now(), why="member")
    answer = sign_in(browser(), device)
    assert answer["Location"] == "/ingreso/?aviso=llave_bloqueada"
    assert "Tu acceso está bloqueado" in text(browser().get(answer["Location"]))


def test_leads_back_who_only_looks_at_the_address() -> None:
    assert browser().get("/ingreso/llave/")["Location"] == "/ingreso/"
    assert browser().get("/ingreso/llave/opciones/").status_code == 405
    assert browser().post("/ingreso/llave/", {})["Location"] == "/ingreso/"


def test_makes_an_address_wait_that_asks_too_often() -> None:
    client = browser()
    for _ in range(60):
        assert client.post("/ingreso/llave/opciones/").status_code == 200
    assert client.post("/ingreso/llave/opciones/").status_code == 429


def test_asks_for_the_pin_when_the_sign_in_was_a_while_ago(
    device: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = inside()
    start = clock.now()
    for minutes in (4, 8):
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        client.get("/oficina/")
    page = client.post(f"{KEYS}agregar/")
    assert (page.status_code, "Antes de seguir, escribe tu clave" in text(page)) == (200, True)
    wrong = client.post(f"{KEYS}agregar/", {"clave": "8306"})
    assert wrong.status_code == 422
    assert "La clave no coincide. Te quedan 2 intentos." in text(wrong)
    right = client.post(f"{KEYS}agregar/", {"clave": cast.PIN})
    made = device.make(options(right))
    assert "Ya puedes ingresar" in text(
        client.post(f"{KEYS}nueva/", {"respuesta": made}, follow=True)
    )


def test_says_that_the_pin_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = inside()
    start = clock.now()
    for minutes in (4, 8):
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        client.get("/oficina/")
    answers = [client.post(f"{KEYS}agregar/", {"clave": "8306"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [422, 422, 403]
    assert "Bloqueamos tu acceso por seguridad hasta las" in text(answers[-1])


def test_asks_a_session_of_a_key_to_sign_in_again(
    device: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = inside()
    add(client, device)
    other, start = browser(), clock.now()
    sign_in(other, device)
    for minutes in (4, 8):
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        other.get("/oficina/")
    prove = "/oficina/seguridad/confirmar/llave/"
    for answer in (other.get(f"{KEYS}agregar/"), other.post(f"{KEYS}agregar/")):
        assert answer["Location"] == prove
    assert "Usar mi llave de acceso" in text(other.get(prove))
    refused = other.post(prove, {"respuesta": "{}"})
    assert refused.status_code == 422
    assert "No pudimos comprobar esa llave." in text(refused)
    signed = device.sign(options(other.get(prove)))
    assert other.post(prove, {"respuesta": signed})["Location"] == f"{KEYS}agregar/"
    assert other.post(f"{KEYS}agregar/").status_code == 200
    assert other.get("/oficina/seguridad/confirmar/otra/").status_code == 404


def test_without_a_key_of_this_address_a_session_without_a_browser_signs_in_again(
    device: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = inside()
    add(client, device)
    other, start = browser(), clock.now()
    sign_in(other, device)
    for minutes in (4, 8):
        visitors.at(monkeypatch, start + timedelta(minutes=minutes))
        other.get("/oficina/")
    Passkey.objects.update(origin="https://oficina.ejemplo.coop")
    assert "sal y vuelve a ingresar" in text(other.get(f"{KEYS}agregar/"))
    assert other.post(f"{KEYS}agregar/")["Location"] == KEYS


def test_keeps_nothing_that_was_not_asked_for(device: Authenticator) -> None:
    client, other = inside()[0], inside()[0]
    made = device.make(options(client.post(f"{KEYS}agregar/")))
    for filled in ({"respuesta": made}, {"respuesta": "{}"}, {}):
        answer = other.post(f"{KEYS}nueva/", filled, follow=True)
        assert "No se agregó la llave" in text(answer)
    assert not Passkey.objects.exists()


def test_renames_and_removes(device: Authenticator) -> None:
    client, _ = inside()
    add(client, device)
    key = f"{KEYS}{Passkey.objects.get().id}/"
    assert 'value="Llave de acceso"' in text(client.get(f"{key}nombre/"))
    wrong = client.post(f"{key}nombre/", {"nombre": "a" * 41})
    assert (wrong.status_code, "entre 1 y 40" in text(wrong)) == (422, True)
    renamed = client.post(f"{key}nombre/", {"nombre": "<b>Casa</b>"}, follow=True)
    assert "&lt;b&gt;Casa&lt;/b&gt;</h2>" in text(renamed)
    assert "¿Quitar «&lt;b&gt;Casa" in text(client.get(f"{key}quitar/"))
    removed = client.post(f"{key}quitar/", follow=True)
    assert "Ya no sirve para ingresar" in text(removed)
    assert client.get(f"{key}quitar/").status_code == 404
    assert sign_in(browser(), device)["Location"] == "/ingreso/?aviso=llave"


def test_a_stranger_sees_and_touches_no_key_of_anybody(device: Authenticator) -> None:
    client, who = inside()
    add(client, device, nombre="Del portátil")
    stranger, _ = inside()
    key = Passkey.objects.get(member=who)
    assert "Del portátil" not in text(stranger.get(KEYS))
    for page in ("nombre", "quitar"):
        address = f"{KEYS}{key.id}/{page}/"
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"nombre": "Mía"}).status_code == 404
    key.refresh_from_db()
    assert (key.name, key.removed_at) == ("Del portátil", None)


@pytest.mark.parametrize("method", ["get", "post"])
def test_shows_no_private_page_to_a_visitor(method: str) -> None:
    for page in passkey_urls.private:
        path = "/" + str(page.pattern).replace("<uuid:passkey_id>", str(ids.uuid7()))
        answer = getattr(browser(), method)(path)
        assert answer.status_code == 405 or answer["Location"].startswith("/ingreso/?siguiente=")


def test_lets_only_its_own_pages_use_keys() -> None:
    policy = browser().get("/ingreso/")["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy


def test_asks_for_a_key_that_verifies_the_person_and_names_nobody() -> None:
    asked = json.loads(browser().post("/ingreso/llave/opciones/").content)
    assert (asked["userVerification"], asked["allowCredentials"]) == ("required", [])
    assert asked["rpId"] == "localhost"


def test_takes_no_form_without_its_token() -> None:
    client = Client(enforce_csrf_checks=True, HTTP_HOST=HOST)
    for path in ("/ingreso/llave/", "/ingreso/llave/opciones/"):
        assert client.post(path).status_code == 403
