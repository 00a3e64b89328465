"""`minga bench ledger`, from the empty server to the report."""

import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bench.ledger import peers, prepare, report, scale
from bench.ledger.aims import needed_by, ratios
from bench.ledger.contestants import NAMES, Contest, Contestant
from bench.ledger.figures import Figure
from bench.ledger.plan import Plan
from bench.ledger.server import BenchServer, throw_away_server

EVERYTHING = frozenset(NAMES)
Results = dict[str, Figure]


class UnknownName(ValueError):
    """`--only` names neither a ratio nor a figure."""


def wanted_figures(plan: Plan, only: frozenset[str]) -> frozenset[str]:
    """The figures to measure; raises UnknownName."""
    possible = EVERYTHING | (frozenset(scale.FIGURES) if plan.history_postings else frozenset())
    chosen = needed_by(only) if only else possible
    unknown = chosen - possible
    if unknown:
        raise UnknownName(", ".join(sorted(unknown)))
    return chosen


def measure(plan: Plan, wanted: frozenset[str]) -> tuple[Results, dict[str, Any]]:
    """Measures everything wanted on one server; returns the figures and the server's settings."""
    began = time.monotonic()
    # Interleaving gives every contestant the same day: late entries are stamped with the day the
    # run began.
    day = date.today().isoformat()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {what}", flush=True)

    prepare.install_peers(wanted, say)
    say("Arranco una base de datos para medir…")
    with throw_away_server() as server, tempfile.TemporaryDirectory() as scratch:
        if wanted & set(scale.FIGURES):
            scale.set_aside(server)
        figures = _contest(server, plan, wanted & EVERYTHING, Path(scratch), day, say)
        if wanted & set(scale.FIGURES):
            figures |= _scale(server, plan, Path(scratch), day, say)
        return figures, {"server": server.settings(), "plan": asdict(plan)}


def run(plan: Plan, only: frozenset[str], json_file: Path | None) -> int:
    """Measures, prints and writes; 0 whether or not the aims are met."""
    figures, settings = measure(plan, wanted_figures(plan, only))
    command = "minga bench ledger" + (" --quick" if plan.name == "quick" else "")
    known = settings | {"peers": peers.versions()} if json_file is not None else settings
    report.publish(figures, ratios(figures), json_file, settings=known, command=command)
    return 0


def _contest(
    server: BenchServer,
    plan: Plan,
    wanted: frozenset[str],
    scratch: Path,
    day: str,
    say: prepare.Say,
) -> Results:
    if not wanted:
        return {}
    accounts = prepare.prepare(server, plan, wanted, say)
    contest = Contest(server, plan, wanted, scratch)
    with ExitStack() as stack:
        say("Preparo los procesos que se miden…")
        contest.enter(stack, accounts, day)
        server.settle()
        _rounds(contest.contestants, plan.rounds, say)
    say("Compruebo que todo lo contado está en los libros…")
    contest.verify()
    return contest.figures


def _scale(server: BenchServer, plan: Plan, scratch: Path, day: str, say: prepare.Say) -> Results:
    accounts = scale.prepare(server, plan, say)
    contestants = scale.contestants(server, plan, accounts, day, scratch)
    _rounds(contestants, plan.rounds, say)
    scale.verify(server)
    return {one.figure.name: one.figure for one in contestants}


def _rounds(contestants: list[Contestant], rounds: int, say: prepare.Say) -> None:
    """A B C … A B C …: whatever else the machine does in between hits all alike."""
    for number in range(1, rounds + 1):
        say(f"Ronda {number} de {rounds}")
        for contestant in contestants:
            sample = contestant.sample()
            say(f"  {contestant.figure.what}: {sample.per_second:,.0f} {contestant.figure.unit}")
