"""The pages of the profile `estricto`."""

from datetime import date
from typing import Any

import pytest

from minga.access.models import Passkey
from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_passkeys import options, sign_in
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


LOCAL = {"HTTP_HOST": "localhost:8000"}  # the address that keys are made for


def at_the_secret() -> tuple[Any, Member]:
    """Somebody who proved the mailbox, at the page of the secret."""
    strict()
    client, who = browser(**LOCAL), cast.member()
    typed = {
        "tipo_documento": who.document_type, "numero": who.document_number,
        "tipo_relacion": "correo", "correo": who.email,
    }  # fmt: skip
    client.post("/registro/", typed)
    client.post("/registro/codigo/", {"codigo": cast.code_sent_to(who)})
    return client, who


def register_with_key(client: Any, device: Authenticator) -> Any:
    return client.post(
        "/registro/llave/", {"respuesta": device.make(options(client.get("/registro/llave/")))}
    )


def test_registers_with_a_key_instead_of_a_secret_and_enters_with_it() -> None:
    client, who = at_the_secret()
    assert 'href="/registro/llave/"' in text(client.get("/registro/clave/"))
    page = client.get("/registro/llave/")
    assert "recuperas tu acceso desde tu correo" in text(page)
    device = Authenticator()
    done = register_with_key(client, device)
    assert done["Location"] == "/registro/listo/?con=llave"
    assert "la llave de acceso que acabas de crear" in text(client.get(done["Location"]))

    # The browser is known, and there is no PIN to ask for.
    assert visitors.identify(client, who.document_number)["Location"] == "/ingreso/clave/"
    asked = client.get("/ingreso/clave/")
    assert "Ingresar con llave de acceso" in text(asked)
    assert 'name="clave"' not in text(asked)
    assert "Te registraste con una llave" in text(visitors.enter_pin(client, SECRET))

    assert sign_in(client, device)["Location"] == "/oficina/"
    security = text(client.get("/oficina/seguridad/"))
    assert "No tienes: entras con tu llave de acceso" in security
    assert "Imagen y frase" not in security
    changing = client.get("/oficina/seguridad/clave/")
    assert changing["Location"] == "/oficina/seguridad/confirmar/clave/"
    proof = device.sign(options(client.get(changing["Location"])))
    assert client.post(changing["Location"], {"respuesta": proof})["Location"] == (
        "/oficina/seguridad/clave/"
    )
    assert "Crea una clave" in text(client.get("/oficina/seguridad/clave/"))
    typed = {"clave": SECRET, "confirmacion": SECRET}
    assert client.post("/oficina/seguridad/clave/", typed)["Location"].endswith("?aviso=clave")
    assert client.get("/oficina/seguridad/clave/").status_code == 200


def test_keeps_the_only_key_and_says_what_to_do() -> None:
    client, _ = at_the_secret()
    device = Authenticator()
    register_with_key(client, device)
    sign_in(client, device)
    key = f"/oficina/seguridad/llaves/{Passkey.objects.get().id}/quitar/"
    assert "te queda otra llave" in text(client.get(key))
    refused = client.post(key, follow=True)
    assert "Es tu única forma de ingresar." in text(refused)
    assert Passkey.objects.get().removed_at is None


def test_offers_a_key_at_the_registration_only_where_one_can_be_made() -> None:
    client, _ = at_the_secret()
    for answer in (
        client.get("/registro/llave/", HTTP_HOST="127.0.0.1:8000"),
        browser(**LOCAL).get("/registro/llave/"),
    ):
        assert answer.status_code == 302
    assert "/registro/llave/" not in text(
        client.get("/registro/clave/", HTTP_HOST="127.0.0.1:8000")
    )
    wrong = client.post("/registro/llave/", {"respuesta": "{}"})
    assert wrong.status_code == 422
    assert "No se creó la llave." in text(wrong)
    Parameter.objects.filter(key="access.profile", value="1").delete()
    assert client.get("/registro/llave/")["Location"] == "/registro/clave/"
    assert client.post("/registro/llave/", {"respuesta": "{}"})["Location"] == "/registro/clave/"
