"""The process itself: what it knows, what it gives up, and what it does without keys."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from minga.access.pin_signer import Purpose, SignerAway
from minga.access.signer import place
from minga.access.signer.client import SocketPinSigner
from minga.doors.signer.tests import signers
from minga.doors.signer.tests.signers import ME
from minga.kit.home import PROJECT

MARTA = uuid4()
END_S = 20


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with keys."""
    with tempfile.TemporaryDirectory(prefix="pin-") as name:
        assert run(Path(name), "make-keys") == (0, "")
        yield Path(name)
        signers.end_leftovers()


def run(home: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """How it ended, and what it said."""
    process = signers.process(home, *arguments, **environment)
    said, _ = process.communicate(timeout=END_S)
    return process.returncode, said


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> str:
    process.send_signal(number)
    said, _ = process.communicate(timeout=END_S)
    return said


def started(home: Path, **environment: str) -> subprocess.Popen[str]:
    process = signers.process(home, **environment)
    signers.wait_for(place.own_socket(home))
    return process


def client(home: Path) -> SocketPinSigner:
    return SocketPinSigner(place.own_socket(home), ME)


def test_knows_neither_the_framework_nor_the_database() -> None:
    listing = (
        "import sys, minga.doors.signer.__main__;"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "{'django', 'psycopg', 'dj_database_url'} or name.endswith(('.models', '.database'))])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", listing],
        env={"PYTHONPATH": str(PROJECT / "src")}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_forgets_the_database_before_it_reads_a_key() -> None:
    forget = (
        "import os; from minga.doors.signer import hardening; hardening.forget_the_rest();"
        "print(sorted(name for name in os.environ if name not in {'LC_CTYPE', 'PYTHONPATH'}))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", forget],
        env={
            "PYTHONPATH": str(PROJECT / "src"), "DATABASE_URL": "postgresql://u:p@h/d",
            "DATABASE_WEB_URL": "x", "EMAIL_URL": "x", "PGPASSWORD": "x", "MINGA_HOME": "/h",
        },
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "['MINGA_HOME']"


def test_starts_without_a_database_and_ends_when_told(home: Path) -> None:
    process = started(home, DATABASE_URL="postgresql://nobody@nowhere/nothing")
    sealed = client(home).seal(subject=MARTA, secret="7294", purpose=Purpose.PIN)
    assert client(home).check(subject=MARTA, secret="7294", purpose=Purpose.PIN, sealed=sealed)
    assert end(process) == ""
    assert process.returncode == 0
    assert not place.own_socket(home).exists()


def test_knows_its_records_again_after_it_was_killed(home: Path) -> None:
    process = started(home)
    sealed = client(home).seal(subject=MARTA, secret="7294", purpose=Purpose.PIN)
    end(process, signal.SIGKILL)
    with pytest.raises(SignerAway):
        client(home).check(subject=MARTA, secret="7294", purpose=Purpose.PIN, sealed=sealed)
    again = started(home)
    assert client(home).check(subject=MARTA, secret="7294", purpose=Purpose.PIN, sealed=sealed)
    end(again)


def test_leaves_no_memory_for_others_to_read(home: Path) -> None:
    process = started(home)
    limits = Path(f"/proc/{process.pid}/limits").read_text()
    (core,) = [line for line in limits.splitlines() if line.startswith("Max core file size")]
    assert core.split()[4:6] == ["0", "0"]
    # Of a process that may not be dumped, the system gives its files to root.
    assert Path(f"/proc/{process.pid}/mem").stat().st_uid == 0
    end(process)


def test_never_makes_keys_in_place_of_lost_ones(home: Path) -> None:
    (home / "signer" / "inner-1").unlink()
    code, said = run(home)
    assert code == 1
    assert "restaura su copia" in said
    assert not (home / "signer" / "inner-1").exists()


def test_does_not_serve_keys_that_another_process_holds(home: Path) -> None:
    first = started(home)
    short = "import minga.doors.signer.__main__ as m, sys; m.TAKEOVER_S = 0.1; sys.exit(m.main([]))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", short],
        env={"PYTHONPATH": str(PROJECT / "src"), "MINGA_HOME": str(home)},
        capture_output=True, text=True, check=False, timeout=END_S,
    )  # fmt: skip
    assert done.returncode == 1
    assert "otro proceso" in done.stderr
    assert client(home).is_there()
    end(first)


def test_keeps_its_keys_and_its_socket_where_it_is_told(home: Path) -> None:
    (home / "elsewhere").mkdir(mode=0o700)
    (home / "signer").rename(home / "elsewhere" / "keys")
    path = home / "elsewhere" / "s.sock"
    process = signers.process(
        home, MINGA_SIGNER_KEYS=str(home / "elsewhere" / "keys"), MINGA_PIN_SIGNER=str(path)
    )
    signers.wait_for(path)
    assert SocketPinSigner(path, ME).key_states()
    end(process)


def test_listens_in_a_short_folder_of_its_own_when_the_home_is_deep(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    (home / "signer").rename(deep / "signer")
    process = started(deep)
    assert place.own_socket(deep).parent.stat().st_mode & 0o077 == 0
    assert client(deep).is_there()
    end(process)
    place.own_socket(deep).parent.rmdir()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINGA_SIGNER_CLIENTS", "nobody-of-that-name"),
        ("MINGA_SIGNER_GROUP", "nobody-of-that-name"),
        ("MINGA_SIGNER_PER_SECOND", "0"),
        ("MINGA_SIGNER_PER_MEMBER_HOUR", "many"),
    ],
)
def test_says_which_setting_it_does_not_understand(home: Path, name: str, value: str) -> None:
    code, said = run(home, **{name: value})
    assert code == 2
    assert name in said


def test_refuses_a_folder_where_others_may_put_a_socket_in_its_place(home: Path) -> None:
    (home / "run").mkdir()
    (home / "run").chmod(0o777)
    code, said = run(home)
    assert code == 1
    assert "deja escribir a otros" in said


if os.geteuid() == 0:  # only root may become somebody else

    def test_lets_no_other_user_read_the_keys_or_ask(home: Path) -> None:
        home.chmod(0o755)
        process = started(home)
        path = place.own_socket(home)
        path.parent.chmod(0o755)
        path.chmod(0o666)  # even where the files would let them
        attempt = (
            "import os, socket, pathlib\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            f"line = socket.socket(socket.AF_UNIX); line.connect({str(path)!r})\n"
            "print(line.recv(1))\n"
            f"pathlib.Path({str(home / 'signer' / 'outer-1')!r}).read_bytes()\n"
        )
        done = subprocess.run(
            [sys.executable, "-P", "-c", attempt], capture_output=True, text=True, check=False
        )
        said = end(process)
        assert done.stdout == "b''\n"
        assert "PermissionError" in done.stderr
        assert "user 65534" in said
