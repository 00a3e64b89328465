"""Running pgbench: the yardsticks, with nothing of ours in between but SQL."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.ledger.figures import Sample
from minga.kit import embedded_postgres

_PROGRESS = re.compile(r"^progress: [\d.]+ s, ([\d.]+) tps", re.MULTILINE)
_PROCESSED = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
_FAILED = re.compile(r"^number of failed transactions: ([1-9]\d*)", re.MULTILINE)


class PgbenchFailed(RuntimeError):
    """pgbench could not run, or said something we do not understand."""


@dataclass(frozen=True, slots=True)
class Pgbench:
    """One way to run pgbench: built-in TPC-B-like, or a script file."""

    environment: Mapping[str, str]
    clients: int
    script: Path | None = None

    def arguments(self, seconds: int) -> list[str]:
        """What is given to pgbench for so many seconds, warm-up included."""
        what = ["-b", "tpcb-like"] if self.script is None else ["-f", str(self.script)]
        threads = min(2, self.clients)
        return [
            "-n", "-M", "prepared", "-P", "1", "-c", str(self.clients), "-j", str(threads),
            "-T", str(seconds), *what,
        ]  # fmt: skip

    def command(self, seconds: int) -> str:
        """The same as a person would type it, without the machine's own paths."""
        words = [word if "/" not in word else Path(word).name for word in self.arguments(seconds)]
        return " ".join(["pgbench", *words])

    def sample(self, seconds: int, warm_up_s: int) -> Sample:
        """The rate per second after the warm-up, and every transaction acknowledged."""
        output = run(self.arguments(seconds + warm_up_s), self.environment)
        return parse(output, warm_up_s)


def parse(output: str, warm_up_s: int) -> Sample:
    """Reads pgbench's progress (one line a second) and its closing lines."""
    processed = _PROCESSED.search(output)
    rates = [float(rate) for rate in _PROGRESS.findall(output)][warm_up_s:]
    if processed is None or not rates or _FAILED.search(output):
        raise PgbenchFailed(output)
    return Sample(sum(rates) / len(rates), int(processed[1]))


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Everything pgbench says; raises PgbenchFailed when it fails."""
    done = subprocess.run(
        [str(embedded_postgres.binaries() / "pgbench"), *arguments],
        capture_output=True, text=True, env=dict(environment), check=False,
    )  # fmt: skip
    if done.returncode:
        raise PgbenchFailed(done.stdout + done.stderr)
    return done.stdout + done.stderr
