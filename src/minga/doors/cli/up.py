"""`minga up`: the whole office on one machine, started, watched and stopped in order."""

import argparse
import contextlib
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.doors.cli import office, signer_process, static_files
from minga.doors.cli.supervisor.processes import Supervisor, port_is_taken
from minga.kit import embedded_postgres, nit, origin, proxies
from minga.kit.home import Environment, database_identity, read_environment
from minga.kit.setting import BadSetting, is_said

ALREADY_RUNNING = 1
DEMO_MEMBERS = "demo-members.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to make the demo."""
    parser.add_argument("--port", type=int, default=8000, help="puerto del portal (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="dirección donde escucha (127.0.0.1)")
    parser.add_argument(
        "--empty", action="store_true", help="no crear la cooperativa de demostración"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C or SIGTERM; 1 when this home is being served already or the port is
    taken."""
    wrong = _settle_origin(arguments.host, arguments.port)
    if wrong is not None:
        print(wrong, file=sys.stderr)
        return 2
    environment = read_environment()
    environment.home.mkdir(parents=True, exist_ok=True)
    address = f"http://{arguments.host}:{arguments.port}"
    with _only_one(environment.home, address) as running_at:
        if running_at is not None:
            print(f"Minga ya está corriendo en {running_at} (carpeta {environment.home}).")
            return ALREADY_RUNNING
        supervisor = Supervisor(environment.home)
        supervisor.clear_leftovers()
        if port_is_taken(arguments.host, arguments.port):
            print(f"El puerto {arguments.port} está ocupado: prueba con --port.", file=sys.stderr)
            return 1
        return _serve(environment, supervisor, arguments, address)


def _settle_origin(host: str, port: int) -> str | None:
    """Says what is wrong with the variables that would keep the office from starting; without an
    origin, this machine's own address takes its place, for this process and those it starts."""
    environment = read_environment()
    given = environment.origin
    try:
        proxies.parse(environment.trusted_proxies or "")
        if environment.cooperative_nit:
            nit.checked(environment.cooperative_nit)
        is_said("MINGA_DEPOSIT_INSURANCE", environment.deposit_insurance, "fogacoop")
        os.environ["MINGA_ORIGIN"] = (
            origin.checked(given) if given else origin.of_listener(host, port)
        )
    except BadSetting as problem:
        return str(problem)
    return None


def _wrong_address(environment: Environment) -> str | None:
    """What is wrong with EMAIL_URL or SMS_URL: told now, and not when the first message fails."""
    from minga.integrations import email, sms
    from minga.integrations.address import BadAddress

    try:
        if environment.email_url:
            email.parse(environment.email_url)
        if environment.sms_url:
            sms.parse(environment.sms_url)
    except BadAddress as problem:
        return str(problem)
    return None


def _serve(
    environment: Environment, supervisor: Supervisor, arguments: argparse.Namespace, address: str
) -> int:
    with contextlib.ExitStack() as stack:
        supervisor.catch_signals()
        if environment.database_url is None:
            _say("Abriendo la base de datos…")
            stack.enter_context(embedded_postgres.use(environment.home))
        try:
            members, staff = _prepare(environment, demo=not arguments.empty)
        except signer_process.SignerFailed:
            return 1
        wrong = _wrong_address(environment)
        if wrong is not None:
            print(wrong, file=sys.stderr)
            return 2
        if supervisor.stopping:
            return 0
        stack.callback(supervisor.stop)
        if not supervisor.start_signer():
            return 0 if supervisor.stopping else 1
        supervisor.start_web(arguments.host, arguments.port)
        supervisor.start_jobs()
        if not supervisor.wait_until_serving(arguments.host, arguments.port):
            return 0 if supervisor.stopping else 1
        _welcome(address, environment, members, staff)
        supervisor.watch(environment)
        _say("Cerrando en orden…")
    _say("Minga se detuvo. Nada se perdió.")
    return 0


type People = list[dict[str, Any]]


def _prepare(environment: Environment, *, demo: bool) -> tuple[People, People]:
    """Tables, demo data and static files; returns the demo's members and employees to show."""
    marker = environment.home / "demo"
    if demo and office.database_is_empty(environment):
        marker.write_text(database_identity(environment))
        (environment.home / DEMO_MEMBERS).unlink(missing_ok=True)  # they were another database's
    office.set_up_django("owner")
    office.prepare()
    from minga.access import sealed_records

    if signer_process.is_ours() and not sealed_records.anything_is_sealed():
        signer_process.make_keys()
    members, staff = _demo_members(environment), _demo_staff()
    static_files.collect(environment.home)
    office.close_connections()
    return members, staff


def _demo_members(environment: Environment) -> People:
    from django.conf import settings

    if not settings.DEMO:
        return []
    from minga.doors.cli import demo

    listing = environment.home / DEMO_MEMBERS
    if not listing.exists():
        _say("Creando la cooperativa de demostración…")
        listing.write_text(json.dumps(demo.create_demo()))
    found: People = json.loads(listing.read_text())
    return found


def _demo_staff() -> People:
    from django.conf import settings

    if not settings.DEMO:
        return []
    from minga.doors.cli.demo.employees import employ
    from minga.doors.cli.demo.work import leave_work

    staff = employ()
    leave_work()
    return staff


def _welcome(address: str, environment: Environment, members: People, staff: People) -> None:
    lines = ["", f"Minga está lista:  {address}/", f"Portal Transaccional:  {address}/ingreso/"]
    if environment.origin is None:
        lines.append("Los mensajes con enlace no salen hasta que definas MINGA_ORIGIN=https://…")
    elif environment.origin != address:
        lines.append(f"Los enlaces de los mensajes llevan a:  {environment.origin}/")
    if members:
        lines += ["", "Es una demostración. Regístrate como cualquiera de estos asociados:"]
        lines += [
            f"  {one['document_type']} {one['document_number']}  {one['email']}  {one['name']}"
            for one in members
        ]
        if not (environment.email_url and environment.sms_url):
            lines += [f"Sus mensajes llegan a:  {address}/demo/buzon/"]
    if staff:
        lines += ["", f"Oficina de empleados, con un clic:  {address}/demo/oficina/"]
        lines += [f"  {one['role']:<14} {one['name']}" for one in staff]
    else:
        lines.append(f"Oficina de empleados:  {address}/gestion/  (invita con «minga staff add»)")
    print("\n".join([*lines, "", "Para detenerla: Ctrl-C"]), flush=True)


@contextlib.contextmanager
def _only_one(home: Path, address: str) -> Iterator[str | None]:
    """None when we are the only `up` of this home; else where the other one listens."""
    with (home / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            yield lock.read().strip() or "otra terminal"
            return
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield None


def _say(text: str) -> None:
    print(text, flush=True)
