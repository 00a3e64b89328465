"""A whole office as its people meet it: `minga up`, a mail server, files from another system, a
browser."""

import csv
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from minga.doors.web.tests import clock_ahead
from minga.integrations.tests.servers import GatewayLog

START_TIMEOUT_S = 120
MAIL_TIMEOUT_S = 20
SOURCE = str(Path(__file__).parents[2] / "src")
_ONE_ADDRESS = """
from minga.doors.cli.office import database_ready
with database_ready():
    from minga.kit.models import Parameter
    for key in ("access.source.ids", "access.source.tries"):
        Parameter.objects.create(
            key=key, valid_from="2020-01-02", value="10000", source="journeys", confidence="P"
        )
"""
_NEXT_YEAR = """
import sys
from minga.doors.cli.office import database_ready
with database_ready():
    from minga.kit.models import Parameter
    year = int(sys.argv[1])
    for one in Parameter.objects.filter(key__endswith=f".{year}"):
        Parameter.objects.get_or_create(
            key=one.key.replace(str(year), str(year + 1)), valid_from=f"{year + 1}-01-01",
            defaults={"value": one.value, "source": "journeys", "confidence": "P"},
        )
"""
MINGA = (sys.executable, "-P", "-m", "minga")


@dataclass
class Mailbox:
    """A real SMTP server that keeps what it is given."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """What was sent to an address so far."""
        return [one for one in self.letters if address in str(one["To"])]

    def code_for(self, address: str, *, after: int = 0) -> str:
        """The newest six-digit code sent to an address, waiting for it; `after` letters are old."""
        deadline = time.monotonic() + MAIL_TIMEOUT_S
        while time.monotonic() < deadline:
            for letter in reversed(self.to(address)[after:]):
                body = letter.get_body(("plain",))
                assert body is not None
                found = re.search(r"\b(\d{6})\b", body.get_content())
                if found:
                    return found[1]
            time.sleep(0.05)
        raise AssertionError(f"no code arrived for {address}")

    def link_for(self, address: str, path: str, *, after: int = 0) -> str:
        """The newest link to pages under `path` that was sent to an address, waiting for it."""
        deadline = time.monotonic() + MAIL_TIMEOUT_S
        while time.monotonic() < deadline:
            for letter in reversed(self.to(address)[after:]):
                body = letter.get_body(("plain",))
                assert body is not None
                found = re.search(rf"https?://[^\s/]+{path}\S*", body.get_content())
                if found:
                    return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no link arrived for {address}")


@dataclass
class Office:
    """A running office and what one can do around it."""

    home: Path
    url: str
    mailbox: Mailbox
    process: subprocess.Popen[str]
    environment: dict[str, str]
    texts: GatewayLog = field(default_factory=GatewayLog)

    def text_code_for(self, mobile: str, *, after: int = 0) -> str:
        """The newest six-digit code sent to a mobile, waiting for it; `after` texts are old."""
        deadline = time.monotonic() + MAIL_TIMEOUT_S
        while time.monotonic() < deadline:
            for body in reversed(self.texts.bodies[after:]):
                found = re.search(r"\b(\d{6})\b", body["text"])
                if body["to"].endswith(mobile) and found:
                    return found[1]
            time.sleep(0.05)
        raise AssertionError(f"no code arrived for {mobile}")

    def minga(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a subcommand on this office while it serves."""
        return subprocess.run(
            [*MINGA, *arguments],
            env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def live_ahead(self, days: int) -> None:
        """From now on it is that many days later here, and every day until then is closed.

        Codes that are sent meanwhile are too old when they arrive: the outbox has the database's
        own time.
        """
        (self.home / clock_ahead.FILE).write_text(str(days))
        if days:
            done = self.minga("day", "close")
            assert done.returncode == 0, done.stdout + done.stderr

    def know_next_years_values(self, year: int) -> None:
        """Values that are set each year, as if the next one's were the same."""
        done = subprocess.run(
            [sys.executable, "-P", "-c", _NEXT_YEAR, str(year)],
            env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def let_everybody_come_from_one_address(self) -> None:
        """The whole cast has this machine's address; the limits of one address are tried elsewhere.

        Before the first visit: the office reads its parameters once a minute.
        """
        done = subprocess.run(
            [sys.executable, "-P", "-c", _ONE_ADDRESS],
            env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def certify_usury(self, day: date) -> None:
        """A cap for consumer credit this month, as somebody certified it; before the first visit,
        for the same reason."""
        source = ("--source", "a journey's own")
        done = self.minga("loans", "usury", "CONSUMO", f"{day:%Y-%m}", "29,24", *source)
        assert done.returncode == 0, done.stdout + done.stderr

    def import_rows(self, kind: str, rows: list[dict[str, str]]) -> None:
        """Writes a CSV such as another core would export, and imports it."""
        file = self.home / f"{kind}-{time.time_ns()}.csv"
        with file.open("w", newline="", encoding="utf-8") as target:
            writer = csv.DictWriter(target, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        done = self.minga("import", kind, str(file))
        assert done.returncode == 0, done.stdout + done.stderr


def start(home: Path, controller: Controller, texts: GatewayLog | None = None) -> Office:
    """`minga up --empty` on a free port, its mail going to the given server, and its text messages
    to the gateway if there is one."""
    port = free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name
        not in {
            "MINGA_DB_ROLE",
            "MINGA_PIN_SIGNER",
            "DATABASE_URL",
            "SMS_URL",
            "MINGA_TEST_HOME",
            "MINGA_ORIGIN",
        }
    } | {
        "MINGA_HOME": str(home),
        "EMAIL_URL": f"smtp://127.0.0.1:{controller.port}",
        "MINGA_COOPERATIVE_NAME": "Cooperativa El Samán",
        "PYTHONPATH": SOURCE,
        # The office as it is, and one page that needs an approval.
        "DJANGO_SETTINGS_MODULE": "minga.doors.web.tests.approving_settings",
    }
    if texts is not None:
        environment["SMS_URL"] = f"http://127.0.0.1:{texts.port}/enviar"
    process = subprocess.Popen(
        [*MINGA, "up", "--empty", "--port", str(port)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _answers(url):
        assert process.poll() is None, process.stdout and process.stdout.read()
        assert time.monotonic() < deadline, "the office did not start"
        time.sleep(0.1)
    mailbox = controller.handler
    assert isinstance(mailbox, Mailbox)
    return Office(home, url, mailbox, process, environment, texts or GatewayLog())


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
