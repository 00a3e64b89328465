"""From the link to the new PIN and the office (S10)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from minga.access.models import AccessBlock
from minga.access.tests import cast
from minga.access.tests.cast import AT
from minga.access.tests.recovery_cast import NEW_PIN, with_mobile
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_open_recovery_link import link_for, press
from minga.doors.web.tests.visitors import browser, text
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def at_the_pin(who: Member) -> Client:
    """Somebody whose proofs were given."""
    client = browser()
    if press(client, link_for(who))["Location"] == "/clave/codigo/":
        client.post("/clave/codigo/", {"codigo": cast.code_sent_to(who)})
    return client


def change(client: Client, pin: str = NEW_PIN, again: str = "") -> Any:
    return client.post("/clave/nueva/", {"clave": pin, "confirmacion": again or pin})


def test_walks_through_the_leaflets_words_and_signs_in_with_the_new_pin() -> None:
    who, client = with_mobile(), browser()
    visitors.sign_in(client, who)
    press(client, link_for(who, client))
    page = text(client.get("/clave/nueva/"))
    assert ">Clave</label>" in page
    assert ">Cambiar</button>" in page
    assert change(client)["Location"] == "/clave/lista/"
    assert "Tu clave es nueva" in text(client.get("/clave/lista/"))
    assert client.get("/oficina/")["Location"].startswith("/ingreso/")
    visitors.identify(client, who.document_number)
    assert visitors.enter_pin(client, cast.PIN).status_code == 422
    assert visitors.enter_pin(client, NEW_PIN)["Location"] == "/oficina/"


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("1111", "repite números"),
        ("1958", "fecha de nacimiento"),
        ("2580", "Mucha gente usa esa clave"),
        ("12", "La clave tiene 4 números."),
    ],
)
def test_explains_in_place_why_a_pin_is_refused(pin: str, said: str) -> None:
    answer = change(at_the_pin(cast.registered()), pin)
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{pin}"' not in text(answer)


def test_wants_the_same_pin_twice() -> None:
    answer = change(at_the_pin(cast.registered()), NEW_PIN, "8306")
    assert "Las dos claves no son iguales" in text(answer)


def test_says_that_money_is_held_when_the_link_was_the_only_proof() -> None:
    client = at_the_pin(cast.registered())
    change(client)
    assert "no sale dinero hacia otras personas" in text(client.get("/clave/lista/"))
    two = at_the_pin(with_mobile())
    change(two)
    assert "no sale dinero" not in text(two.get("/clave/lista/"))


def test_says_that_an_access_is_blocked_still() -> None:
    who = cast.registered()
    AccessBlock.objects.create(member=who, at=AT, why="by_member")
    client = at_the_pin(who)
    change(client)
    page = text(client.get("/clave/lista/"))
    assert "Tu acceso sigue bloqueado" in page
    assert 'href="/ingreso/"' not in page.partition("</header>")[2]


def test_says_how_wrong_codes_count() -> None:
    who, client = with_mobile(), browser()
    press(client, link_for(who))
    wrong = {"codigo": cast.wrong(cast.code_sent_to(who))}
    answer = client.post("/clave/codigo/", wrong)
    assert answer.status_code == 422
    assert "Te quedan 2 intentos" in text(answer)
    for _ in range(2):
        answer = client.post("/clave/codigo/", wrong)
    assert "Ese código ya no sirve" in text(answer)
    assert "Espera" in text(client.post("/clave/codigo/", {"resend": "1"}))


def test_a_stranger_reaches_no_page_of_a_recovery() -> None:
    client = browser()
    for page in ("codigo", "llave", "nueva", "lista"):
        assert client.get(f"/clave/{page}/")["Location"] == "/clave/olvidada/?aviso=tiempo"
    assert change(client)["Location"] == "/clave/olvidada/?aviso=tiempo"


def test_the_office_says_until_when_money_is_held_and_lets_it_move_between_own_accounts() -> None:
    who = cast.registered()
    change(at_the_pin(who))
    client = browser()
    visitors.identify(client, who.document_number)
    visitors.enter_code(client, who)
    visitors.enter_pin(client, NEW_PIN)
    visitors.answer_question(client)
    for page in ("/oficina/", "/oficina/productos/", "/oficina/transferir/"):
        assert "no sale dinero hacia otras personas" in text(client.get(page))
    other = browser()
    visitors.sign_in(other, cast.registered())
    assert "no sale dinero" not in text(other.get("/oficina/"))


def test_asks_for_a_long_secret_where_the_cooperative_does() -> None:
    who = with_mobile()
    client = at_the_pin(who)
    Parameter.objects.create(
        key="access.profile", valid_from=date(2026, 11, 1), value="1", source="test"
    )
    assert "Escribe 15 caracteres o más" in text(client.get("/clave/nueva/"))
    assert change(client).status_code == 422
    assert change(client, "tres cucharas azules y un tambor")["Location"] == "/clave/lista/"
