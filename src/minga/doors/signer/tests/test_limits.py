"""How many secrets may be tried."""

from uuid import UUID, uuid4

import pytest

from minga.access.pin_signer import NOBODY, Purpose
from minga.access.signer.protocol import Outcome
from minga.doors.signer import limits as module
from minga.doors.signer.limits import Limits

MARTA = uuid4()


class Watch:
    """A clock that a test turns."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def limits(watch: Watch, per_second: int = 1000, per_hour: int = 60) -> Limits:
    return Limits(per_second=per_second, per_subject_hour=per_hour, now=watch)


def tried(known: Limits, times: int, who: UUID = MARTA, purpose: int = Purpose.PIN) -> int:
    """How many of so many tries were let through."""
    return sum(known.admit(who, purpose) == Outcome.DONE for _ in range(times))


def test_lets_sixty_tries_of_a_member_through_in_an_hour(watch: Watch) -> None:
    known = limits(watch)
    assert tried(known, 10_000) == 60
    assert known.admit(MARTA, Purpose.PIN) == Outcome.LIMITED


def test_lets_through_one_more_a_minute_after_that(watch: Watch) -> None:
    known = limits(watch)
    tried(known, 60)
    watch.now += 59
    assert tried(known, 5) == 0
    watch.now += 2
    assert tried(known, 5) == 1


def test_would_give_ten_thousand_pins_away_in_a_week_at_the_earliest(watch: Watch) -> None:
    """Without a limit a machine tries them all in minutes."""
    known, found, began = limits(watch), 0, watch.now
    while found < 10_000:
        found += tried(known, 70)
        watch.now += 1800
    assert watch.now - began > 6.5 * 24 * 3600


def test_counts_members_and_purposes_apart(watch: Watch) -> None:
    known = limits(watch)
    tried(known, 60)
    assert tried(known, 1, uuid4()) == 1
    assert tried(known, 1, MARTA, Purpose.ANSWER) == 1


def test_limits_all_members_together_within_a_second(watch: Watch) -> None:
    known = limits(watch, per_second=10)
    assert sum(tried(known, 1, uuid4()) for _ in range(100)) == 10
    assert known.admit(uuid4(), Purpose.PIN) == Outcome.BUSY
    watch.now += 0.5
    assert sum(tried(known, 1, uuid4()) for _ in range(100)) == 5


def test_takes_nothing_from_a_member_when_all_are_too_many(watch: Watch) -> None:
    known = limits(watch, per_second=1, per_hour=2)
    tried(known, 50)
    watch.now += 2
    assert tried(known, 1) == 1


def test_takes_nothing_from_all_when_one_member_is_too_much(watch: Watch) -> None:
    known = limits(watch, per_second=10, per_hour=1)
    assert tried(known, 1000) == 1
    assert sum(tried(known, 1, uuid4()) for _ in range(20)) == 9


def test_never_limits_the_decoy_by_the_hour(watch: Watch) -> None:
    assert tried(limits(watch), 500, NOBODY) == 500


def test_remembers_only_so_many_members_and_drops_those_that_are_quiet(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SUBJECTS_MAX", 3)
    known = limits(watch)
    assert sum(tried(known, 1, uuid4()) for _ in range(10)) == 3
    watch.now += 61
    assert sum(tried(known, 1, uuid4()) for _ in range(10)) == 3
