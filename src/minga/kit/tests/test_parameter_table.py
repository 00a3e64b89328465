import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.kit import parameter_file
from minga.kit.parameter_file import SeedRow
from minga.kit.parameter_table import markdown

PAGE = Path(__file__).parents[4] / "docs" / "parameters.md"
CONFIDENCES = {"S", "Mh", "Mm", "Ml", "P"}


def unsound(rows: tuple[SeedRow, ...]) -> list[str]:
    """Rows without a source or a known confidence, and days that have two values."""
    faults = [row.key for row in rows if not row.source or row.confidence not in CONFIDENCES]
    days = [(row.key, row.valid_from) for row in rows]
    return faults + [key for key, day in set(days) if days.count((key, day)) > 1]


def test_the_accountants_page_is_written_from_the_values_in_force() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert markdown(parameter_file.rows()) == written, (
        "write it again: python -m minga.kit.parameter_table > docs/parameters.md"
    )


def test_a_value_that_the_page_does_not_tell_is_noticed() -> None:
    first, *others = parameter_file.rows()
    assert markdown([replace(first, value="7"), *others]) != PAGE.read_text(encoding="utf-8")


def test_every_value_says_where_it_comes_from_and_how_sure_it_is() -> None:
    rows = parameter_file.rows()
    assert unsound(rows) == []
    planted = (replace(rows[0], source=""), replace(rows[1], confidence="?"), rows[2], rows[2])
    assert unsound(planted) == [rows[0].key, rows[1].key, rows[2].key]


def in_english(rows: tuple[SeedRow, ...]) -> list[str]:
    words = re.compile(
        r"\b(the|of|and|with|from|policy|choice|days|press|resolution)\b", re.IGNORECASE
    )
    return [row.key for row in rows if words.search(row.source)]


def test_every_source_is_in_the_accountants_language() -> None:
    rows = parameter_file.rows()
    assert in_english(rows) == []
    assert in_english((replace(rows[0], source="UVT 2026, DIAN resolution of 2025"),)) == [
        rows[0].key
    ]


def test_the_last_value_that_has_come_into_force_rules() -> None:
    assert parameter_file.number("gmf.rate", date(2026, 11, 22)) == Decimal("0.004")
    with pytest.raises(parameter_file.MissingParameter):
        parameter_file.text("gmf.rate", date(1999, 1, 1))
    with pytest.raises(parameter_file.MissingParameter):
        parameter_file.text("uvt.1990", date(2026, 11, 22))
