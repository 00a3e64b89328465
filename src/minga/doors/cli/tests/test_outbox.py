"""`minga outbox`, with the database this test already has."""

import contextlib
from argparse import Namespace
from collections.abc import Iterator

import pytest

from minga.doors.cli import main, outbox
from minga.kit import clock
from minga.kit import outbox as kit_outbox
from minga.kit.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(outbox, "database_ready", ready)


def show(capsys: pytest.CaptureFixture[str], retry: int | None = None) -> tuple[int, str, str]:
    code = outbox.run(Namespace(retry=retry))
    return code, *capsys.readouterr()


def dead(**payload: str) -> int:
    kit_outbox.publish("notice", payload)
    row = OutboxMessage.objects.latest("pk")
    row.failed_at, row.attempts, row.last_error = clock.now(), 10, "Falta EMAIL_URL."
    row.payload = kit_outbox.forgotten(payload)
    row.save()
    return row.pk


def test_says_that_nothing_waits(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = show(capsys)
    assert code == 0
    assert "Por salir:    0\n" in said
    assert "Sin salida:   0\n" in said


def test_shows_what_waits_and_since_when(capsys: pytest.CaptureFixture[str]) -> None:
    kit_outbox.publish("notice", {"email": "ana@correo.co"})
    _, said, _ = show(capsys)
    assert "Por salir:    1 (el primero, desde el " in said
    assert "ana@correo.co" not in said


def test_shows_a_dead_letter_with_its_reason_and_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    number = dead(email="ana@correo.co")
    _, said, _ = show(capsys)
    assert "Falta EMAIL_URL." in said
    assert f"minga outbox --retry {number}" in said
    assert "ana@correo.co" not in said


def test_retries_a_dead_letter(capsys: pytest.CaptureFixture[str]) -> None:
    number = dead(email="ana@correo.co")
    code, said, _ = show(capsys, retry=number)
    assert (code, said) == (0, f"El mensaje {number} vuelve a la fila.\n")
    assert OutboxMessage.objects.get(pk=number).failed_at is None


def test_does_not_offer_or_retry_what_was_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    number = dead(code="123456")
    _, said, _ = show(capsys)
    assert "--retry" not in said
    code, _, complaint = show(capsys, retry=number)
    assert code == 1
    assert "ya no se guarda" in complaint


def test_is_one_of_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    assert "outbox" in capsys.readouterr().out
