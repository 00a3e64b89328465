"""Which long secrets are refused: short ones, those everybody tries, those about the member."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from minga.access.rules import folded

SecretFault = Literal["short", "long", "pattern", "own", "popular"]
LENGTH_MAX = 128
LEFT_MIN = 8  # letters that are nobody's, once what anybody knows is taken out
_DIFFERENT_MIN = 6
_ROWS = (
    "0123456789", "9876543210", "abcdefghijklmnñopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklñzxcvbnm", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)  # fmt: skip
# What the commonest long passwords of leaks are made of, in Spanish and in English, and what this
# page is about. Longest first, so that a whole word is taken out before a part of it.
_POPULAR_WORDS = """
    contrasena contraseña password passw0rd clave claves secreta secreto secret letmein welcome
    bienvenido bienvenida admin administrador usuario user login ingreso ingresar qwerty asdfgh
    iloveyou teamo teamomucho tequiero miamor amor corazon princesa hermosa chocolate mariposa
    superman batman pokemon dragon monkey football futbol sunshine colombia bogota medellin
    antioquia cali nacional millonarios america junior cooperativa ahorro ahorros dinero plata
    banco oficina portal dios jesus diosesamor jesucristo familia mifamilia correct horse battery
    staple
"""
_POPULAR = sorted(_POPULAR_WORDS.split(), key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class About:
    """What anybody who knows the member knows, and where they are a member."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    birth_date: date | None


def secret(typed: str) -> str:
    """A secret as it is sealed and compared: the same letters, however a keyboard makes them."""
    return unicodedata.normalize("NFKC", typed)


def secret_fault(typed: str, about: About, *, characters: int) -> SecretFault | None:
    """Why a long secret is refused; None when it is good. Any characters will do, spaces too."""
    if len(typed) < characters:
        return "short"
    if len(typed) > LENGTH_MAX:
        return "long"
    plain = "".join(letter for letter in folded(typed) if letter.isalnum())
    if len(set(typed)) < _DIFFERENT_MIN or _repeats(plain) or _is_run(plain):
        return "pattern"
    own = _known(about)
    if _is_little_more_than(typed, own):
        return "own"
    return "popular" if _is_little_more_than(typed, [*_POPULAR, *own]) else None


def _repeats(plain: str) -> bool:
    """One short piece again and again."""
    return any(
        plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1)
    )


def _is_run(plain: str) -> bool:
    """A walk along the keys, the alphabet or the numbers, round the end and back."""
    return any(plain in row * 4 or plain[::-1] in row * 4 for row in _ROWS)


def _known(about: About) -> list[str]:
    words = {folded(word) for name in about.names for word in name.split()}
    numbers = {"".join(filter(str.isdecimal, number)) for number in about.numbers}
    if about.birth_date:
        born = about.birth_date
        numbers |= {f"{born:{form}}" for form in ("%d%m%Y", "%Y%m%d", "%d%m%y", "%Y")}
    return sorted({one for one in words | numbers if len(one) > 2}, key=len, reverse=True)


def _is_little_more_than(typed: str, pieces: list[str]) -> bool:
    """Whether few letters are left without those pieces; digits at the ends are what people add."""
    whole = left = folded(typed)
    for piece in pieces:
        left = left.replace(piece, " ")
    if left == whole:
        return False
    letters = "".join(letter for letter in left if letter.isalnum())
    return len(letters.strip("0123456789")) < LEFT_MIN
