"""Which long secrets are refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.access.secret_rules import About, secret, secret_fault

MARTA = About(
    names=("Marta Luz", "Prieto Gil", "marta.prieto"),
    numbers=("43567812", "3104567890"),
    birth_date=date(1958, 3, 21),
)


def fault(typed: str, characters: int = 15) -> str | None:
    return secret_fault(typed, MARTA, characters=characters)


@pytest.mark.parametrize(
    "typed",
    [
        "tres cucharas azules y un tambor", "El 4 de mayo llovió sobre Jericó", "zqv8!mWp#2rTx9-k",
        "mi abuela cosía vestidos verdes", "Marta guarda siete peines rotos",
        "ñandú ñame ñoño ñapa",
        "correo 4821 9937 1166 22 azul",
    ],
)  # fmt: skip
def test_takes_what_only_the_member_would_write(typed: str) -> None:
    assert fault(typed) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("catorce letra", "short"),
        ("x" * 129, "long"),
        ("aaaaaaaaaaaaaaaa", "pattern"),
        ("abc123abc123abc123", "pattern"),
        ("123456789012345", "pattern"),
        ("987654321098765", "pattern"),
        ("qwertyuiopasdfgh", "pattern"),
        ("1qaz2wsx3edc4rfv", "pattern"),
        ("abcdefghijklmnopq", "pattern"),
        ("Marta Luz Prieto Gil", "own"),
        ("MartaPrieto21031958", "own"),
        ("43567812 3104567890", "own"),
        ("marta.prieto@1958!!", "own"),
        ("Contraseña123456", "popular"),
        ("password password1", "popular"),
        ("iloveyou colombia 2026", "popular"),
        ("MiCooperativaClave1", "popular"),
        ("Marta Contraseña 1958", "popular"),
        ("correct horse battery staple", "popular"),
    ],
)
def test_says_why_a_secret_is_refused(typed: str, why: str) -> None:
    assert fault(typed) == why


def test_counts_the_characters_the_cooperative_asks_for() -> None:
    assert fault("zqv8!mWp#2", characters=10) is None
    assert fault("zqv8!mWp#2", characters=11) == "short"


@given(st.text(max_size=200))
def test_decides_about_anything_and_reads_it_the_same_twice(typed: str) -> None:
    assert secret(secret(typed)) == secret(typed)
    fault(typed)
