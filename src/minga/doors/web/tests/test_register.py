"""The pages of a registration, in order."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access.models import Credential
from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, text
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def typed(who: Member, **other: str) -> dict[str, str]:
    return {
        "tipo_documento": who.document_type, "numero": who.document_number,
        "tipo_relacion": "correo", "correo": who.email,
    } | other  # fmt: skip


def proven() -> tuple[Any, Member]:
    client, who = browser(), cast.member()
    client.post("/registro/", typed(who))
    client.post("/registro/codigo/", {"codigo": cast.code_sent_to(who)})
    return client, who


def at_security() -> tuple[Any, Member]:
    client, who = proven()
    client.post("/registro/clave/", {"clave": cast.PIN, "confirmacion": cast.PIN})
    return client, who


def choices(client: Any, **other: str) -> dict[str, str]:
    images = client.get("/registro/seguridad/").context["images"]
    values = {"frase": cast.PHRASE, "imagen": images[4]["value"]}
    for number, (question, answer) in enumerate(zip(cast.QUESTIONS, cast.ANSWERS, strict=True), 1):
        values |= {f"pregunta_{number}": question, f"respuesta_{number}": answer}
    return values | other


def test_walks_through_the_leaflets_words() -> None:
    client, who = browser(), cast.member()
    first = text(client.get("/registro/"))
    for label in ("Tipo de documento", "Número de identificación", "Tipo de producto/relación"):
        assert f">{label}</label>" in first
    assert ">Correo electrónico</label>" in first
    assert ">Aceptar</button>" in first
    assert client.post("/registro/", typed(who))["Location"] == "/registro/codigo/"
    assert "Si tus datos coinciden" in text(client.get("/registro/codigo/"))
    code = {"codigo": cast.code_sent_to(who)}
    assert client.post("/registro/codigo/", code)["Location"] == "/registro/clave/"
    page = text(client.get("/registro/clave/"))
    assert ">Clave numérica</label>" in page
    assert ">Confirma tu clave</label>" in page
    pins = {"clave": cast.PIN, "confirmacion": cast.PIN}
    assert client.post("/registro/clave/", pins)["Location"] == "/registro/seguridad/"
    assert ">Frase de seguridad</label>" in text(client.get("/registro/seguridad/"))
    done = client.post("/registro/seguridad/", choices(client))
    assert done["Location"] == "/registro/listo/"
    assert done.cookies["minga_equipo"]["max-age"] == 180 * 24 * 3600
    assert "Ya puedes ingresar al Portal y a la APP" in text(client.get("/registro/listo/"))
    visitors.identify(client, who.document_number)
    assert visitors.enter_pin(client)["Location"] == "/oficina/"


def test_answers_everybody_with_the_same_bytes_cookies_and_queries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitors.at(monkeypatch, cast.AT)  # the pages count seconds
    nobody = Member(document_type="CC", document_number=cast.number(), email="nadie@ejemplo.co")
    member, registered = cast.member(), cast.registered()
    answers = []
    for data in (
        typed(member),
        typed(member, correo="otra@ejemplo.co"),
        typed(nobody),
        typed(registered),
        typed(registered, correo="otra@ejemplo.co"),
        typed(cast.member(email=""), correo="otra@ejemplo.co"),
    ):
        client = browser()
        client.get("/registro/")
        with CaptureQueriesContext(connection) as queries:
            first = client.post("/registro/", data)
        page = client.get("/registro/codigo/")
        wrong = client.post("/registro/codigo/", {"codigo": "000000"})
        again = client.post("/registro/codigo/", {"resend": "1"})
        answers.append(
            (
                first.status_code, first["Location"], sorted(first.cookies), len(queries),
                text(page), text(wrong), text(again),
            )
        )  # fmt: skip
    assert all(answer == answers[0] for answer in answers)


def test_keeps_what_was_typed_when_something_is_wrong() -> None:
    answer = browser().post("/registro/", typed(cast.member(), correo="sin-arroba"))
    assert answer.status_code == 422
    assert "Escribe tu correo completo" in text(answer)
    assert 'value="sin-arroba"' in text(answer)


@pytest.mark.parametrize(
    ("document_type", "said"),
    [
        ("TI", "Los menores de edad se registran en la oficina."),
        ("RC", "con tu papá, tu mamá o quien te represente"),
        ("NIT", "El representante legal debe llevar su cédula"),
    ],
)
def test_tells_minors_and_companies_what_to_take_to_the_office(
    document_type: str, said: str
) -> None:
    answer = browser().post("/registro/", typed(cast.member(), tipo_documento=document_type))
    assert answer.status_code == 422
    assert said in text(answer)


def test_tells_everybody_the_same_about_a_code_that_does_not_come() -> None:
    pages = []
    for who in (cast.member(), cast.member(email=""), cast.registered()):
        client = browser()
        client.post("/registro/", typed(who, correo="otra@ejemplo.co"))
        pages.append(text(client.get("/registro/codigo/")))
    assert pages[0] == pages[1] == pages[2]
    for said in ("El código no me llega", "en la oficina", "Si ya te registraste"):
        assert said in pages[0]


def test_goes_on_after_an_expired_code_without_typing_anything_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, who = browser(), cast.member()
    visitors.at(monkeypatch, cast.AT)
    client.post("/registro/", typed(who))
    old = cast.code_sent_to(who)
    visitors.at(monkeypatch, cast.later(minutes=6))
    answer = client.post("/registro/codigo/", {"codigo": old})
    assert "El código venció. Pide otro." in text(answer)
    assert client.post("/registro/codigo/", {"resend": "1"})["Location"] == "/registro/codigo/"
    code = {"codigo": cast.code_sent_to(who)}
    assert client.post("/registro/codigo/", code)["Location"] == "/registro/clave/"


def test_leads_who_registered_elsewhere_meanwhile_to_the_sign_in() -> None:
    client, who = at_security()
    good = choices(client)
    Credential.objects.create(
        member=who, sealed_pin=b"-", image=cast.IMAGE, phrase=cast.PHRASE, registered_at=cast.AT
    )
    answer = client.post("/registro/seguridad/", good)
    assert answer["Location"] == "/ingreso/?aviso=registrado"
    assert "Ya estás registrado." in text(client.get(answer["Location"]))


def test_makes_an_address_wait_after_ten_people() -> None:
    client = browser()
    for _ in range(10):
        client.post("/registro/", typed(cast.member()))
    assert client.post("/registro/", typed(cast.member())).status_code == 429


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("1111", "repite números"),
        ("3456", "números seguidos"),
        ("1958", "fecha de nacimiento"),
        ("2580", "Mucha gente usa esa clave"),
        ("12", "La clave tiene 4 números."),
    ],
)
def test_explains_in_place_why_a_pin_is_refused(pin: str, said: str) -> None:
    client, _ = proven()
    answer = client.post("/registro/clave/", {"clave": pin, "confirmacion": pin})
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{pin}"' not in text(answer)


def test_wants_the_same_pin_twice() -> None:
    client, _ = proven()
    answer = client.post("/registro/clave/", {"clave": cast.PIN, "confirmacion": "8306"})
    assert "Las dos claves no son iguales" in text(answer)


def test_says_everything_that_is_wrong_in_the_last_step_beside_its_field() -> None:
    client, who = at_security()
    answer = client.post(
        "/registro/seguridad/",
        choices(client, frase="Marta", pregunta_2=cast.QUESTIONS[0], respuesta_3="ab"),
    )
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {"frase", "pregunta_2", "respuesta_3"}
    assert "La frase no puede ser tu nombre" in text(answer)
    assert not Credential.objects.filter(member=who).exists()


def test_shows_other_images_and_keeps_the_rest() -> None:
    client, _ = at_security()
    typed_so_far = choices(client, otras_imagenes="1")
    before = {
        one["value"]: one["alt"] for one in client.get("/registro/seguridad/").context["images"]
    }
    answer = client.post("/registro/seguridad/", typed_so_far)
    assert answer.status_code == 200
    shown = answer.context["images"]
    assert shown[0]["alt"] == before[typed_so_far["imagen"]]
    assert len({one["alt"] for one in shown} & set(before.values())) == 1
    page = answer.content.decode()
    assert f'value="{shown[0]["value"]}" checked' in page
    assert f'value="{cast.PHRASE}"' in page
    assert f'value="{cast.ANSWERS[0]}"' in page
    assert f'<option value="{cast.QUESTIONS[1]}" selected>' in page
    assert 'class="error-summary"' not in page


def test_goes_on_where_it_was_left() -> None:
    client, who = proven()
    assert client.get("/registro/")["Location"] == "/registro/clave/"
    assert client.get("/registro/codigo/")["Location"] == "/registro/clave/"
    assert client.get("/registro/seguridad/")["Location"] == "/registro/clave/"
    assert client.get("/registro/?nuevo=1").status_code == 200
    assert client.post("/registro/", typed(who))["Location"] == "/registro/clave/"


def test_begins_again_without_a_flow() -> None:
    for page in ("codigo", "clave", "seguridad"):
        answer = browser().get(f"/registro/{page}/")
        assert answer["Location"] == "/registro/?aviso=tiempo"
    assert "Pasó mucho tiempo" in text(browser().get("/registro/?aviso=tiempo"))


def test_tells_a_minor_after_the_code() -> None:
    client = browser()
    who = cast.member(document_type="PPT", birth_date="2012-05-01")
    client.post("/registro/", typed(who))
    answer = client.post("/registro/codigo/", {"codigo": cast.code_sent_to(who)})
    assert answer.status_code == 422
    assert "se registran en la oficina" in text(answer)
