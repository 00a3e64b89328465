"""How far a long command is: a bar on a terminal, a line now and then anywhere else."""

import sys
import time
from types import TracebackType
from typing import Any, Self

from tqdm import tqdm  # type: ignore[import-untyped]

PLAIN_EVERY_S = 10.0


class Progress:
    """Progress of one task on stderr; `say` prints a line on stdout without breaking the bar."""

    def __init__(self, title: str, *, unit: str) -> None:
        self.title, self.unit = title, unit
        self.bar: Any = None
        self.told_at = time.monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self.bar = tqdm(
                desc=self.title, unit=f" {self.unit}", unit_scale=True, file=sys.stderr, leave=False
            )
        return self

    def advance_to(self, done: int, todo: int) -> None:
        """`done` of about `todo` units are behind us."""
        if self.bar is not None:
            self.bar.total = todo
            self.bar.update(done - self.bar.n)
        elif time.monotonic() - self.told_at > PLAIN_EVERY_S or done == todo:
            self.told_at = time.monotonic()
            part = 100 * done // todo if todo else 100
            print(f"{self.title}: {part} % ({done} de {todo} {self.unit})", file=sys.stderr)

    def say(self, line: str) -> None:
        """One line of the command's real output."""
        if self.bar is not None:
            self.bar.clear()
        print(line, flush=True)
        if self.bar is not None:
            self.bar.refresh()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.close()
