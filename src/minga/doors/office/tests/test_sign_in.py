"""The staff's door: a link becomes a key, a key opens, nothing else does."""

from typing import Any

import pytest
from django.test import Client

from minga.access.tests.passkey_cast import with_key as member_with_key
from minga.doors.office.gate import KEY, SESSION
from minga.doors.office.tests.workers import Desk, text
from minga.kit import clock
from minga.kit.tests.authenticator import Authenticator
from minga.staff.models import Role, StaffKey, StaffSession
from minga.staff.tests.cast import hired, link, with_key

pytestmark = pytest.mark.django_db
IN, ASK = "/gestion/ingreso/", "/gestion/ingreso/opciones/"


def browser() -> Client:
    return Client(HTTP_HOST="localhost:8000")


def enter(client: Client, device: Authenticator, **more: str) -> Any:
    options = client.post(ASK).content.decode()
    return client.post(IN, {"respuesta": device.sign(options), **more})


def test_a_link_makes_a_key_and_the_key_opens_the_office() -> None:
    client, device = browser(), Authenticator()
    address = f"/gestion/llave/{link(who := hired(Role.ANALYST), clock.now())}/"
    assert who.name in text(client.get(address))
    made = device.make(client.post(f"{address}opciones/").content.decode())
    done = client.post(address, {"respuesta": made})
    assert done["Location"] == f"{IN}?aviso=lista"
    assert "Tu llave quedó lista" in text(client.get(done["Location"]))
    inside = enter(client, device)
    assert inside["Location"] == "/gestion/"
    cookie = client.cookies[SESSION]
    assert (cookie["httponly"], cookie["samesite"], len(cookie.value)) == (True, "Strict", 43)
    assert who.name in text(client.get("/gestion/"))
    assert client.get(address).status_code == 404


def test_over_https_the_cookie_is_the_hosts_own() -> None:
    client = Client(HTTP_HOST="localhost")
    asked = client.post(ASK, secure=True)
    assert f"__Host-{KEY}" in asked.cookies
    assert asked.cookies[f"__Host-{KEY}"]["secure"]


@pytest.mark.parametrize("path", ["/gestion/llave/x/", "/gestion/llave/" + "a" * 43 + "/"])
def test_a_link_that_never_was_says_so_and_makes_nothing(path: str) -> None:
    client = browser()
    page = client.get(path)
    assert (page.status_code, "Este enlace ya no sirve" in text(page)) == (404, True)
    assert client.post(f"{path}opciones/").status_code == 404
    assert client.post(path, {"respuesta": "{}"}).status_code == 404
    assert not StaffKey.objects.exists()


def test_an_answer_that_is_none_makes_no_key_and_leaves_the_link() -> None:
    client, address = browser(), f"/gestion/llave/{link(hired(), clock.now())}/"
    for junk in ({}, {"respuesta": "{}"}, {"respuesta": "x" * 20_000}):
        page = client.post(address, junk)
        assert (page.status_code, "No se creó ninguna llave" in text(page)) == (422, True)
    assert client.get(address).status_code == 200


def test_whatever_is_wrong_with_a_key_the_door_says_the_same() -> None:
    worker = with_key(at=clock.now())
    stranger = Authenticator(user_handle=worker.device.user_handle)
    for device in (stranger, Authenticator(credential_id=worker.device.credential_id)):
        assert enter(browser(), device)["Location"] == f"{IN}?aviso=llave"
    assert browser().post(IN, {})["Location"] == f"{IN}?aviso=llave"
    assert not StaffSession.objects.exists()
    assert "Esa llave no abre" in text(browser().get(f"{IN}?aviso=llave"))


def test_goes_on_to_a_page_of_the_back_office_and_to_no_other() -> None:
    for wanted, reached in (
        ("/gestion/libros/", "/gestion/libros/"), ("/oficina/", "/gestion/"),
        ("https://mal.example/", "/gestion/"), ("//mal.example", "/gestion/"),
    ):  # fmt: skip
        worker = with_key(at=clock.now())
        done = enter(browser(), worker.device, siguiente=wanted)
        assert done["Location"] == reached


def test_signing_out_ends_the_session() -> None:
    desk = Desk()
    out = desk.post("sign_out")
    assert out["Location"] == f"{IN}?aviso=salida"
    assert '"cache"' in out["Clear-Site-Data"]
    assert StaffSession.objects.get(employee=desk.who).ended_why == "signed_out"
    assert desk.get("home").status_code == 302


def test_no_key_is_made_or_used_at_a_number() -> None:
    client = Client(HTTP_HOST="127.0.0.1:8000")
    assert client.post(ASK).status_code == 404
    assert "no usan llaves de acceso" in text(client.get(IN))
    address = f"/gestion/llave/{link(hired(), clock.now())}/"
    assert "localhost" in text(client.get(address))
    assert client.post(f"{address}opciones/").status_code == 404


def test_a_members_key_opens_nothing_here() -> None:

    holder = member_with_key(clock.now())
    assert enter(browser(), holder.device)["Location"] == f"{IN}?aviso=llave"


def test_an_employees_key_opens_no_members_office() -> None:
    worker, client = with_key(at=clock.now()), browser()
    options = client.post("/ingreso/llave/opciones/").content.decode()
    answer = client.post("/ingreso/llave/", {"respuesta": worker.device.sign(options)})
    assert "aviso=llave" in answer["Location"]
    assert "minga_sesion" not in client.cookies
