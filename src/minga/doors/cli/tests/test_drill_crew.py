"""The drill's orders, the files its workers write, and the homes it throws away."""

import fcntl
from pathlib import Path

import pytest

from minga.doors.cli.drills import throw_away
from minga.doors.cli.drills.crash.crew import Crew
from minga.doors.cli.drills.crash.orders import (
    Confirmed,
    Control,
    Owner,
    Scene,
    order,
    read_confirmed,
    read_scene,
)
from minga.kit import ids
from minga.kit.embedded_postgres import Server

OWNERS = [Owner(str(i), (f"{i}a", f"{i}b"), (2 * i, 2 * i + 1)) for i in range(5)]
ONE = Confirmed(ids.uuid7(), 3, 4, 1050, 17, replayed=True)
OTHER = Confirmed(ids.uuid7(), 5, 6, 99, None, replayed=False)


def test_a_successor_is_given_the_very_order_that_had_no_answer(tmp_path: Path) -> None:
    scene = Scene("7", Control.LOSE, OWNERS)
    scene.write(tmp_path)
    assert read_scene(tmp_path) == scene
    assert order(read_scene(tmp_path), 2, 31) == order(scene, 2, 31)


def test_no_two_orders_share_a_key() -> None:
    scene = Scene("7", None, OWNERS)
    orders = [order(scene, worker, number) for worker in range(4) for number in range(50)]
    assert len({one.key for one in orders}) == len(orders)
    assert all(one.source != one.target for one in orders)


def test_some_orders_go_through_the_use_case_between_own_products() -> None:
    scene = Scene("7", None, OWNERS)
    owned = [one for one in (order(scene, 0, number) for number in range(40)) if one.owner]
    assert len(owned) == 10
    assert all({one.source, one.target} == set(one.owner.accounts) for one in owned if one.owner)


@pytest.mark.parametrize("confirmed", [ONE, OTHER])
def test_what_was_confirmed_is_read_back_as_it_was_written(confirmed: Confirmed) -> None:
    assert read_confirmed(confirmed.line()) == confirmed


def test_a_line_that_was_cut_off_confirms_nothing(tmp_path: Path) -> None:
    crew = Crew(throw_away.DrillOffice(tmp_path, Server("", {})), 1)
    file = tmp_path / "confirmed-0-123.tsv"
    file.write_bytes(ONE.line() + OTHER.line()[:-5])
    assert crew.take() == [ONE]
    file.write_bytes(ONE.line() + OTHER.line())
    assert crew.take() == [OTHER]
    assert crew.take() == []


def test_sweeps_what_a_killed_drill_left_and_nothing_else(tmp_path: Path) -> None:
    left, busy, evidence = (tmp_path / name for name in ("left", "busy", "evidence"))
    for home in (left, busy, evidence):
        home.mkdir()
        (home / "postgres.users").touch()
    (evidence / throw_away.KEEP).touch()
    with (busy / "postgres.users").open() as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        throw_away.sweep(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["busy", "evidence"]
