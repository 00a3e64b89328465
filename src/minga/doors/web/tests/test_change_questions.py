"""«Cambiar preguntas», in the browser of a member."""

import pytest

from minga.access.models import SealedAnswer
from minga.access.tests.cast import ANSWERS, AT, PIN, QUESTIONS
from minga.doors.web.tests import visitors
from minga.doors.web.tests.test_security import inside, text
from minga.kit.models import Parameter

pytestmark = pytest.mark.django_db
PAGE = "/oficina/seguridad/preguntas/"
FILLED = {f"pregunta_{nth}": one for nth, one in enumerate(QUESTIONS, 1)} | {
    f"respuesta_{nth}": one for nth, one in enumerate(ANSWERS, 1)
}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, AT)


def test_keeps_the_new_questions() -> None:
    client, who = inside()
    answer = client.post(PAGE, FILLED | {"clave_actual": PIN}, follow=True)
    assert "Guardamos tus preguntas" in text(answer)
    kept = SealedAnswer.objects.filter(credential_id=who.id).values_list("question", flat=True)
    assert set(kept) == set(QUESTIONS)


def test_says_that_the_pin_is_wrong_and_keeps_what_was_typed() -> None:
    client, who = inside()
    answer = client.post(PAGE, FILLED | {"clave_actual": "8306"})
    assert "La clave no coincide. Te quedan 2 intentos." in text(answer)
    assert ANSWERS[0] in answer.content.decode()
    assert SealedAnswer.objects.filter(credential_id=who.id).count() == 1


def test_says_everything_else_that_is_wrong() -> None:
    client, _ = inside()
    wrong = FILLED | {"clave_actual": PIN, "pregunta_2": QUESTIONS[0], "respuesta_3": "a"}
    page = text(client.post(PAGE, wrong))
    assert "Elige una pregunta diferente de las otras." in page
    assert "Escribe una respuesta de 3 letras o más." in page


def test_does_not_exist_where_nobody_has_questions() -> None:
    client, _ = inside()
    Parameter.objects.filter(key="access.profile").update(value="1")
    assert client.post(PAGE, FILLED | {"clave_actual": PIN}).status_code in (404, 422)
