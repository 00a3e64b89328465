"""A run of some seconds, from the empty server to the written file."""

import json
from pathlib import Path

import pytest

from bench.day_close import command
from bench.day_close.plan import TINY

pytestmark = pytest.mark.slow


def test_closes_days_next_to_the_bare_statements(tmp_path: Path) -> None:
    file = tmp_path / "day_close.json"
    assert command.run(TINY, file) == 0
    found = json.loads(file.read_text())
    assert set(found["ratios"]) == {
        "day_vs_bare", "day_vs_indexed", "month_end_vs_bare", "month_end_vs_indexed",
        "day_vs_orm", "cost_flat",
    }  # fmt: skip
    assert all(figure["median"] > 0 for figure in found["figures"].values())


def test_refuses_to_compare_with_statements_that_write_less() -> None:
    with pytest.raises(command.OtherRows):
        command._compare([10_000, 2_000, 0, 0], [10_000, 1_000, 0, 0])
