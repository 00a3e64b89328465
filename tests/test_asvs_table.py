"""docs/asvs.md claims a pass only where it names a test that exists."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"\| (V\d+\.\d+\.\d+) \| ([123]) \| .+ \| (\S+) \| (.*) \|")
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
VERDICTS = ("pass", "document", "open", "fail", "delegated", "n/a")
REQUIREMENTS = {"V3": 31, "V6": 47, "V7": 19, "V8": 13, "V16": 17}


def rows(table: str) -> list[tuple[str, str, str, str]]:
    found = [ROW.fullmatch(line) for line in table.splitlines() if line.startswith("| V")]
    return [(one[1], one[2], one[3], one[4]) for one in found if one]


def unfounded(table: str) -> list[str]:
    """Passes that name no test, and tests that do not exist."""
    found = []
    for name, _, verdict, shown in rows(table):
        tests = TEST.findall(shown)
        if verdict == "pass" and not tests:
            found.append(f"{name}: names no test")
        found += [f"{name}: {path}::{test}" for path, test in tests if not exists(path, test)]
    return found


def exists(path: str, test: str) -> bool:
    file = ROOT / "src" / "minga" / path
    if not file.exists():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in ast.walk(tree))


def test_every_pass_names_a_test_that_exists() -> None:
    assert unfounded(TABLE) == []


@pytest.mark.parametrize(
    "planted",
    [
        "| V6.2.2 | 1 | x | pass | it does |",
        "| V6.2.2 | 1 | x | pass | `access/tests/test_codes.py::test_that_never_was` |",
        "| V6.2.2 | 1 | x | fail | `no/such/file.py::test_stores_no_code` |",
    ],
)
def test_a_pass_without_a_test_is_found(planted: str) -> None:
    assert unfounded(planted)


def test_every_requirement_of_the_chapters_is_there_once() -> None:
    names = [name for name, *_ in rows(TABLE)]
    assert len(names) == len(set(names))
    assert Counter(name.split(".")[0] for name in names) == REQUIREMENTS


def test_the_figures_are_those_of_the_table() -> None:
    for level in "123":
        counted = Counter(verdict for _, of, verdict, _ in rows(TABLE) if of == level)
        figures = " | ".join(str(counted[verdict]) for verdict in VERDICTS)
        assert f"| Level {level} | {figures} |" in TABLE
    assert {verdict for _, _, verdict, _ in rows(TABLE)} <= set(VERDICTS)
