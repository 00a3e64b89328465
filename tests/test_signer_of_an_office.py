"""The signer that `minga up` starts: killed, started again, asked for new keys meanwhile."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller

from minga.access.signer import place
from minga.access.signer.client import SocketPinSigner
from minga.kit import embedded_postgres
from tests.journeys import running_office
from tests.journeys.people import CAST
from tests.journeys.running_office import Mailbox, Office

BACK_S = 20
SEALED = """
INSERT INTO access_credential
       (member_id, sealed_pin, image, phrase, registered_at, is_long, failures)
SELECT id, '\\x01010101'::bytea, 'girasol', 'mi finca', now(), false, 0 FROM members_member
"""
SIGNER = "minga.doors.signer"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=running_office.free_port())
    controller.start()
    running = running_office.start(tmp_path, controller)
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.communicate(timeout=60)
    controller.stop()


def command_line(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except FileNotFoundError:
        return []


def children(office: Office) -> dict[str, int]:
    """The office's processes by what they run."""
    pids = [pid for pid, _ in json.loads((office.home / "processes.json").read_text())]
    words = {pid: command_line(pid) for pid in pids}
    return {said[3]: pid for pid, said in words.items() if len(said) > 3}


def test_comes_back_when_it_is_killed_and_changes_keys_while_the_office_runs(
    office: Office,
) -> None:
    signer = SocketPinSigner(place.own_socket(office.home), frozenset({os.geteuid()}))
    assert signer.is_there()
    before = children(office)
    os.kill(before[SIGNER], signal.SIGKILL)
    deadline = time.monotonic() + BACK_S
    while children(office).get(SIGNER) in (None, before[SIGNER]):
        assert time.monotonic() < deadline, "nobody started the signer again"
        time.sleep(0.1)
    while not signer.is_there():
        assert time.monotonic() < deadline, "the signer did not come back"
        time.sleep(0.05)

    done = office.minga("keys", "rotate", "--wait", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "exterior    2  en uso" in office.minga("keys", "status").stdout

    # The processes that serve pages were told where it is, and the signer nothing of a database.
    for module, pid in children(office).items():
        told = Path(f"/proc/{pid}/environ").read_text().split("\0")
        if module == SIGNER:
            assert not any(one.startswith(("DATABASE", "MINGA_DB", "EMAIL", "PG")) for one in told)
        else:
            assert f"MINGA_PIN_SIGNER={place.own_socket(office.home)}" in told


def test_an_office_whose_keys_are_lost_does_not_open_with_others(office: Office) -> None:
    office.import_rows("members", [CAST[0].member_row()])
    server = embedded_postgres.describe(office.home)
    with psycopg.connect(**server.conninfo()) as connection:
        connection.execute(SEALED)
    office.process.send_signal(signal.SIGTERM)
    office.process.communicate(timeout=60)
    key = office.home / "signer" / "inner-1"
    kept = key.read_bytes()
    key.unlink()

    port = str(running_office.free_port())
    done = office.minga("up", "--empty", "--port", port)
    assert done.returncode == 1
    assert "Sin las llaves nadie puede ingresar: restaura su copia" in done.stderr
    assert not key.exists()
    assert office.minga("keys", "status").returncode == 1

    key.write_bytes(kept)
    # The record is none of this key's, and the check says so.
    assert "abren 0 de 1 registros" in office.minga("keys", "status").stdout
