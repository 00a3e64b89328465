"""`minga bench day-close`, from the empty server to the report."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from bench.day_close import bare
from bench.day_close.plan import AFTER, MONTH_END, ORDINARY, WARM_UP, Plan, Scale
from bench.ledger import report
from bench.ledger.aims import Aim, ratios
from bench.ledger.figures import Figure, Sample
from bench.ledger.server import BenchServer, throw_away_server

CONTESTANTS = {
    "close": "el cierre de Minga",
    "bare": "el SQL escueto que escribe tantas filas",
    "indexed": "el mismo, con los índices del producto",
}
KINDS = {"day": "un día", "month_end": "fin de mes"}
Say = Callable[[str], None]


@dataclass(slots=True)
class Run:
    """What one scale took: seconds a contestant and kind of day, one a day; memory in MiB."""

    scale: Scale
    took: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    own_mib: float = 0.0
    database_mib: float = 0.0
    orm_us: float = 0.0


class OtherRows(RuntimeError):
    """A contestant wrote fewer rows than the close: the comparison would not be one."""


def run(plan: Plan, json_file: Path | None) -> int:
    """Measures, prints and writes; 0 whether or not the aims are met."""
    figures, settings = measure(plan)
    command = "minga bench day-close" + (" --quick" if plan.name == "quick" else "")
    found = ratios(figures, aims(plan))
    report.publish(figures, found, json_file, settings=settings, command=command)
    return 0


def aims(plan: Plan) -> tuple[Aim, ...]:
    """Costs are times: a rate of ours below that of the bare SQL is a cost above it."""
    least, most = plan.scales[0].name, plan.scales[-1].name
    return (
        Aim("day_vs_bare", (f"bare_day_{most}",), (f"close_day_{most}",), 2, at_most=True),
        Aim("day_vs_indexed", (f"indexed_day_{most}",), (f"close_day_{most}",), 2, at_most=True),
        Aim(
            "month_end_vs_bare", (f"bare_month_end_{most}",), (f"close_month_end_{most}",), 2,
            at_most=True,
        ),
        Aim(
            "month_end_vs_indexed", (f"indexed_month_end_{most}",), (f"close_month_end_{most}",),
            2, at_most=True,
        ),
        Aim("day_vs_orm", (f"close_day_{most}",), (f"orm_day_{most}",), 20),
        Aim("cost_flat", (f"close_day_{least}",), (f"close_day_{most}",), 1.2, at_most=True),
    )  # fmt: skip


def measure(plan: Plan) -> tuple[dict[str, Figure], dict[str, Any]]:
    """Every scale on a server of its own; figures by name, and the settings."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {what}", flush=True)

    figures: dict[str, Figure] = {}
    settings: dict[str, Any] = {}
    for scale in plan.scales:
        with throw_away_server() as server:
            figures |= _figures(_measure(server, scale, say))
            settings = server.settings() | settings
    return figures, settings


def _measure(server: BenchServer, scale: Scale, say: Say) -> Run:
    done = Run(scale)
    say(f"Preparo {scale.savings:,} cuentas y {scale.loans:,} créditos…")
    _work(server, "seed", scale.savings, scale.loans)
    with server.connect() as connection:
        bare.prepare(connection)
        server.settle()
        _take(done, connection, _Turn(server, WARM_UP, say, counts=False))
        for day in (*ORDINARY, MONTH_END):
            _take(done, connection, _Turn(server, day, say))
    answer = _work(server, "orm", AFTER, scale.orm_savings, scale.orm_loans)
    done.orm_us = answer["seconds"] / (scale.orm_savings + scale.orm_loans) * 1e6
    say(f"  producto por producto con el ORM: {done.orm_us:,.0f} µs cada uno")
    return done


@dataclass(frozen=True, slots=True)
class _Turn:
    """One day of all contestants."""

    server: BenchServer
    day: date
    say: Say
    counts: bool = True

    @property
    def kind(self) -> str:
        return "month_end" if self.day == MONTH_END else "day"


def _take(done: Run, connection: psycopg.Connection[Any], turn: _Turn) -> None:
    answer = _work(turn.server, "close", turn.day)
    seconds = {"close": answer["seconds"]}
    ours = bare.written(connection, turn.day)
    impaired = connection.execute(
        "SELECT count(*) FROM loans_impairment WHERE from_date = %s", [turn.day]
    ).fetchone()
    assert impaired is not None
    for target in bare.TARGETS:
        turn.server.settle()
        seconds[target] = bare.close(connection, target, turn.day, impaired[0])
        _compare(ours, bare.written(connection, turn.day, target))
    turn.server.settle()
    turn.say(f"  {turn.day}: " + ", ".join(f"{who} {took:.2f} s" for who, took in seconds.items()))
    if turn.counts:
        for who, took in seconds.items():
            done.took.setdefault((who, turn.kind), []).append(took)
        done.own_mib = max(done.own_mib, answer["own_mib"])
        done.database_mib = max(done.database_mib, answer["database_mib"])


def _compare(ours: list[int], theirs: list[int]) -> None:
    """What loans that change category post is little, and the bare statements leave it out."""
    if any(abs(a - b) > max(50, sum(ours) // 50) for a, b in zip(ours, theirs, strict=True)):
        raise OtherRows(f"the close wrote {ours} rows, the bare statements {theirs}")


def _figures(done: Run) -> dict[str, Figure]:
    """Products a second, so that the figures of all scales are alike."""
    made = {}
    scale, count = done.scale.name, done.scale.products
    for (who, kind), seconds in done.took.items():
        name = f"{who}_{kind}_{scale}"
        made[name] = Figure(
            name, f"{KINDS[kind]}, {scale}: {CONTESTANTS[who]}", "productos/s",
            f"bench.day_close: {who}", [Sample(count / one, count) for one in seconds],
        )  # fmt: skip
    for name, what, value, unit in (
        (
            f"orm_day_{scale}",
            f"un día, {scale}: con el ORM, uno por uno",
            1e6 / done.orm_us,
            "productos/s",
        ),
        (f"python_mib_{scale}", f"memoria del cierre, {scale}", done.own_mib, "MiB"),
        (
            f"database_mib_{scale}",
            f"memoria de su proceso en la base, {scale}",
            done.database_mib,
            "MiB",
        ),
    ):
        made[name] = Figure(name, what, unit, "bench.day_close", [Sample(value, count)])
    return made


def _work(server: BenchServer, *words: object) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.day_close.worker", *(str(word) for word in words)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True,
        env=server.minga_environment("owner"),
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer
