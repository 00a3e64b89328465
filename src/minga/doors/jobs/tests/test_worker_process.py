"""The worker as a process of its own: `python -m minga.doors.jobs.worker`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from minga.doors.jobs.tests.posting import publish_code, publish_notice
from minga.integrations.tests.servers import GatewayLog, Mailbox
from minga.kit import embedded_postgres
from minga.kit.embedded_postgres import Server
from minga.kit.models import OutboxMessage

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.slow]
Starter = Callable[..., subprocess.Popen[str]]
DEADLINE_S = 20


@pytest.fixture
def start(
    test_server: Server, test_database: str, mailbox: Mailbox, gateway: GatewayLog
) -> Iterator[Starter]:
    """Starts a worker on this test's database, as the web's role, with real channels."""
    login = test_server.conninfo(embedded_postgres.WEB, test_database)
    password, host = quote(login["password"], safe=""), quote(login["host"], safe="")
    database = f"postgresql://{login['user']}:{password}@{host}/{test_database}"
    started: list[subprocess.Popen[str]] = []

    def begin(**changes: str) -> subprocess.Popen[str]:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DATABASE_URL": database,
            "DATABASE_WEB_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "SMS_URL": f"http://127.0.0.1:{gateway.port}/",
        }
        worker = subprocess.Popen(
            [sys.executable, "-m", "minga.doors.jobs.worker"],
            env=environment | changes, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.kill()
        worker.communicate()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def someone() -> str:
    return f"socia-{uuid4().hex}@correo.co"


def is_done(row: OutboxMessage) -> bool:
    row.refresh_from_db()
    return row.done_at is not None


def test_delivers_what_is_published_while_it_runs(start: Starter, mailbox: Mailbox) -> None:
    worker, to = start(), someone()
    row = publish_code(to=to)
    until(lambda: is_done(row))
    assert to in mailbox.recipients
    worker.terminate()
    _, said = worker.communicate(timeout=DEADLINE_S)
    assert worker.returncode == 0
    assert not any(secret in said for secret in (to, "739154"))


def test_two_workers_share_the_work_and_send_nothing_twice(
    start: Starter, mailbox: Mailbox
) -> None:
    people = [someone() for _ in range(30)]
    rows = [publish_notice(email=to) for to in people]
    for _ in range(2):
        start()
    until(lambda: all(is_done(row) for row in rows))
    ours = [to for to in mailbox.recipients if to in people]
    assert sorted(ours) == sorted(people)


def test_finishes_the_message_in_hand_when_told_to_stop(
    start: Starter, gateway: GatewayLog
) -> None:
    gateway.delay_s = 1.0
    worker = start()
    name = uuid4().hex
    row = publish_notice(kind="transfer_done", email="", context={
        "name": "Ana", "amount": "1", "reference": name[:11], "hour": "10:42",
    })  # fmt: skip
    until(lambda: any(name[:11] in body["text"] for body in gateway.bodies))
    assert not is_done(row)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(DEADLINE_S) == 0
    assert is_done(row)


def test_goes_on_after_its_connection_was_cut(start: Starter, test_server: Server) -> None:
    worker = start()
    first = publish_notice(email=someone())
    until(lambda: is_done(first))
    assert cut_connections_of_the_web(test_server) > 0
    second = publish_notice(email=someone())
    until(lambda: is_done(second))
    assert worker.poll() is None


def cut_connections_of_the_web(server: Server) -> int:
    login = server.conninfo(embedded_postgres.SUPERUSER, connection.settings_dict["NAME"])
    with psycopg.connect(**login, autocommit=True) as admin:
        return admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = %s AND datname = current_database()",
            [embedded_postgres.WEB],
        ).rowcount


@pytest.mark.parametrize(
    ("variable", "value"), [("EMAIL_URL", "smtp://u:Rabano7@h.co"), ("SMS_URL", "rabano")]
)
def test_refuses_a_bad_address_at_once_and_in_plain_words(
    start: Starter, variable: str, value: str
) -> None:
    worker = start(**{variable: value})
    _, said = worker.communicate(timeout=DEADLINE_S)
    assert worker.returncode == 2
    assert said.startswith(f"minga: {variable}: ")
    assert "Rabano7" not in said
