"""Which instalments a close tells of."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minga.loans.reminder_rules import SOON, Window, windows

DAY = timedelta(days=1)
TODAY = date(2025, 10, 16)


def late(on: int) -> date:
    return TODAY - DAY * on


def test_tells_of_the_days_after_tomorrow_and_of_each_stage_while_it_is_fresh() -> None:
    found = windows(TODAY, before_days=3, stages=(1, 15, 30, 60), catch_up_days=7)
    assert found == (
        Window(SOON, TODAY + 2 * DAY, TODAY + 4 * DAY),
        Window(1, late(7), late(1)),
        Window(15, late(21), late(15)),
        Window(30, late(36), late(30)),
        Window(60, late(66), late(60)),
    )


def test_a_stage_ends_where_the_next_one_begins() -> None:
    found = windows(TODAY, before_days=0, stages=(5, 1), catch_up_days=7)
    assert found == (Window(1, late(4), late(1)), Window(5, late(11), late(5)))


def test_zero_tells_nobody() -> None:
    assert windows(TODAY, before_days=0, stages=(0,), catch_up_days=7) == ()


@given(
    st.integers(0, 10), st.lists(st.integers(0, 200), max_size=6), st.integers(1, 30),
    st.integers(-20, 300),
)  # fmt: skip
def test_an_instalment_is_told_of_one_stage_and_never_before_it_comes(
    before_days: int, stages: list[int], catch_up_days: int, days_late: int
) -> None:
    due_on = TODAY - DAY * days_late
    every = windows(TODAY, before_days=before_days, stages=stages, catch_up_days=catch_up_days)
    found = [one for one in every if one.since <= due_on <= one.until]
    reached = [stage for stage in stages if 0 < stage <= days_late]
    assert len(found) <= 1
    for one in found:
        if one.stage == SOON:
            assert -1 - before_days <= days_late <= -2
        else:
            assert one.stage == max(reached)
            assert days_late - one.stage < catch_up_days
