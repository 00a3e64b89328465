"""Which members are told that their CDAT ends soon: each deposit once."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.day_close.close_day import close_day, close_through
from minga.day_close.tests.telling import dies_telling
from minga.kit import parameters, sql
from minga.kit.clock import BOGOTA
from minga.kit.models import OutboxMessage, Parameter
from minga.members.models import Member
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.tests.cast import deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.models import MaturityInstruction, TermDeposit, TermNotice
from minga.savings.term_reminder_close import TOPIC, reminders_of_deposits

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MATURES = date(2026, 6, 1)  # a Monday
SOON_CLOSE = MATURES - 6 * DAY  # read five days before
STEP = "savings.reminders"


def depositor(email: str = "quien@correo.co", **changes: Any) -> TermDeposit:
    """Somebody with an e-mail and a CDAT that matures that Monday."""
    who = person("Marta")
    Member.objects.filter(id=who.id).update(email=email)
    deposit(who.savings, 30_000_000, on=OPENED - DAY)
    return open_cdat(who, cdat_plan(), **changes)


def says(key: str, value: str) -> None:
    Parameter.objects.create(
        key=key, valid_from=date(2021, 1, 1), value=value, source="a test's own", confidence="P"
    )


def close(day: date) -> dict[str, str]:
    """One day on the morning after it; answers what the step counted."""
    return dict(close_day(day=day, at=at(day + DAY)).steps[STEP])


def told() -> list[str]:
    """The deposit of each message, in the order in which they go."""
    found = OutboxMessage.objects.filter(topic=TOPIC).order_by("next_attempt_at", "id")
    return [one.payload["deposit_id"] for one in found]


def goes() -> list[datetime]:
    found = OutboxMessage.objects.filter(topic=TOPIC).order_by("next_attempt_at")
    return [one.next_attempt_at.astimezone(BOGOTA) for one in found]


def test_five_days_before_once_and_never_again() -> None:
    made = depositor()
    for n in range(3, -1, -1):
        close(SOON_CLOSE - n * DAY)
        assert told() == ([] if n else [str(made.id)])
    assert goes() == [datetime.combine(MATURES - 5 * DAY, time(10), tzinfo=BOGOTA)]
    for n in range(1, 9):
        close(SOON_CLOSE + n * DAY)
    assert told() == [str(made.id)]


def test_waits_for_an_hour_in_which_people_may_be_told() -> None:
    depositor(days=93)  # matures on Thursday the 4th: five days before is a Saturday
    night = datetime.combine(date(2026, 5, 30), time(16), tzinfo=BOGOTA)
    close_day(day=date(2026, 5, 29), at=night)
    assert goes() == [datetime.combine(date(2026, 6, 1), time(7), tzinfo=BOGOTA)]


def test_a_missed_day_is_told_while_it_can_be_changed() -> None:
    made = depositor()
    close(MATURES - 2 * DAY)
    assert told() == [str(made.id)]


def test_nothing_once_nothing_can_be_changed() -> None:
    depositor()
    close(MATURES - DAY)
    assert told() == []


def test_days_that_are_caught_up_tell_nothing_but_the_last_one() -> None:
    made = depositor()
    close(SOON_CLOSE - 10 * DAY)
    day = SOON_CLOSE + 2 * DAY
    done = close_through(day=day, today=day + DAY, at=at(day + DAY))
    assert [dict(one.steps[STEP]) for one in done][:-1] == [{}] * 11
    assert told() == [str(made.id)]


def test_a_renewed_deposit_is_told_of_its_own_end() -> None:
    made = depositor(instruction=MaturityInstruction.RENEW_CAPITAL)
    close(SOON_CLOSE)
    close(MATURES - DAY)
    after = TermDeposit.objects.get(renews=made)
    assert after.matures_on == date(2026, 8, 30)
    close(after.matures_on - 6 * DAY)
    assert told() == [str(made.id), str(after.id)]


def test_a_cancelled_one_is_told_nothing() -> None:
    made = depositor()
    moment = at(OPENED + DAY)
    pays = quote_exit(made.member_id, made.id, moment).pays
    cancel_term_deposit(member_id=made.member_id, deposit_id=made.id, pays=pays, at=moment)
    assert close(SOON_CLOSE) == {"told_maturing": "0", "unreachable": "0"}
    assert told() == []


def test_the_days_are_those_of_the_parameter_and_none_tells_nobody() -> None:
    made = depositor()
    says("notices.cdat_before_days", "2")
    close(SOON_CLOSE)
    assert told() == []
    close(MATURES - 3 * DAY)
    assert told() == [str(made.id)]


def test_nobody_when_the_days_are_none() -> None:
    depositor()
    says("notices.cdat_before_days", "0")
    assert close(SOON_CLOSE) == {}
    assert told() == []


def test_says_how_many_were_told_and_who_has_no_address() -> None:
    depositor()
    depositor(email="")
    assert close(SOON_CLOSE) == {"told_maturing": "1", "unreachable": "1"}


def test_a_close_that_dies_half_way_tells_once_when_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    depositor()
    with dies_telling(monkeypatch):
        close(SOON_CLOSE)
    assert told() == []
    assert not TermNotice.objects.exists()
    close(SOON_CLOSE)
    close(SOON_CLOSE)
    assert len(told()) == 1


def test_without_its_record_it_would_be_told_twice() -> None:
    depositor()
    close(SOON_CLOSE)
    TermNotice.objects.all().delete()
    close(SOON_CLOSE + DAY)
    assert len(told()) == 2


def test_costs_two_statements_however_many_deposits_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(4):
        depositor()
    parameters.text("notices.cdat_before_days", SOON_CLOSE)  # read before they are counted
    run, real = [], sql._execute

    def counted(statement: str, *given: Any, **more: Any) -> Any:
        run.append(statement)
        return real(statement, *given, **more)

    monkeypatch.setattr("minga.kit.sql._execute", counted)
    with CaptureQueriesContext(connection) as seen:
        found = reminders_of_deposits(day=SOON_CLOSE, at=at(SOON_CLOSE + DAY), before={})
    assert found["told_maturing"] == "4"
    assert len(run) + len(seen) == 2
