"""The pages of «¿Olvidaste tus preguntas?» (S11, S12)."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minga.access.models import SealedAnswer
from minga.access.tests import cast
from minga.access.tests.cast import AT
from minga.access.tests.recovery_cast import forgetful, with_mobile
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, text
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def typed(who: Member, **other: str) -> dict[str, str]:
    return {
        "tipo_documento": who.document_type, "numero": who.document_number,
        "opcion": "otp", "canal": "email",
    } | other  # fmt: skip


def choices(**other: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, (question, answer) in enumerate(zip(cast.QUESTIONS, cast.ANSWERS, strict=True), 1):
        values |= {f"pregunta_{number}": question, f"respuesta_{number}": answer}
    return values | other


def at_the_questions(who: Member) -> Client:
    client = browser()
    client.post("/preguntas/olvidadas/", typed(who))
    client.post("/preguntas/codigo/", {"codigo": cast.code_sent_to(who)})
    return client


def test_walks_through_the_leaflets_words_and_signs_in_again() -> None:
    client, who = browser(), cast.registered()
    visitors.identify(client, who.document_number)
    visitors.enter_code(client, who)
    visitors.enter_pin(client)
    assert ">¿Olvidaste tus preguntas?</a>" in text(client.get("/ingreso/pregunta/"))
    page = text(client.get("/preguntas/olvidadas/"))
    for words in ("Tipo de documento", "Número de identificación", ">OTP</span>"):
        assert words in page
    answer = client.post("/preguntas/olvidadas/", typed(who))
    assert answer["Location"] == "/preguntas/codigo/"
    assert "Si los datos coinciden" in text(client.get("/preguntas/codigo/"))
    code = {"codigo": cast.code_sent_to(who)}
    assert client.post("/preguntas/codigo/", code)["Location"] == "/preguntas/nuevas/"
    assert ">Aceptar</button>" in text(client.get("/preguntas/nuevas/"))
    assert client.post("/preguntas/nuevas/", choices())["Location"] == "/preguntas/listas/"
    assert "Ingresa otra vez" in text(client.get("/preguntas/listas/"))
    asked = set(SealedAnswer.objects.filter(credential=who.id).values_list("question", flat=True))
    assert asked == set(cast.QUESTIONS)
    assert client.get("/ingreso/pregunta/")["Location"] == "/ingreso/?aviso=tiempo"


def test_answers_everybody_with_the_same_bytes_cookies_and_queries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitors.at(monkeypatch, AT)  # the page counts seconds
    resting = with_mobile()
    forgetful().recover_pin(resting, at=AT)
    nobody = Member(document_type="CC", document_number=cast.number())
    answers = []
    for who in (cast.registered(), with_mobile(), resting, cast.member(), nobody):
        client = browser()
        client.get("/preguntas/olvidadas/")
        with CaptureQueriesContext(connection) as queries:
            first = client.post("/preguntas/olvidadas/", typed(who, canal="both"))
        page = client.get("/preguntas/codigo/")
        wrong = client.post("/preguntas/codigo/", {"codigo": "000000"})
        again = client.post("/preguntas/codigo/", {"resend": "1"})
        answers.append(
            (
                first.status_code, first["Location"], sorted(first.cookies), len(queries),
                text(page), text(wrong), text(again),
            )
        )  # fmt: skip
    assert all(answer == answers[0] for answer in answers)


def test_asks_for_whatever_was_not_chosen() -> None:
    answer = browser().post("/preguntas/olvidadas/", {"tipo_documento": "CC"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"numero", "opcion", "canal"}
    assert "Elige por dónde te enviamos el código." in text(answer)


@pytest.mark.parametrize("document_type", ["TI", "RC", "NIT"])
def test_sends_minors_and_companies_to_the_office(document_type: str) -> None:
    data = typed(cast.member(), tipo_documento=document_type)
    answer = browser().post("/preguntas/olvidadas/", data)
    assert answer.status_code == 422
    assert "cambian su acceso en la oficina" in text(answer)


def test_says_everything_that_is_wrong_beside_its_field() -> None:
    client = at_the_questions(cast.registered())
    data = choices(pregunta_2=cast.QUESTIONS[0], respuesta_3="ab")
    answer = client.post("/preguntas/nuevas/", data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"pregunta_2", "respuesta_3"}
    assert f'value="{cast.ANSWERS[0]}"' in text(answer)


def test_goes_on_where_it_was_left() -> None:
    client = at_the_questions(cast.registered())
    assert client.get("/preguntas/olvidadas/")["Location"] == "/preguntas/nuevas/"
    assert client.get("/preguntas/codigo/")["Location"] == "/preguntas/nuevas/"
    assert client.get("/preguntas/olvidadas/?nuevo=1").status_code == 200


def test_a_stranger_reaches_no_page_after_the_first() -> None:
    client = browser()
    for page in ("codigo", "nuevas"):
        assert client.get(f"/preguntas/{page}/")["Location"] == "/preguntas/olvidadas/?aviso=tiempo"
    answer = client.post("/preguntas/nuevas/", choices())
    assert answer["Location"] == "/preguntas/olvidadas/?aviso=tiempo"


def test_has_nothing_to_recover_where_no_questions_are_asked() -> None:
    Parameter.objects.create(
        key="access.profile", valid_from=date(2026, 11, 1), value="1", source="test"
    )
    client = browser()
    assert "¿Olvidaste tus preguntas?" not in text(client.get("/ingreso/"))
    for answer in (
        client.get("/preguntas/olvidadas/"),
        client.post("/preguntas/olvidadas/", typed(cast.registered())),
    ):
        assert answer["Location"] == "/ingreso/?aviso=sin_preguntas"
    assert "ya no usa preguntas" in text(client.get("/ingreso/?aviso=sin_preguntas"))
