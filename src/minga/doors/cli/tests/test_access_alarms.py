"""`minga access alarms`, with the database this test already has."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from minga.access import alarms
from minga.doors.cli import access, main

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(access, "database_ready", ready)


@pytest.fixture
def alarm() -> int:
    alarms.raise_alarm(alarms.SAME_PIN, {"members": 21}, AT)
    alarms.raise_alarm(alarms.WRONG_SHARE, {"tries": 100, "wrong": 61}, AT)
    return alarms.alarms()[1].id


def minga(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main.main(["access", "alarms", *words])
    return code, *capsys.readouterr()


def test_says_that_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert minga(capsys) == (0, "No hay alarmas abiertas.\n", "")


def test_lists_what_is_open_and_how_to_close_it(
    capsys: pytest.CaptureFixture[str], alarm: int
) -> None:
    code, said, _ = minga(capsys)
    assert code == 0
    assert "una misma clave equivocada, probada con 21 asociados en un día" in said
    assert "61 de 100 claves de una hora estaban equivocadas" in said
    assert "23 nov 2026, 10:00\u00a0a.\u00a0m." in said
    assert f"minga access alarms --close {alarm} --reason" in said
    assert "No hay alarmas abiertas" not in said


def test_closes_one_with_a_reason(capsys: pytest.CaptureFixture[str], alarm: int) -> None:
    code, said, _ = minga(capsys, "--close", str(alarm), "--reason", "era un simulacro")
    assert (code, said) == (0, f"Alarma {alarm} cerrada.\n")
    assert str(alarm) not in [line.split()[0] for line in minga(capsys)[1].splitlines()]
    assert "Cerrada: " in minga(capsys, "--all")[1]
    assert "era un simulacro" in minga(capsys, "--all")[1]


@pytest.mark.parametrize(
    ("why", "said"),
    [("", "Escribe con --reason por qué"), ("algo", "No hay ninguna alarma abierta")],
)
def test_closes_nothing_without_a_reason_or_a_right_number(
    capsys: pytest.CaptureFixture[str], alarm: int, why: str, said: str
) -> None:
    number = str(alarm) if not why else "999999"
    code, _, complaint = minga(capsys, "--close", number, "--reason", why)
    assert code == 1
    assert said in complaint
    assert len(alarms.alarms()) == 2
