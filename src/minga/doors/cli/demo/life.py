"""What two years do to a member's accounts: money in as they earn it, money out as people live.

Amounts are whole centavos. Nothing is ever taken from an account that does not have it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from minga.doors.cli.demo import ways
from minga.doors.cli.demo.brought import goal_of
from minga.doors.cli.demo.people import Living, Person
from minga.doors.cli.demo.ways import INTEREST, Event

MONTHS_TOLD = 24
GOAL = "Cuota de tu meta"
MONTHLY_RATE_PER_MIL = 2  # interest of the demo's savings; no real cooperative's rate


class Movement(NamedTuple):
    """One line of the file of movements, with the balance it leaves."""

    number: str
    day: date
    text: str
    side: str
    cents: int
    balance: int


def first_day(until: date) -> date:
    """Where the two years begin: the first of a month."""
    return date(until.year - MONTHS_TOLD // 12, until.month, 1)


def movements_of(person: Person, until: date) -> list[Movement]:
    """All movements of a person's accounts up to a day, in the order they happened."""
    start = max(first_day(until), person.joined(until))
    events = [event for event in _events(person, start, until) if start <= event.day <= until]
    events.sort(key=lambda event: event.day)
    return list(_walk(events))


def _events(person: Person, start: date, until: date) -> Iterator[Event]:
    chance = person.chance("life")
    income = ways.monthly_income(person.living, chance)
    spent = income * chance.randrange(860, 1060) // 1000  # the thrifty and the others
    quota = max(20_000, income * 3 // 100 // 10_000 * 10_000)
    if start > person.joined(until):
        yield from _brought(person, start, income, quota, chance)
    for month in _months(start, until):
        if person.sight:
            yield from ways.earn(person.living, month, income, person.sight[0], chance)
            yield from ways.spend(person.living, month, spent, person.sight[0], chance)
            yield from _save(person, month, income)
            yield Event(ways.last_of(month), INTEREST, None, None, person.sight[0])
        yield _quota(person, month, quota)
    yield from _goal(person, until)


def _brought(
    person: Person, start: date, income: int, quota: int, chance: Random
) -> Iterator[Event]:
    """What they had when the history begins."""
    years = (person.member_days // 365) - 1
    for number in person.sight:
        pesos = income * chance.randrange(200, 1600) // 1000
        yield Event(start, "Saldo inicial", pesos * 100, None, number)
    yield Event(start, "Saldo inicial", max(1, years) * 12 * quota * 100, None, person.aportes)


def _save(person: Person, month: date, income: int) -> Iterator[Event]:
    if len(person.sight) > 1:
        first, second = person.sight[:2]
        pesos = income * 6 // 100
        yield Event(month.replace(day=16), "Traslado a mi otra cuenta", pesos * 100, first, second)


def _quota(person: Person, month: date, quota: int) -> Event:
    source = person.sight[0] if person.sight and person.living is not Living.CHILD else None
    return Event(month.replace(day=5), ways.QUOTA, quota * 100, source, person.aportes)


def _goal(person: Person, until: date) -> Iterator[Event]:
    goal = goal_of(person, until)
    if goal is None:
        return
    first, cents = goal["primera_cuota"], int(str(goal["cuota"])) * 100
    assert isinstance(first, date)
    for month in _months(first, until):
        source, target = str(goal["cuenta_debito"]), str(goal["numero_cuenta"])
        yield Event(month.replace(day=first.day), GOAL, cents, source, target)


def _months(start: date, until: date) -> Iterator[date]:
    month = start.replace(day=1)
    while month <= until:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _walk(events: list[Event]) -> Iterator[Movement]:
    balances: Counter[str] = Counter()
    for event in events:
        cents = event.cents
        if cents is None:
            cents = balances[event.target or ""] * MONTHLY_RATE_PER_MIL // 1000
        if cents <= 0 or (event.source and balances[event.source] < cents):
            continue
        for number, side, sign in ((event.source, "D", -1), (event.target, "C", 1)):
            if number:
                balances[number] += sign * cents
                yield Movement(number, event.day, event.text, side, cents, balances[number])
