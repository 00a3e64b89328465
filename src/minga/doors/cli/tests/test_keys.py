"""`minga keys`, with the database and the keys this test already has."""

import contextlib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.access import pin_signer
from minga.access.models import Credential, Flow, SealedAnswer
from minga.access.pin_signer import KeyKind, KeyRefused, SignerAway
from minga.access.signer.keyring import Keyring
from minga.access.signer.vault import PinVault
from minga.access.tests import cast
from minga.doors.cli import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PinVault:
    """Keys of this test alone; nothing else is sealed."""

    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    Flow.objects.all().delete()
    SealedAnswer.objects.all().delete()
    Credential.objects.all().delete()
    Keyring(tmp_path / "signer").make_first()
    made = PinVault.of(tmp_path / "signer")
    monkeypatch.setattr(keys, "database_ready", ready)
    monkeypatch.setattr(keys, "signer_ready", ready)
    monkeypatch.setattr(pin_signer, "keeper", lambda: made)
    monkeypatch.setattr(cast, "signer", lambda: made)
    return made


def run(*words: str) -> int:
    parser = ArgumentParser()
    keys.add_arguments(parser)
    return keys.run(parser.parse_args(words))


def test_shows_each_key_and_what_it_opens(capsys: pytest.CaptureFixture[str]) -> None:
    cast.registered()
    assert run("status") == 0
    said = capsys.readouterr().out
    assert "interior    1  en uso" in said
    assert "exterior    1  en uso" in said
    assert "2 registros" in said
    assert "abren 2 de 2 registros" in said


def test_says_when_records_do_not_open(vault: PinVault, capsys: pytest.CaptureFixture[str]) -> None:
    cast.registered()
    vault.add(KeyKind.OUTER)
    vault.retire(KeyKind.OUTER, 1)
    vault.forget(KeyKind.OUTER, 1)
    assert run("status") == 1
    said = capsys.readouterr().out
    assert "NO ESTÁ" in said
    assert "abren 0 de 2 registros" in said


def test_changes_the_outer_key_and_says_what_became_of_the_old(
    vault: PinVault, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.registered()
    assert run("rotate", "--wait", "0") == 0
    said = capsys.readouterr().out
    assert "Llave exterior en uso: 2. Registros cambiados: 2." in said
    assert "Llave exterior 1: retirada. Ningún registro la usa." in said
    assert [one.is_retired for one in vault.key_states() if one.kind == KeyKind.OUTER] == [
        False,
        True,
    ]


def test_forgets_the_old_key_when_told(vault: PinVault, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rotate", "--wait", "0", "--inner", "--forget-old") == 0
    assert "Llave exterior 1: borrada." in capsys.readouterr().out
    assert [(one.kind, one.number) for one in vault.key_states()] == [("inner", 2), ("outer", 2)]


def test_names_the_records_that_do_not_open_and_keeps_the_key(
    vault: PinVault, capsys: pytest.CaptureFixture[str]
) -> None:
    victim, insider = cast.registered(), cast.registered()
    mine = bytes(Credential.objects.get(member=insider).sealed_pin or b"")
    Credential.objects.filter(member=victim).update(sealed_pin=mine)
    assert run("rotate", "--wait", "0", "--forget-old") == 1
    said = capsys.readouterr().err
    assert "1 registros no abren" in said
    assert f"access_credential.sealed_pin {victim.id}" in said
    assert not any(one.is_retired for one in vault.key_states())


@pytest.mark.parametrize(
    ("refusal", "words"),
    [(SignerAway(), "no contesta"), (KeyRefused(), "MINGA_SIGNER_ADMINS")],
)
def test_says_what_to_do_when_the_signer_refuses(
    vault: PinVault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    refusal: Exception,
    words: str,
) -> None:
    def refuse(_: KeyKind) -> int:
        raise refusal

    monkeypatch.setattr(vault, "add", refuse)
    assert run("rotate") == 1
    assert words in capsys.readouterr().err
