"""Colombian holidays, deadlines and clearing cycles."""

from datetime import date, datetime, time
from typing import Any

import pytest

from minga.integrations.clearing_cycles import CYCLES, cycle_for
from minga.kit.calendar import COLOMBIA
from minga.kit.clock import BOGOTA
from tests.vectors import colombia


def iso(days: dict[date, str]) -> dict[str, str]:
    return {day.isoformat(): name for day, name in days.items()}


def test_the_holidays_of_2026_are_nineteen_with_the_new_one_in_july() -> None:
    vector = colombia()["holidays_2026"]
    assert iso(COLOMBIA.holidays(2026)) == vector["dates"]
    assert len(COLOMBIA.holidays(2026)) == vector["count"] == 19


def test_the_holidays_of_the_years_around_agree() -> None:
    assert len(COLOMBIA.holidays(2025)) == colombia()["holidays_2025_count"]
    assert iso(COLOMBIA.holidays(2027)) == colombia()["holidays_2027"]


@pytest.mark.parametrize("vector", colombia()["deadlines"], ids=lambda one: one["label"])
def test_a_term_in_business_days_starts_the_next_one(vector: dict[str, Any]) -> None:
    filed = date.fromisoformat(vector["filed"])
    assert filed.strftime("%a") == vector["filed_weekday"]
    assert COLOMBIA.deadline(filed, vector["business_days"]).isoformat() == vector["due"]


@pytest.mark.parametrize("vector", colombia()["next_business_day"], ids=lambda one: one["date"])
def test_a_day_that_is_no_business_day_moves_to_the_next(vector: dict[str, str]) -> None:
    found = COLOMBIA.business_day_from(date.fromisoformat(vector["date"]))
    assert found.isoformat() == vector["next_or_same"]


def test_the_clearing_cycles_are_those_published() -> None:
    published = colombia()["cenit_cycle_pick"]["cycles"]
    assert [[str(one.number), f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in CYCLES] == (
        published
    )
    assert all(one.opens < one.closes < time(19) for one in CYCLES)


@pytest.mark.parametrize(
    "case", colombia()["cenit_cycle_pick"]["cases"], ids=lambda one: one["submitted"]
)
def test_an_order_waits_for_the_next_cycle(case: dict[str, Any]) -> None:
    sent = datetime.fromisoformat(case["submitted"]).replace(tzinfo=BOGOTA)
    day, cycle = cycle_for(sent)
    assert (day.isoformat(), cycle.number) == (case["date"], case["cycle"])
