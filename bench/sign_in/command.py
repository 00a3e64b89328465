"""`minga bench sign-in`, from the empty server to the report."""

import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.ledger import report
from bench.ledger.aims import Aim, ratios
from bench.ledger.crew import Crew, total
from bench.ledger.figures import Figure, Sample
from bench.ledger.server import BenchServer, throw_away_server
from bench.sign_in import office
from bench.sign_in.plan import CLIENTS, Plan

# operation of bench.sign_in.worker: what one unit is
OPERATIONS = {
    "hash": "el hash solo (Argon2id), 8 procesos",
    "check": "una clave comprobada por el firmador, 8 clientes",
    "sign_in": "un ingreso completo en equipo conocido, 8 procesos",
    "portal": "el mismo ingreso por el portal (4 páginas), 8 clientes",
}
AIMS = (
    Aim("check_vs_hash", ("check_8",), ("hash_8",), 0.9),
    Aim("sign_in_vs_hash", ("sign_in_8",), ("hash_8",), 0.5),
    Aim("portal_vs_hash", ("portal_8",), ("hash_8",), 0.3),
    Aim("sign_in_p99_vs_hash", ("sign_in_8_p99_ms",), ("hash_8_p99_ms",), 3, at_most=True),
)
Figures = dict[str, Figure]


class TooSlow(RuntimeError):
    """Not one piece of work began and ended within a sample."""


def run(plan: Plan, json_file: Path | None) -> int:
    """Measures, prints and writes; 0 whether or not the aims are met."""
    figures, settings = measure(plan)
    command = "minga bench sign-in" + (" --quick" if plan.name == "quick" else "")
    found = ratios(figures, AIMS)
    report.publish(figures, found, json_file, settings=settings, command=command)
    return 0


def measure(plan: Plan) -> tuple[Figures, dict[str, Any]]:
    """Measures everything on one server, in turns; returns the figures and the settings."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {what}", flush=True)

    say("Arranco una base de datos y un firmador para medir…")
    port = office.free_port()
    with throw_away_server() as server, ExitStack() as stack:
        stack.enter_context(office.signer(server))
        say(f"Registro {plan.members} asociados…")
        _seed(server, plan.members)
        server.settle()
        stack.enter_context(office.portal(server, port))
        crew = stack.enter_context(_crew(server, plan.members, port))
        for operation in OPERATIONS:  # templates, plans and connections, once
            crew.answers(operation, CLIENTS, 0.0, plan.warm_up_s)
        figures = _figures()
        for number in range(1, plan.rounds + 1):
            say(f"Ronda {number} de {plan.rounds}")
            for operation in OPERATIONS:
                _take(crew, operation, figures, plan)
                rate, p99 = figures[f"{operation}_8"], figures[f"{operation}_8_p99_ms"]
                say(f"  {rate.what}: {rate.rates[-1]:.1f}/s, p99 {p99.rates[-1]:.0f} ms")
        return figures, {"server": server.settings(), "plan": asdict(plan)}


def p99_ms(took_ms: list[float]) -> float:
    """The time that 99 of 100 stay below."""
    return quantiles(took_ms, n=100, method="inclusive")[98] if len(took_ms) > 1 else took_ms[0]


def _take(crew: Crew, operation: str, figures: Mapping[str, Figure], plan: Plan) -> None:
    answers = crew.answers(operation, CLIENTS, plan.seconds, plan.warm_up_s)
    sample = total(answers)
    figures[f"{operation}_8"].samples.append(sample)
    took = [one for answer in answers for one in answer["took_ms"]]
    if not took:
        raise TooSlow(f"{operation}: nobody got through in {plan.seconds} s")
    figures[f"{operation}_8_p99_ms"].samples.append(Sample(p99_ms(took), sample.acknowledged))


def _figures() -> Figures:
    made: Figures = {}
    for operation, what in OPERATIONS.items():
        command = f"python -m bench.sign_in.worker: {operation} x {CLIENTS}"
        rate, p99 = f"{operation}_8", f"{operation}_8_p99_ms"
        made[rate] = Figure(rate, what, "por segundo", command)
        made[p99] = Figure(p99, "    99 de 100 tardan menos de", "ms", command)
    return made


def _seed(server: BenchServer, members: int) -> None:
    subprocess.run(
        [sys.executable, "-m", "bench.sign_in.seed", str(members)],
        check=True, env=server.minga_environment("owner"),
    )  # fmt: skip


def _crew(server: BenchServer, members: int, port: int) -> Crew:
    def command(number: int) -> list[str]:
        words = [str(number), str(members), str(port)]
        return [sys.executable, "-m", "bench.sign_in.worker", *words]

    return Crew(CLIENTS, command, server.minga_environment("web"))
