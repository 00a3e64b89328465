"""Which security phrases and answers are refused."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from minga.access.rules import folded, folded_answer

PhraseFault = Literal["length", "letters", "number", "image", "name"]
AnswerFault = Literal["short", "question", "twice"]
PHRASE_LENGTH = (3, 20)
ANSWER_LENGTH_MIN = 3

# Any phrase made of number words alone could be the PIN read aloud («uno dos tres cuatro»). The PIN
# is sealed by then and cannot be compared, so the whole family is refused.
_NUMBER_WORDS = re.compile(
    "(?:cero|uno|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce"
    "|quince|dieci|veinte|veinti|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa"
    "|cien|ciento|cientos|cientas|quinientos|setecientos|novecientos|mil|y)+"
)


def tidy_phrase(typed: str) -> str:
    """The phrase as it is kept and shown: one space between words, none around them."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def phrase_fault(
    phrase: str, *, image_name: str, person_names: Sequence[str]
) -> PhraseFault | None:
    """Why a tidy phrase is refused; None when it is good. `person_names` are the member's own."""
    letters = phrase.replace(" ", "")
    if len(phrase) > PHRASE_LENGTH[1] or len(letters) < PHRASE_LENGTH[0]:
        return "length"
    if not letters.isalpha():
        return "letters"
    same = folded_answer(phrase)
    if _NUMBER_WORDS.fullmatch(same):
        return "number"
    if same == folded_answer(image_name):
        return "image"
    whole = " ".join(person_names)
    theirs = {folded_answer(name) for name in (*whole.split(), *person_names, whole)}
    return "name" if same in theirs else None


def answer_faults(
    questions: Sequence[str], answers: Sequence[str]
) -> tuple[AnswerFault | None, ...]:
    """For each answer, why it is refused or None. `questions` are the words that were asked."""
    seen: set[str] = set()
    faults: list[AnswerFault | None] = []
    for question, answer in zip(questions, answers, strict=True):
        same = folded_answer(answer)
        fault: AnswerFault | None = None
        if len(same) < ANSWER_LENGTH_MIN:
            fault = "short"
        elif same == _letters_only(question) or _letters_only(answer) == _letters_only(question):
            fault = "question"
        elif same in seen:
            fault = "twice"
        faults.append(fault)
        seen.add(same)
    return tuple(faults)


def _letters_only(text: str) -> str:
    return "".join(letter for letter in folded(text) if letter.isalnum())
