"""The office's processes: started together, restarted when one dies, stopped in order."""

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from minga.doors.cli import signer_process
from minga.kit import embedded_postgres
from minga.kit.home import Environment

STOP_TIMEOUT_S = 15
SERVE_TIMEOUT_S = 60
RESTART_PAUSE_S_MAX = 30
PR_SET_PDEATHSIG = 1
WEB_WORKERS = 2
SIGNER = "firmador"
SIGNER_AWAY = "El firmador no contesta: nadie podrá ingresar hasta que vuelva."


@dataclass
class Child:
    """One process of ours and how often it had to be started again."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    started_at: float
    restarts: int = 0
    restart_at: float | None = None


@dataclass
class Supervisor:
    """Starts, watches and stops the signer, the web server and the jobs worker of one home."""

    home: Path
    stopping: bool = False
    children: list[Child] = field(default_factory=list)

    @property
    def _listing(self) -> Path:
        return self.home / "processes.json"

    def catch_signals(self) -> None:
        """Ctrl-C and SIGTERM ask for an orderly stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def clear_leftovers(self) -> None:
        """Ends processes of an earlier `up` that was killed before it could stop them."""
        with contextlib.suppress(OSError, ValueError):
            for pid, started in json.loads(self._listing.read_text()):
                if _started(pid) == started:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
        self._listing.unlink(missing_ok=True)

    def start_signer(self) -> bool:
        """The process that holds the keys; False when it did not begin to answer.

        A signer that MINGA_PIN_SIGNER names belongs to somebody else, who also starts it.
        """
        if not signer_process.is_ours():
            if not signer_process.answers():
                print(SIGNER_AWAY, file=sys.stderr)
            return True
        self._start(SIGNER, [signer_process.MODULE], signer_process.environment())
        return signer_process.wait_until_answering(self.children[-1].process)

    def start_web(self, host: str, port: int) -> None:
        """The portal, with the web's database role."""
        self._start(
            "web",
            [
                "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
                "--workers", str(WEB_WORKERS), "--blocking-threads", "4",
                "--respawn-failed-workers",
                "--no-ws", "--log-level", "warning", "minga.doors.web.wsgi:application",
            ],
        )  # fmt: skip

    def start_jobs(self) -> None:
        """The worker that carries out what the outbox holds."""
        self._start("tareas", ["minga.doors.jobs.worker"])

    def _start(
        self, name: str, module_and_arguments: list[str], environment: dict[str, str] | None = None
    ) -> None:
        command = [sys.executable, "-P", "-m", *module_and_arguments]
        known = environment or signer_process.of_the_office() | {"MINGA_DB_ROLE": "web"}
        process = _spawn(command, known)
        self.children.append(Child(name, command, known, process, time.monotonic()))
        self._write_listing()

    def _write_listing(self) -> None:
        running = [(one.process.pid, _started(one.process.pid)) for one in self.children]
        fresh = self._listing.with_suffix(".new")
        fresh.write_text(json.dumps(running))
        fresh.rename(self._listing)

    def wait_until_serving(self, host: str, port: int) -> bool:
        """True once the portal answers; False when asked to stop or when it never does."""
        deadline = time.monotonic() + SERVE_TIMEOUT_S
        while not self.stopping and time.monotonic() < deadline:
            if port_is_taken(host, port):
                return True
            time.sleep(0.1)
        if not self.stopping:
            print("El portal no arrancó: lo que imprimió arriba dice por qué.", file=sys.stderr)
        return False

    def watch(self, environment: Environment) -> None:
        """Until asked to stop: whatever dies is started again, the database first."""
        while not self.stopping:
            if environment.database_url is None:
                _revive_database(self.home)
            for child in self.children:
                self._revive(child)
            time.sleep(0.5)

    def _revive(self, child: Child) -> None:
        if child.process.poll() is None:
            return
        now = time.monotonic()
        if child.restart_at is None:
            if now - child.started_at > RESTART_PAUSE_S_MAX:
                child.restarts = 0  # it ran well for a while: this is a new trouble
            pause = min(RESTART_PAUSE_S_MAX, 2**child.restarts - 1)
            print(
                f"El proceso «{child.name}» terminó ({child.process.returncode}); se reinicia.",
                file=sys.stderr,
            )
            child.restart_at = now + pause
        elif now >= child.restart_at:
            child.process = _spawn(child.command, child.environment)
            child.started_at, child.restart_at = now, None
            child.restarts += 1
            self._write_listing()

    def stop(self) -> None:
        """Stops the web, then the worker, and last the signer: no request finds a part gone."""
        for child in sorted(self.children, key=lambda one: one.name == SIGNER):
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
            try:
                child.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        self._listing.unlink(missing_ok=True)


def port_is_taken(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (a name, not a bind)
    try:
        with socket.create_connection((target, port), timeout=1):
            return True
    except OSError:
        return False


def _revive_database(home: Path) -> None:
    if embedded_postgres.is_running(home):
        return
    print("La base de datos se cayó; se recupera.", file=sys.stderr)
    embedded_postgres.start_again(home)


def _spawn(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only us, and we stop the children in order.
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        # We start children from one thread only, which is what makes this safe.
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _started(pid: int) -> str:
    """When the process began, as the system tells it: a number alone may have been given away
    again."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        done = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return done.stdout.strip()
