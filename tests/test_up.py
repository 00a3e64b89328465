"""`minga up` as whoever runs it meets it: twice, killed, stopped, joined by other commands."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from minga.kit import embedded_postgres
from tests.journeys import running_office
from tests.journeys.running_office import Mailbox, Office


@pytest.fixture(scope="module")
def controller() -> Iterator[Controller]:
    server = Controller(Mailbox(), hostname="127.0.0.1", port=running_office.free_port())
    server.start()
    yield server
    server.stop()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def end(office: Office) -> None:
    """Waits for a process that was killed, and lets go of what it printed to."""
    office.process.wait(10)
    if office.process.stdout:
        office.process.stdout.close()


def test_an_office_survives_what_happens_to_it(tmp_path: Path, controller: Controller) -> None:
    office = running_office.start(tmp_path, controller)

    # A second one on the same home says where the first one is, and leaves.
    second = office.minga("up", "--port", str(running_office.free_port()))
    assert second.returncode == 1
    assert office.url in second.stdout

    # Other commands join the running database.
    assert office.minga("books", "check").returncode == 0

    # The worst instant: everything is killed at once.
    children = [pid for pid, _ in json.loads((tmp_path / "processes.json").read_text())]
    postmaster = embedded_postgres.postmaster_pid(tmp_path)
    assert postmaster is not None
    for pid in (office.process.pid, *children, postmaster):
        kill(pid)
    end(office)

    again = running_office.start(tmp_path, controller)
    assert again.minga("books", "check").returncode == 0

    # Only the parent dies: its children do not keep the port, and the next one starts.
    kill(again.process.pid)
    end(again)
    last = running_office.start(tmp_path, controller)

    # An orderly end leaves nothing running, and commands start the database for themselves.
    last.process.send_signal(signal.SIGTERM)
    said, _ = last.process.communicate(timeout=60)
    assert last.process.returncode == 0
    assert "Nada se perdió" in said
    assert not embedded_postgres.is_running(tmp_path)
    assert last.minga("books", "check").returncode == 0
    assert not embedded_postgres.is_running(tmp_path)


def test_says_that_the_port_is_taken(tmp_path: Path, controller: Controller) -> None:
    environment = os.environ | {
        "MINGA_HOME": str(tmp_path / "home"),
        "PYTHONPATH": running_office.SOURCE,
    }
    done = subprocess.run(
        [*running_office.MINGA, "up", "--empty", "--port", str(controller.port)],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "está ocupado" in done.stderr
