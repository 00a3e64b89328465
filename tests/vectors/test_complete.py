"""Every published number has a test; a new one without a test is noticed."""

import re
from pathlib import Path

from tests.vectors import colombia, loans

HERE = Path(__file__).parent
# What the files hold besides numbers to reproduce.
NOT_NUMBERS = {"meta"}


def words_of_the_tests() -> set[str]:
    """Every text that stands in some test of this folder."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py"))
    return set(re.findall(r"\"([\w-]+)\"", text))


def without_a_test(tested: set[str]) -> list[str]:
    """Ids and groups that no test names, whether by id or by kind."""
    forgotten = [
        name for name, one in loans().items() if name not in tested and one["kind"] not in tested
    ]
    return forgotten + sorted(set(colombia()) - tested - NOT_NUMBERS)


def test_every_vector_has_a_test() -> None:
    assert without_a_test(words_of_the_tests()) == []


def test_a_vector_without_a_test_is_noticed() -> None:
    tested = words_of_the_tests() - {"amortization", "deadlines"}
    found = without_a_test(tested)
    assert sum(name.startswith("C3") for name in found) > 5
    assert "deadlines" in found
