import pytest

from minga.access.phrase_rules import answer_faults, phrase_fault, tidy_phrase
from minga.access.questions import QUESTIONS

NAMES = ("Marta", "Luz", "Prieto", "Gil")
ASKED = (QUESTIONS["primera-mascota"], QUESTIONS["barrio-ninez"], QUESTIONS["primer-jefe"])


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("mi sol", None),
        ("guayacán en flor", None),
        ("ñam", None),
        ("ab", "length"),
        ("a b", "length"),
        ("x" * 21, "length"),
        ("casa 25", "letters"),
        ("sol!", "letters"),
        ("<b>hola</b>", "letters"),
        ("uno dos tres", "number"),
        ("unodostrescuatro", "number"),
        ("treinta y cuatro", "number"),
        ("dieciséis", "number"),
        ("girasol", "image"),
        ("GIRASÓL", "image"),
        ("marta", "name"),
        ("Prieto", "name"),
        ("martaluz", None),
        ("Marta Luz Prieto Gil", "name"),
    ],
)
def test_says_why_a_phrase_is_refused(phrase: str, fault: str | None) -> None:
    found = phrase_fault(tidy_phrase(phrase), image_name="girasol", person_names=NAMES)
    assert found == fault


def test_keeps_one_space_between_words() -> None:
    assert tidy_phrase("  guayacán \t en   flor ") == "guayacán en flor"


def test_accepts_three_different_answers() -> None:
    assert answer_faults(ASKED, ("Canela", "La Loma", "don Luis")) == (None, None, None)


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        (("ab", "La Loma", "don Luis"), ("short", None, None)),
        (("  a b  ", "La Loma", "don Luis"), ("short", None, None)),
        (("Canela", "canéla ", "don Luis"), (None, "twice", None)),
        ((ASKED[0], "La Loma", "don Luis"), ("question", None, None)),
        (
            ("como se llamaba tu primera mascota", "La Loma", "don Luis"),
            ("question", None, None),
        ),
    ],
)
def test_says_what_is_wrong_with_each_answer(
    answers: tuple[str, ...], faults: tuple[str | None, ...]
) -> None:
    assert answer_faults(ASKED, answers) == faults


def test_offers_some_fifteen_questions_all_different() -> None:
    assert len(QUESTIONS) >= 15
    assert len(set(QUESTIONS.values())) == len(QUESTIONS)
    assert all(text.startswith("¿") and text.endswith("?") for text in QUESTIONS.values())
