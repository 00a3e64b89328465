"""A run of a few seconds, from the empty server to the written file; the peers are left out."""

import json
from typing import Any

import pytest

from bench.ledger import command, verify
from bench.ledger.plan import QUICK, TINY

pytestmark = pytest.mark.slow
MEASURED = frozenset({"tpcb_8", "function_8", "post_8", "use_case_8", "batch100_2"})


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("bench") / "ledger.json"
    assert command.run(TINY, MEASURED, file) == 0
    document: dict[str, Any] = json.loads(file.read_text())
    return document


def test_writes_every_ratio_that_was_measured(found: dict[str, Any]) -> None:
    assert set(found["ratios"]) == {"post_vs_function", "use_case_vs_function", "batch100_vs_tpcb"}
    assert all(value > 0 for value in found["ratios"].values())


def test_every_ratio_is_of_figures_in_the_same_file(found: dict[str, Any]) -> None:
    for name, ratio in found["ratios"].items():
        over, under = found["aims"][name]["of"].split(" / ")
        figures = found["figures"]
        assert ratio == pytest.approx(figures[over]["median"] / figures[under]["median"], rel=0.01)


def test_says_what_it_was_measured_on_and_how(found: dict[str, Any]) -> None:
    assert found["machine"]["server"]["fsync"] == "on"
    assert found["machine"]["server"]["synchronous_commit"] == "on"
    assert set(found["commands"]) == {"run", *found["figures"]}


def test_refuses_a_name_it_does_not_know() -> None:
    with pytest.raises(command.UnknownName):
        command.wanted_figures(QUICK, frozenset({"post_vs_nothing"}))


def test_the_quick_plan_leaves_the_ten_millions_out() -> None:
    assert "function_at_10m" not in command.wanted_figures(QUICK, frozenset())


@pytest.mark.usefixtures("committed_db")
def test_work_that_is_not_in_the_books_is_noticed() -> None:
    from django.db import connection

    connection.ensure_connection()
    with pytest.raises(verify.BooksDisagree, match="1 acknowledged, 0 entries"):
        verify.verify(connection.connection, {"bench_post": 1})
