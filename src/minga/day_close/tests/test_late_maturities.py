"""A maturity that is closed late is the one that would have been closed in its time."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest

from minga.day_close.close_day import close_through
from minga.day_close.tests.test_loan_properties import taken_back
from minga.kit.money import Money
from minga.ledger import openings
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.instruct_term_deposit import (
    DepositEnded,
    TooLateToInstruct,
    instruct_term_deposit,
)
from minga.savings.models import MaturityInstruction, TermDeposit, TermInstruction
from minga.savings.queries import products_of
from minga.savings.term_queries import deposit_of
from minga.savings.term_schedule import instructed_until

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REDEEM, RENEW_ALL = MaturityInstruction.REDEEM, MaturityInstruction.RENEW_ALL
TUESDAY, SUNDAY = OPENED + 91 * DAY, OPENED + 96 * DAY  # 7 June 2026; the Monday is a holiday
BUSINESS = date(2026, 6, 9)


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.savings, 20_000_000, on=OPENED - DAY)
    return who


def opened(who: Person, days: int = 91) -> TermDeposit:
    made = open_cdat(who, cdat_plan(), days=days, instruction=REDEEM)
    eve = made.matures_on - 5 * DAY  # closes begin somewhere
    close(eve, on=eve + DAY)
    return made


def close(until: date, *, on: date) -> None:
    close_through(day=until, today=on, at=at(on))


def ask(who: Person, made: TermDeposit, what: MaturityInstruction, when: datetime) -> None:
    instruct_term_deposit(member_id=who.id, deposit_id=made.id, what=what, at=when)


def how_it_ended(who: Person, made: TermDeposit) -> tuple[str, date, int, list[Money]]:
    end = TermDeposit.objects.get(id=made.id).end
    followed = TermDeposit.objects.filter(renews=made).count()
    return end.how, end.on, followed, [one.total for one in products_of(who.id)]


def test_what_is_asked_for_after_the_maturity_is_refused_and_would_not_count(
    marta: Person,
) -> None:
    made = opened(marta)
    assert made.matures_on == TUESDAY
    late = TUESDAY + 3 * DAY
    with pytest.raises(TooLateToInstruct) as refusal:
        ask(marta, made, RENEW_ALL, at(late))
    assert refusal.value.until == TUESDAY - DAY
    TermInstruction.objects.create(deposit=made, what=RENEW_ALL, at=at(late), actor="member:x")
    view = deposit_of(marta.id, made.id, late)
    assert view is not None
    assert view.instruction == REDEEM
    close(late, on=late + DAY)
    assert how_it_ended(marta, made)[:3] == ("redeemed", TUESDAY, 0)


@pytest.mark.parametrize(("days", "until"), [(91, TUESDAY - DAY), (96, BUSINESS - DAY)])
def test_the_last_day_counts_whole_and_the_next_one_not_at_all(
    marta: Person, days: int, until: date
) -> None:
    made = opened(marta, days)
    assert instructed_until(made.matures_on) == until
    last = at(until).replace(hour=4, minute=59) + DAY  # a minute to midnight there
    ask(marta, made, RENEW_ALL, last)
    with pytest.raises(TooLateToInstruct):
        ask(marta, made, REDEEM, last + timedelta(minutes=1))
    close(until + 4 * DAY, on=until + 5 * DAY)
    assert how_it_ended(marta, made)[:3] == ("renewed", until + DAY, 1)


@pytest.mark.parametrize("days", [91, 96])
@pytest.mark.parametrize("asks", [-3, -1, 0, 1, 3])
def test_catching_up_equals_having_closed_each_day(marta: Person, days: int, asks: int) -> None:
    made = opened(marta, days)
    moment = made.matures_on + asks * DAY
    ends = []
    for is_late in (False, True):
        with taken_back():
            for day in (made.matures_on + n * DAY for n in range(-4, 7)):
                if day == moment:
                    with suppress(TooLateToInstruct, DepositEnded):
                        ask(marta, made, RENEW_ALL, at(day))
                if not is_late:
                    close(day, on=day + DAY)
            close(made.matures_on + 7 * DAY, on=made.matures_on + 8 * DAY)
            ends.append(how_it_ended(marta, made))
    assert ends[0] == ends[1]
    in_time = moment <= instructed_until(made.matures_on)
    assert ends[0][0] == ("renewed" if in_time else "redeemed")


def test_what_came_with_it_from_another_system_was_asked_for_in_time(marta: Person) -> None:
    made = opened(marta)
    made.instructions.all().delete()
    TermInstruction.objects.create(
        deposit=made, what=RENEW_ALL, at=at(TUESDAY + 5 * DAY), actor=openings.ACTOR
    )
    close(TUESDAY + DAY, on=TUESDAY + 6 * DAY)
    assert how_it_ended(marta, made)[0] == "renewed"
