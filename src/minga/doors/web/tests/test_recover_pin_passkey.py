"""A passkey in place of the code, on the pages of a forgotten PIN."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator
from minga.access.tests.recovery_cast import with_mobile
from minga.doors.web.tests import test_passkeys as keys
from minga.doors.web.tests.test_open_recovery_link import link_for, press
from minga.doors.web.tests.visitors import browser, text
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def with_key(who: Member) -> Authenticator:
    client, _ = keys.inside(who)
    device = Authenticator()
    keys.add(client, device, nombre="Mi celular")
    return device


def options(page: Any) -> str:
    found = re.search(r'data-options="([^"]*)"', page.content.decode())
    assert found, text(page)
    return html.unescape(found[1])


def at_the_proof(who: Member, client: Client | None = None) -> Client:
    client = client or keys.browser()
    assert press(client, link_for(who))["Location"] == "/clave/codigo/"
    return client


def test_a_member_without_a_mobile_proves_it_with_a_key() -> None:
    who = cast.registered()
    device, client = with_key(who), at_the_proof(who)
    assert client.get("/clave/codigo/")["Location"] == "/clave/llave/"
    page = client.get("/clave/llave/")
    assert "código de mi celular" not in text(page)
    answer = client.post("/clave/llave/", {"respuesta": device.sign(options(page))})
    assert answer["Location"] == "/clave/nueva/"


def test_a_member_with_both_chooses() -> None:
    who = with_mobile()
    with_key(who)
    client = at_the_proof(who)
    assert ">Usar mi llave de acceso</a>" in text(client.get("/clave/codigo/"))
    assert ">Usar el código de mi celular</a>" in text(client.get("/clave/llave/"))


def test_says_that_a_signature_was_not_good() -> None:
    who = cast.registered()
    with_key(who)
    client = at_the_proof(who)
    answer = client.post("/clave/llave/", {"respuesta": "{}"})
    assert answer.status_code == 422
    assert "No pudimos comprobar esa llave" in text(answer)
    assert client.get("/clave/nueva/")["Location"] == "/clave/codigo/"


def test_says_so_where_keys_do_not_work() -> None:
    who = cast.registered()
    with_key(who)
    client = at_the_proof(who, browser())  # a host that is not the office's
    assert "no funcionan las llaves" in text(client.get("/clave/llave/"))
