"""The back office keeps the look's promises: known icons, nothing inline, the same tokens."""

import re
from pathlib import Path

import pytest

from minga.doors.web.tests.test_look import INLINE, unknown_icons

OFFICE = Path(__file__).parents[1]
TEMPLATES = sorted((OFFICE / "templates").rglob("*.html"))
CSS = (OFFICE / "static" / "minga" / "css" / "back_office.css").read_text()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_writes_nothing_inline_and_names_known_icons(path: Path) -> None:
    assert not INLINE.search(path.read_text())
    assert unknown_icons(path.read_text()) == set()


def test_colours_are_the_tokens_of_everybody() -> None:
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgba?\(", CSS)
    assert re.search(r"#[0-9a-f]{3}\b", "a { color: #fff }")
