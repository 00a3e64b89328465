"""«Cambiar clave», in the browser of a member."""

import pytest
from django.urls import reverse

from minga.access.models import Credential, PinBlock
from minga.access.tests.cast import AT, PIN, later
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_security import inside, text

pytestmark = pytest.mark.django_db
PAGE = "/oficina/seguridad/clave/"
NEW = {"clave_actual": PIN, "clave": "3961", "confirmacion": "3961"}


def test_changes_the_pin_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)
    client, who = inside()
    answer = client.post(PAGE, NEW, follow=True)
    assert "Cambiaste tu clave. Cerramos tus otras sesiones." in text(answer)
    client.post("/salir/")
    visitors.identify(client, who.document_number)
    assert visitors.enter_pin(client, PIN).status_code == 422
    assert visitors.enter_pin(client, "3961").status_code == 302


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"clave_actual": "8306"}, "La clave no coincide. Te quedan 2 intentos."),
        ({"clave_actual": ""}, "Escribe tu clave actual."),
        ({"clave": "1234", "confirmacion": "1234"}, "números seguidos"),
        ({"confirmacion": "3962"}, "Las dos claves no son iguales"),
        ({"clave": PIN, "confirmacion": PIN}, "Esa es la clave que ya tienes"),
    ],
)
def test_explains_what_is_wrong_beside_its_field(
    changed: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors.at(monkeypatch, AT)
    client, who = inside()
    answer = client.post(PAGE, NEW | changed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "<title>Error: " in answer.content.decode()
    assert "3961" not in answer.content.decode()
    assert Credential.objects.get(member=who).pin_changed_at is None


def test_says_until_when_to_wait_and_then_asks_for_another_sign_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitors.at(monkeypatch, AT)
    client, _ = inside()
    wrong = NEW | {"clave_actual": "8306"}
    client.post(PAGE, wrong)
    client.post(PAGE, wrong)
    assert "hasta las 10:01 a. m." in text(client.post(PAGE, wrong))
    for seconds in (31, 31 + 300):
        visitors.at(monkeypatch, later(seconds=seconds - 200 if seconds > 300 else seconds))
        client.get("/oficina/")  # somebody is there
        visitors.at(monkeypatch, later(seconds=seconds))
        answer = client.post(PAGE, wrong)
    assert answer["Location"] == "/ingreso/?aviso=equipo"
    assert client.get("/oficina/").status_code == 302


def test_sends_whoever_has_a_disabled_pin_to_the_sign_in_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitors.at(monkeypatch, AT)
    client, who = inside()
    PinBlock.objects.create(credential_id=who.id, at=AT, why="test")
    answer = client.post(PAGE, NEW, follow=True)
    assert "Bloqueamos tu clave por seguridad" in text(answer)


def test_asks_for_the_pin_a_password_manager_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)
    client, who = inside()
    page = client.get(reverse("web:change_pin")).content.decode()
    assert f'value="{who.document_number}" autocomplete="username"' in page
    assert page.count('autocomplete="new-password"') == 2
