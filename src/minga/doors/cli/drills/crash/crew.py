"""The workers of the drill, seen from outside: started, killed, waited for, and what they were
confirmed so far.
"""

import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from minga.doors.cli.drills.crash.orders import Confirmed, read_confirmed
from minga.doors.cli.drills.throw_away import DrillFailed, DrillOffice

WORKER = "minga.doors.cli.drills.crash.worker"
WAIT_S = 120
LOOK_EVERY_S = 0.03
# One confirmation may have been on its way before the fault; with two, one was asked for after it.
PROOF_OF_LIFE = 2


class Crew:
    """Worker processes, numbered from 0, that go on where the one before them was killed."""

    def __init__(self, office: DrillOffice, size: int) -> None:
        self._office, self._folder = office, office.home
        self._processes: list[subprocess.Popen[str]] = []
        self._read_to: dict[Path, int] = {}
        self._untaken: list[Confirmed] = []
        self.confirmed: list[list[Confirmed]] = [[] for _ in range(size)]

    def __enter__(self) -> Self:
        self._processes = [self._spawn(number) for number in range(len(self.confirmed))]
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()

    def take(self) -> list[Confirmed]:
        """What was confirmed since the last time this was asked."""
        self._read()
        taken, self._untaken = self._untaken, []
        return taken

    def _read(self) -> None:
        for number in range(len(self.confirmed)):
            self._read_worker(number)

    def _read_worker(self, number: int) -> None:
        """Whole lines only: the end of a cut-off one is nothing that was confirmed."""
        for file in self._folder.glob(f"confirmed-{number}-*.tsv"):
            with file.open("rb") as lines:
                lines.seek(self._read_to.get(file, 0))
                whole = lines.read().rpartition(b"\n")[0]
            if whole:
                self._read_to[file] = self._read_to.get(file, 0) + len(whole) + 1
                found = [read_confirmed(line) for line in whole.split(b"\n")]
                self.confirmed[number] += found
                self._untaken += found

    def kill(self, number: int) -> None:
        """`kill -9`, and a successor that goes on from the first order without an answer."""
        self._processes[number].kill()
        self._processes[number].wait()
        self._read_worker(number)
        self._processes[number] = self._spawn(number)

    def wait_for_everyone(self) -> None:
        """Until every worker has an order confirmed that was asked for after this call."""
        self._read()
        wanted = [len(one) + PROOF_OF_LIFE for one in self.confirmed]
        deadline = time.monotonic() + WAIT_S
        while late := [n for n, least in enumerate(wanted) if len(self.confirmed[n]) < least]:
            self._refuse_the_dead()
            if time.monotonic() > deadline:
                raise DrillFailed(self._where_they_are(late))
            time.sleep(LOOK_EVERY_S)
            self._read()

    def _where_they_are(self, late: Sequence[int]) -> str:
        for number in late:
            self._processes[number].send_signal(signal.SIGUSR1)
        time.sleep(1)
        self._office.keep()
        logs = "\n".join(self._log(number).read_text().strip() for number in late)
        return (
            f"en {WAIT_S} segundos no volvieron los procesos {late}; están en:\n{logs}\n"
            f"Todo queda guardado para mirarlo: {self._folder}"
        )

    def stop(self) -> None:
        """Everyone ends the order they are at."""
        for process in self._processes:
            process.terminate()
        for number, process in enumerate(self._processes):
            try:
                code = process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                raise DrillFailed(f"el proceso {number} no terminó su orden") from None
            if code:
                raise DrillFailed(self._last_words(number))

    def _refuse_the_dead(self) -> None:
        for number, process in enumerate(self._processes):
            if process.poll() is not None:
                raise DrillFailed(self._last_words(number))

    def _last_words(self, number: int) -> str:
        return f"el proceso {number} terminó solo:\n{self._log(number).read_text().strip()}"

    def _log(self, number: int) -> Path:
        return self._folder / f"worker-{number}.log"

    def _spawn(self, number: int) -> subprocess.Popen[str]:
        words = [WORKER, str(self._folder), str(number), str(len(self.confirmed[number]))]
        with self._log(number).open("a") as log:
            return self._office.start("web", *words, stdout=log, stderr=log)
