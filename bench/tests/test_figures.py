"""The bench's own arithmetic: medians, ratios, and what counts as met."""

import pytest

from bench.ledger import aims
from bench.ledger.aims import AIMS, needed_by, ratios
from bench.ledger.figures import Figure, Sample


def figure(name: str, *rates: float) -> Figure:
    return Figure(name, name, "/s", "command", [Sample(rate, int(rate)) for rate in rates])


def test_a_figure_is_the_median_of_its_rounds() -> None:
    assert figure("post_8", 1, 100, 7).median == 7
    assert figure("post_8", 1, 100, 7).acknowledged == 108


def test_a_ratio_is_a_median_over_a_median_and_tells_how_rounds_differ() -> None:
    found = ratios(
        {"post_8": figure("post_8", 70, 80, 90), "function_8": figure("function_8", 100, 100, 120)}
    )
    assert [ratio.aim.name for ratio in found] == ["post_vs_function"]
    assert (found[0].value, found[0].met) == (0.8, True)
    assert (found[0].lowest, found[0].highest) == (0.7, 0.8)


def test_a_ratio_below_its_aim_falls_short() -> None:
    found = ratios({"post_8": figure("post_8", 69), "function_8": figure("function_8", 100)})
    assert not found[0].met


def test_the_better_of_two_ways_to_batch_counts_and_is_named() -> None:
    found = ratios(
        {
            "batch100_2": figure("batch100_2", 500),
            "batch100_8": figure("batch100_8", 400),
            "tpcb_8": figure("tpcb_8", 100),
        }
    )
    assert (found[0].value, found[0].over) == (5, "batch100_2")


@pytest.mark.parametrize(("large", "met"), [(1000, True), (900, True), (800, False)])
def test_cost_is_the_small_rate_over_the_large_one_and_must_stay_low(
    large: float, met: bool
) -> None:
    found = ratios(
        {
            "function_at_10k": figure("function_at_10k", 1000),
            "function_at_10m": figure("function_at_10m", large),
        }
    )
    assert found[0].value == 1000 / large
    assert found[0].met is met


def test_the_aims_are_the_ones_agreed() -> None:
    assert {aim.name: aim.limit for aim in AIMS} == {
        "post_vs_function": 0.7,
        "use_case_vs_function": 0.35,
        "batch100_vs_tpcb": 4,
        "hot_vs_uniform": 0.75,
        "hot_member_vs_function": 0.8,
        "vs_hordak": 10,
        "vs_django_ledger": 40,
        "cost_10m_vs_10k": 1.2,
    }
    assert [aim.name for aim in aims.AIMS if aim.at_most] == ["cost_10m_vs_10k"]


def test_a_ratio_brings_the_figures_it_needs() -> None:
    assert needed_by(frozenset({"vs_hordak", "tpcb_8"})) == {"post_8", "hordak_8", "tpcb_8"}
