"""The key files: made once, moved from where they were, never used again under one number."""

from pathlib import Path
from uuid import uuid4

import pytest

from minga.access.pin_signer import KeyKind, KeyRefused, Purpose
from minga.access.signer import keyring as module
from minga.access.signer.keyring import Keyring, KeysMissing
from minga.access.signer.vault import PinVault

OUTER, INNER = KeyKind.OUTER, KeyKind.INNER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "signer"
    Keyring(made).make_first()
    return made


def test_makes_one_key_of_each_kind_that_only_its_owner_reads(folder: Path) -> None:
    assert sorted(file.name for file in folder.iterdir()) == ["inner-1", "outer-1"]
    assert folder.stat().st_mode & 0o077 == 0
    for file in folder.iterdir():
        assert len(file.read_bytes()) == 32
        assert file.stat().st_mode & 0o077 == 0


def test_never_makes_keys_in_place_of_others(folder: Path) -> None:
    before = Keyring(folder).load()
    Keyring(folder).make_first()
    assert Keyring(folder).load() == before


@pytest.mark.parametrize("kind", KeyKind)
def test_refuses_to_work_without_a_key_of_each_kind(folder: Path, kind: KeyKind) -> None:
    (folder / f"{kind}-1").unlink()
    with pytest.raises(KeysMissing):
        Keyring(folder).load()


def test_refuses_a_key_that_was_cut_short(folder: Path) -> None:
    (folder / "outer-1").write_bytes(b"short")
    with pytest.raises(KeysMissing):
        Keyring(folder).load()


def test_moves_the_keys_of_a_home_from_before(tmp_path: Path) -> None:
    secrets, folder = tmp_path / "secrets", tmp_path / "signer"
    secrets.mkdir()
    (secrets / "pin-inner").write_bytes(b"i" * 32)
    (secrets / "pin-outer").write_bytes(b"o" * 32)
    Keyring(folder).adopt(secrets)
    Keyring(folder).make_first()
    keys = Keyring(folder).load()
    assert (keys.inner, keys.outer) == ({1: b"i" * 32}, {1: b"o" * 32})
    assert list(secrets.iterdir()) == []


def test_finishes_a_move_that_was_cut_off(tmp_path: Path) -> None:
    secrets, folder = tmp_path / "secrets", tmp_path / "signer"
    secrets.mkdir()
    folder.mkdir()
    (secrets / "pin-outer").write_bytes(b"o" * 32)
    (folder / "outer-1").write_bytes(b"o" * 32)
    Keyring(folder).adopt(secrets)
    assert list(secrets.iterdir()) == []


def test_does_not_choose_between_two_keys_of_one_number(folder: Path) -> None:
    secrets = folder.parent / "secrets"
    secrets.mkdir()
    (secrets / "pin-outer").write_bytes(b"o" * 32)
    with pytest.raises(KeysMissing):
        Keyring(folder).adopt(secrets)
    assert (secrets / "pin-outer").exists()


def test_never_uses_a_number_again(folder: Path) -> None:
    ring = Keyring(folder)
    assert ring.add(OUTER) == 2
    ring.retire(OUTER, 1)
    ring.forget(OUTER, 1)
    assert ring.add(OUTER) == 3


def test_stops_at_the_last_number_a_record_can_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NUMBER_MAX", 1)
    with pytest.raises(KeyRefused):
        Keyring(folder).add(OUTER)


def test_never_retires_the_key_that_seals(folder: Path) -> None:
    with pytest.raises(KeyRefused):
        Keyring(folder).retire(OUTER, 1)


def test_forgets_only_what_is_retired(folder: Path) -> None:
    ring = Keyring(folder)
    ring.add(INNER)
    with pytest.raises(KeyRefused):
        ring.forget(INNER, 1)
    ring.retire(INNER, 1)
    ring.forget(INNER, 1)
    assert [(one.kind, one.number) for one in ring.states()] == [("inner", 2), ("outer", 1)]


def test_leaves_no_half_written_key_behind(folder: Path) -> None:
    (folder / ".outer-2.new").write_bytes(b"half")
    assert Keyring(folder).add(OUTER) == 2
    assert len(Keyring(folder).load().outer[2]) == 32


def test_opens_nothing_with_a_retired_key_until_it_is_taken_back(folder: Path) -> None:
    vault, who = PinVault.of(folder), uuid4()
    old = vault.seal(subject=who, secret="7294", purpose=Purpose.PIN)
    vault.add(OUTER)
    assert vault.check(subject=who, secret="7294", purpose=Purpose.PIN, sealed=old)
    vault.retire(OUTER, 1)
    assert not vault.check(subject=who, secret="7294", purpose=Purpose.PIN, sealed=old)
    vault.restore(OUTER, 1)
    assert vault.check(subject=who, secret="7294", purpose=Purpose.PIN, sealed=old)
