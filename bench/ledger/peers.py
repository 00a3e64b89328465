"""The peers: other Django ledgers, in a virtual environment of their own, on databases of the same
server.
"""

import json
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.ledger.crew import Crew
from bench.ledger.server import BenchServer
from minga.kit import embedded_postgres
from minga.kit.home import PROJECT

LOCK = PROJECT / "requirements" / "peers.lock"
FOLDER = PROJECT / "bench" / ".venv-peers"
SCRIPTS = PROJECT / "bench" / "peers"
WORKERS = 8


class PeerFailed(RuntimeError):
    """A peer could not be installed, prepared or proven; the message is its own."""


def install() -> None:
    """Makes the peers' environment from the lock, once: it is kept until the lock changes."""
    done = FOLDER / "installed.lock"
    if done.exists() and done.read_bytes() == LOCK.read_bytes():
        return
    done.unlink(missing_ok=True)
    venv.EnvBuilder(clear=True, with_pip=True).create(FOLDER)
    _run(
        [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "-r", str(LOCK)],
        {},
    )  # fmt: skip
    done.write_bytes(LOCK.read_bytes())


def versions() -> dict[str, str]:
    """The peers' names and locked versions."""
    pins = [
        line.split(" ")[0].split("==") for line in LOCK.read_text().splitlines() if "==" in line
    ]
    return {name: version for name, version in pins if name in {"django-hordak", "django-ledger"}}


class Peer:
    """One peer on its own database: set up, then measured by a crew, then proven."""

    def __init__(self, name: str, server: BenchServer) -> None:
        self.name = name
        self._server = server
        self._environment = server.libpq_environment(name, embedded_postgres.OWNER) | {
            "PYTHONPATH": str(PROJECT)
        }

    def prepare(self, accounts: int) -> None:
        """Its database, tables and funded accounts."""
        self._server.create_database(self.name)
        _run(self._words("setup", accounts), self._environment)

    def crew(self) -> Crew:
        """Its workers."""
        return Crew(WORKERS, lambda number: self._words("work", number), self._environment)

    def verify(self, acknowledged: int) -> None:
        """Raises PeerFailed when its books do not hold exactly what was acknowledged."""
        answer: Mapping[str, Any] = json.loads(_run(self._words("verify"), self._environment))
        if answer != {"transfers": acknowledged, "fits": True}:
            raise PeerFailed(f"{self.name}: {acknowledged} acknowledged, its books say {answer}")

    def _words(self, *what: object) -> list[str]:
        script = SCRIPTS / f"{self.name}_peer.py"
        return [str(_python()), str(script), *map(str, what)]


def _python() -> Path:
    return FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _run(words: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        words, capture_output=True, text=True, env=dict(environment) or None, check=False
    )
    if done.returncode:
        raise PeerFailed(done.stderr[-4000:])
    return done.stdout
