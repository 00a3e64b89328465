"""A run of a few seconds, from the empty server to the written file."""

import json
from pathlib import Path

import pytest

from bench.sign_in import cast, command
from bench.sign_in.plan import CLIENTS, TINY

pytestmark = pytest.mark.slow


def test_measures_everything_next_to_the_hash_alone(tmp_path: Path) -> None:
    file = tmp_path / "sign_in.json"
    assert command.run(TINY, file) == 0
    found = json.loads(file.read_text())
    assert set(found["ratios"]) == {
        "check_vs_hash", "sign_in_vs_hash", "portal_vs_hash", "sign_in_p99_vs_hash",
    }  # fmt: skip
    for operation in command.OPERATIONS:
        assert found["figures"][f"{operation}_8"]["median"] > 0
        assert found["figures"][f"{operation}_8_p99_ms"]["median"] > 1


def test_gives_no_member_to_two_clients() -> None:
    taken = [i for worker in range(CLIENTS) for i in cast.own_members(worker, CLIENTS, 20)]
    assert sorted(taken) == list(range(20))


def test_finds_the_time_that_99_of_100_stay_below() -> None:
    assert command.p99_ms([float(one) for one in range(1, 101)]) == pytest.approx(99.01)
    assert command.p99_ms([7.0]) == 7.0
