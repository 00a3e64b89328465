"""While money is held, nothing leaves."""

import pytest

from minga.access.models import MoneyHold
from minga.access.money_holds import MoneyHeld, hold, require_none
from minga.access.queries import money_hold
from minga.access.tests import cast
from minga.access.tests.cast import AT, later

pytestmark = pytest.mark.django_db


def test_refuses_until_the_last_hold_ends() -> None:
    who, other = cast.member(), cast.member()
    require_none(who.id, AT)
    hold(who.id, why="pin_recovered", until=later(hours=24), at=AT)
    hold(who.id, why="pin_recovered", until=later(hours=2), at=AT)
    with pytest.raises(MoneyHeld) as held:
        require_none(who.id, later(hours=3))
    assert held.value.until == later(hours=24)
    require_none(who.id, later(hours=24))
    require_none(other.id, AT)


def test_does_not_count_a_hold_that_was_lifted() -> None:
    who = cast.member()
    hold(who.id, why="pin_recovered", until=later(hours=24), at=AT)
    MoneyHold.objects.filter(member=who).update(lifted_at=AT, lifted_why="office")
    assert money_hold(who.id, AT) is None
