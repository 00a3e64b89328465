"""The pages of the profile `estricto`."""

from datetime import date
from typing import Any

import pytest

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, text
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db
SECRET = "tres cucharas azules y un tambor"


def strict() -> None:
    """From now on."""
    Parameter.objects.create(
        key="access.profile", valid_from=date(2026, 11, 1), value="1", source="test"
    )


def with_digits() -> tuple[Any, Member]:
    """A member of before, at the page of the PIN in an unknown browser."""
    client, who = browser(), cast.registered()
    strict()
    visitors.identify(client, who.document_number)
    visitors.enter_code(client, who)
    return client, who


def test_registers_with_a_long_secret_and_without_questions() -> None:
    strict()
    client, who = browser(), cast.member()
    typed = {
        "tipo_documento": who.document_type, "numero": who.document_number,
        "tipo_relacion": "correo", "correo": who.email,
    }  # fmt: skip
    client.post("/registro/", typed)
    client.post("/registro/codigo/", {"codigo": cast.code_sent_to(who)})
    page = text(client.get("/registro/clave/"))
    assert ">Clave</label>" in page
    assert "Escribe 15 caracteres o más" in page
    assert 'inputmode="numeric"' not in page
    assert "maxlength" not in page
    pins = {"clave": "7294", "confirmacion": "7294"}
    said = text(client.post("/registro/clave/", pins))
    assert "Escribe una clave de 15 caracteres o más." in said
    pins = {"clave": SECRET, "confirmacion": SECRET}
    assert client.post("/registro/clave/", pins)["Location"] == "/registro/seguridad/"
    last = client.get("/registro/seguridad/")
    assert "Pregunta de seguridad" not in text(last)
    chosen = {"frase": cast.PHRASE, "imagen": last.context["images"][2]["value"]}
    assert client.post("/registro/seguridad/", chosen)["Location"] == "/registro/listo/"
    visitors.identify(client, who.document_number)
    assert visitors.enter_pin(client, SECRET)["Location"] == "/oficina/"


def test_takes_text_at_the_sign_in_and_asks_there_whether_to_remember() -> None:
    client, _ = with_digits()
    page = text(client.get("/ingreso/clave/"))
    assert "Son 4 números" not in page
    assert "Usar teclado en pantalla" not in page
    assert "Recordar este equipo" in page


def test_keeps_the_leaflets_words_where_the_profile_is_compatible() -> None:
    client, who = browser(), cast.registered()
    visitors.identify(client, who.document_number)
    visitors.enter_code(client, who)
    page = text(client.get("/ingreso/clave/"))
    assert "Son 4 números" in page
    assert 'class="input-pin" inputmode="numeric" maxlength="4"' in page
    assert "Recordar este equipo" not in page


def test_leads_four_digits_to_a_new_secret_and_then_to_the_office() -> None:
    client, _ = with_digits()
    assert visitors.enter_pin(client)["Location"] == "/ingreso/clave-nueva/"
    page = text(client.get("/ingreso/clave-nueva/"))
    assert "Tu cooperativa pide ahora claves más largas." in page
    assert client.get("/oficina/")["Location"].startswith("/ingreso/")
    for first, second, said in (
        (SECRET, "otra cosa muy distinta", "Las dos claves no son iguales"),
        ("contraseña contraseña 1", "contraseña contraseña 1", "Mucha gente usa palabras"),
        ("", "", "Escribe tu clave nueva."),
        ("ﷺ" * 60, "ﷺ" * 60, "La clave tiene máximo 128 caracteres."),
    ):
        answer = client.post("/ingreso/clave-nueva/", {"clave": first, "confirmacion": second})
        assert answer.status_code == 422
        assert said in text(answer)
        assert not first or first not in text(answer)
    done = client.post("/ingreso/clave-nueva/", {"clave": SECRET, "confirmacion": SECRET})
    assert done["Location"] == "/oficina/"
    assert client.get("/oficina/").status_code == 200


def test_shows_the_page_of_a_new_pin_to_nobody_else() -> None:
    assert browser().get("/ingreso/clave-nueva/")["Location"] == "/ingreso/?aviso=tiempo"
    client, _ = with_digits()
    assert client.get("/ingreso/clave-nueva/")["Location"] == "/ingreso/clave/"
