"""What an import says about a file: every problem of every row, and how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NotRequired, TypedDict

from minga.kit import sql
from minga.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row: where, what was found and, in Spanish, what to do.

    `row` is the whole row in the order of the file's columns, for a report beside it.
    """

    line: int
    column: str
    value: str
    advice: str
    row: Sequence[str] = ()


OnProblem = Callable[[Problem], None]
OnProgress = Callable[[int, int], None]  # done, of how many


class Options(TypedDict):
    """How a file is brought. `skip_invalid` leaves bad rows out; `dry_run` writes nothing."""

    at: datetime
    on_problem: OnProblem
    on_progress: NotRequired[OnProgress]
    skip_invalid: NotRequired[bool]
    dry_run: NotRequired[bool]


@dataclass(slots=True)
class ImportResult:
    """How an import ended. `created` were (or with a dry run, would be) written; `present` stood
    there already; `refused` rows have problems. Nothing was written unless `written`."""

    created: int = 0
    present: int = 0
    refused: int = 0
    written: bool = False
    notices: list[str] = field(default_factory=list)

    def settle(self, *, skip_invalid: bool, dry_run: bool) -> bool:
        """Decides whether what was read is written; the caller undoes its transaction if not."""
        self.written = not dry_run and (skip_invalid or not self.refused)
        return self.written


class ImportRunning(Refusal):
    """Another import is at work in this database; they take turns."""

    code = "import_running"


def take_turn() -> None:
    """Makes this transaction the only import until it ends. Raises ImportRunning."""
    if not sql.one("SELECT pg_try_advisory_xact_lock(hashtext('minga.import'))", [])[0]:
        raise ImportRunning
