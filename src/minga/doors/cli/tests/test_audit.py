"""`minga audit`, with the database this test already has."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from minga.audit.tests.trails import empty, wait_for_neighbours, without_guards, write
from minga.doors.cli import audit, main

Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch, committed_db: None) -> Iterator[None]:
    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(audit, "database_ready", ready)
    empty()
    yield
    empty()


def minga(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    if words == ("seal",):
        wait_for_neighbours()
    return main.main(["audit", *words]), *capsys.readouterr()


def kept(capsys: pytest.CaptureFixture[str], folder: Path) -> tuple[str, str]:
    """The public key and the last signature, in files outside."""
    key, signature = folder / "llave.pem", folder / "firma.txt"
    key.write_text(minga(capsys, "public-key")[1])
    signature.write_text(minga(capsys, "checkpoint")[1])
    return str(key), str(signature)


def test_seals_shows_its_signature_and_proves_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert minga(capsys, "checkpoint")[0] == 1
    write(4)
    assert minga(capsys, "seal")[:2] == (0, "Eventos sellados: 4.\n")
    key, signature = kept(capsys, tmp_path)
    assert Path(signature).read_text().startswith("minga audit checkpoint 1\nseal 1 events 4\nroot")
    code, out, _ = minga(capsys, "verify", "--public-key", key, "--checkpoint", signature)
    assert code == 0
    assert "1 sellos, 4 eventos sellados, 1 firmas. Sin sellar todavía: 0." in out
    assert "El registro es el que se selló." in out


def test_names_the_event_that_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    ids = write(4)
    minga(capsys, "seal")
    without_guards("UPDATE audit_auditevent SET result = 'done?' WHERE id = %s", ids[2])
    code, out, _ = minga(capsys, "verify")
    assert code == 1
    assert f"sello 1: el evento {ids[2]} fue cambiado" in out


def test_finds_the_end_cut_off_by_what_was_kept_outside(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    write(2)
    minga(capsys, "seal")
    write(2)
    minga(capsys, "seal")
    _, signature = kept(capsys, tmp_path)
    for table, column in (("checkpoint", "seal_id"), ("seal", "number")):
        without_guards(f"DELETE FROM audit_audit{table} WHERE {column} = 2")
    assert minga(capsys, "verify")[0] == 0, "nothing inside shows a cut end"
    code, out, _ = minga(capsys, "verify", "--checkpoint", signature)
    assert code == 1
    assert "el sello 2 no es el que guardaste por fuera" in out


def test_takes_no_strange_key_and_no_other_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    write(1)
    minga(capsys, "seal")
    key, signature = kept(capsys, tmp_path)
    other = tmp_path / "otra.pem"
    public = Ed25519PrivateKey.generate().public_key()
    other.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    code, out, _ = minga(capsys, "verify", "--public-key", str(other))
    assert code == 1
    assert "firmado con otra llave" in out
    assert minga(capsys, "verify", "--public-key", signature)[0] == 2
    assert minga(capsys, "verify", "--public-key", str(tmp_path / "no-hay"))[0] == 2
    assert minga(capsys, "verify", "--checkpoint", key)[0] == 2
    code, _, err = minga(
        capsys, "verify", "--public-key", str(other), "--checkpoint", signature
    )  # fmt: skip
    assert (code, "no es de esa llave" in err) == (2, True)
