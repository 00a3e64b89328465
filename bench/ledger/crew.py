"""Processes that work at the same moment: started once, warm, and told together when to count."""

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, Self

from bench.ledger.figures import Sample
from minga.kit.home import PROJECT

HEAD_START_S = 0.2  # for the order to reach everyone


class WorkerFailed(RuntimeError):
    """A measured process said that it could not go on; the message is its own."""


class Crew:
    """Some processes that speak bench.ledger.protocol, each with its own database connection."""

    def __init__(
        self, size: int, command: Callable[[int], Sequence[str]], environment: Mapping[str, str]
    ) -> None:
        self._size = size
        self._command = command
        self._environment = dict(environment)
        self._workers: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        self._workers = [
            subprocess.Popen(
                self._command(number), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env=self._environment, cwd=PROJECT,
            )
            for number in range(self._size)
        ]  # fmt: skip
        for worker in self._workers:
            _hear(worker)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _pipe(worker.stdin).close()
        for worker in self._workers:
            try:
                worker.wait(timeout=30)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
            _pipe(worker.stdout).close()

    def sample(self, operation: str, workers: int, seconds: float, warm_up_s: float) -> Sample:
        """Everyone's acknowledged work per second, and all that was acknowledged."""
        return total(self.answers(operation, workers, seconds, warm_up_s))

    def answers(
        self, operation: str, workers: int, seconds: float, warm_up_s: float
    ) -> list[dict[str, Any]]:
        """What each worker answered."""
        start = time.monotonic() + HEAD_START_S + warm_up_s
        order = {"operation": operation, "start": start, "stop": start + seconds}
        chosen = self._workers[:workers]
        for worker in chosen:
            pipe = _pipe(worker.stdin)
            pipe.write(json.dumps(order) + "\n")
            pipe.flush()
        return [_hear(worker) for worker in chosen]


def total(answers: Sequence[Mapping[str, Any]]) -> Sample:
    """Adds up what the workers of one sample answered: each one's rate over its own time."""
    return Sample(
        sum(answer["counted"] / answer["seconds"] for answer in answers),
        sum(answer["acknowledged"] for answer in answers),
    )


def _hear(worker: subprocess.Popen[str]) -> dict[str, Any]:
    line = _pipe(worker.stdout).readline()
    if not line:
        raise WorkerFailed(f"a measured process ended with code {worker.wait()}")
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise WorkerFailed(answer["error"])
    return answer


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
