"""Ley 2300 of 2023: when people may be written to about what they owe."""

from datetime import datetime, timedelta
from itertools import islice

import pytest

from minga.kit import parameters
from minga.kit.calendar import Calendar
from minga.kit.clock import BOGOTA
from minga.kit.models import Parameter
from minga.notices.contact_hours import next_allowed, openings

pytestmark = pytest.mark.django_db


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2025 in Colombia: the 1st is a Saturday, the 3rd and the 17th are
    holidays."""
    return datetime(2025, 11, day, hour, minute, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (moment(5, 10), moment(5, 10)),
        (moment(5, 7), moment(5, 7)),
        (moment(5, 6, 59), moment(5, 7)),
        (moment(5, 18, 59), moment(5, 18, 59)),
        (moment(5, 19), moment(6, 7)),
        (moment(7, 20), moment(8, 8)),  # Friday night: Saturday from eight
        (moment(8, 14, 59), moment(8, 14, 59)),
        (moment(8, 15), moment(10, 7)),  # Saturday afternoon: Monday
        (moment(9, 12), moment(10, 7)),  # Sunday
        (moment(15, 16), moment(18, 7)),  # the Monday after is a holiday
        (moment(17, 10), moment(18, 7)),
    ],
)
def test_goes_at_once_or_in_the_next_hour_that_is_allowed(at: datetime, goes: datetime) -> None:
    assert next_allowed(at) == goes


def test_a_saturday_that_is_a_holiday_has_no_hours() -> None:
    decreed = Calendar(added=frozenset({moment(8, 0).date()}))
    assert next_allowed(moment(8, 9), decreed) == moment(10, 7)
    assert next_allowed(moment(8, 9)) == moment(8, 9)  # the check can fail


def test_another_message_waits_for_another_day() -> None:
    found = list(islice(openings(moment(7, 11)), 4))
    assert found == [moment(7, 11), moment(8, 8), moment(10, 7), moment(11, 7)]


def test_the_hours_are_those_of_the_day_they_are_for() -> None:
    Parameter.objects.create(
        key="notices.contact.weekday_from", valid_from=moment(6, 0).date(), value="9",
        source="a test's own", confidence="P",
    )  # fmt: skip
    parameters.forget()
    assert next_allowed(moment(5, 6)) == moment(5, 7)
    assert next_allowed(moment(5, 20)) == moment(6, 9)
    parameters.forget()


def test_without_hours_nobody_is_written_to() -> None:
    with pytest.raises(parameters.MissingParameter):
        next_allowed(moment(5, 10) - timedelta(days=365 * 10))
