"""Small words for tests of imports: a file written the way other programs write them, and brought
in."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from minga.kit.import_report import ImportResult, Problem

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)  # ten in the morning in Colombia
TODAY = "2026-11-20"
TOMORROW = "2026-11-21"


@dataclass(frozen=True)
class Brought:
    """How an import ended and everything it told."""

    result: ImportResult
    problems: list[Problem]

    @property
    def counts(self) -> tuple[int, int, int, bool]:
        """Created, present, refused, and whether it was written."""
        one = self.result
        return one.created, one.present, one.refused, one.written

    @property
    def places(self) -> list[tuple[int, str]]:
        """Line and column of every problem, in the order told."""
        return [(one.line, one.column) for one in self.problems]


def csv_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str = ","
) -> str:
    """The text of a file with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def bring(use_case: Callable[..., ImportResult], path: Path, **options: Any) -> Brought:
    """Imports a file at a fixed moment, or the one given, keeping what it tells."""
    problems: list[Problem] = []
    result = use_case(path=path, on_problem=problems.append, **({"at": AT} | options))
    return Brought(result, problems)
