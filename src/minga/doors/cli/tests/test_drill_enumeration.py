"""The enumeration drill in small: same bytes for everybody, and a stopwatch that can tell a leak.

Nothing here is timed: a busy machine's times say nothing. Statements are compared where the use
cases are tested (`test_strangers_learn_nothing.py` of the access room).
"""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access.tests.test_strangers_learn_nothing import _shape
from minga.doors.cli.drills.enumeration import ask_everybody as asking
from minga.doors.cli.drills.enumeration import drill
from minga.doors.cli.drills.enumeration.measure import auc, compare
from minga.doors.cli.drills.enumeration.pages import REGISTER, SIGN_IN, WAYS, Somebody, Way, ask
from minga.doors.cli.drills.throw_away import DrillFailed

pytestmark = pytest.mark.django_db
PAIRS = 3


def pairs(known: list[Somebody]) -> list[tuple[Somebody, Somebody]]:
    return list(zip(known, asking.nobodies(len(known)), strict=True))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_answers_members_and_nobody_with_the_same_bytes(way: Way) -> None:
    known = asking.people(PAIRS, Random(1))
    assert compare(way, pairs(known), Random(1)).different == 0


def test_answers_who_never_registered_with_the_same_bytes() -> None:
    known = asking.members(PAIRS)
    for way in WAYS:
        assert compare(way, pairs(known), Random(1)).different == 0


def statements(way: Way, who: Somebody) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        ask(way, who)
    return [_shape(one["sql"]) for one in queries.captured_queries]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_asks_the_database_the_same_for_members_and_nobody(way: Way) -> None:
    registered, missing = asking.people(2, Random(1)), asking.members(2)
    ask(way, registered[1])  # whatever is kept after the first time
    nobody = next(asking.nobodies(1))
    expected = statements(way, nobody)
    assert expected
    assert statements(way, registered[0]) == expected
    assert statements(way, missing[0]) == expected


def test_notices_a_page_that_differs() -> None:
    """The planted fault: a form that says of some numbers that they are wrong."""
    leaky = replace(REGISTER, fields=lambda who: {"numero": "x" if who.number < "15" else "1"})
    found = compare(leaky, pairs(asking.people(PAIRS, Random(1))), Random(1))
    assert found.different == PAIRS


@pytest.mark.parametrize(
    ("known", "unknown", "expected"),
    [
        ([1.0, 2.0], [3.0, 4.0], 1.0),
        ([3.0, 4.0], [1.0, 2.0], 1.0),
        ([1.0, 4.0], [2.0, 3.0], 0.5),
        ([1.0, 1.0], [1.0, 1.0], 0.5),
        ([1.0, 3.0], [2.0, 4.0], 0.75),
    ],
)
def test_the_stopwatch_tells_as_well_as_it_can(
    known: list[float], unknown: list[float], expected: float
) -> None:
    assert auc(known, unknown) == expected


def figures(way: str, different: int = 0, area: float = 0.51, pairs: int = 2000) -> dict[str, Any]:
    return {"way": way, "pairs": pairs, "different": different, "auc": area}


@pytest.mark.parametrize(
    ("one", "control", "code"),
    [
        (figures("ingreso"), figures("control", area=0.9), 0),
        (figures("ingreso", area=0.551), figures("control", area=0.9), 1),
        (figures("ingreso", area=0.57, pairs=40), figures("control", area=0.9), 0),
        (figures("ingreso", different=1), figures("control", area=0.9), 1),
        (figures("ingreso"), figures("control", area=0.54), drill.UNNOTICED),
    ],
)
def test_the_verdict_needs_equal_bytes_equal_times_and_a_control_that_fails(
    one: dict[str, Any], control: dict[str, Any], code: int
) -> None:
    assert drill.verdict([one], control) == code


def test_asks_by_every_form_and_then_by_the_control(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WARM_UP", 2)
    found = asking.ask_everybody(4, 1)
    assert [one["way"] for one in found][-1] == "control"
    assert len(found) == len(WAYS) + 2
    assert sum(one["different"] for one in found) == 0
    assert SIGN_IN.name == found[0]["way"]


def test_says_so_when_it_cannot_be_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(_: str) -> Any:
        raise DrillFailed("no hay base")

    monkeypatch.setattr(drill, "throw_away_office", none)
    assert drill.run(pairs=1, seed=1) == drill.COULD_NOT
    assert "no hay base" in capsys.readouterr().err
