"""Orders and marks at the same moment never go beyond what the law allows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from minga.kit import clock, ids
from minga.kit.money import ZERO, Money
from minga.payments.gmf_room import cap_of_month
from minga.payments.make_transfer import make_transfer
from minga.payments.mark_exempt_account import STATEMENT, OtherAccountMarked, mark_exempt_account
from minga.payments.models import Transfer
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.models import GmfExemption, GmfUse

NOW = datetime(2026, 10, 15, 15, tzinfo=UTC)  # of a year with a UVT


def at_once[T](what: Callable[[int], T], times: int) -> list[T]:
    def one(number: int) -> T:
        try:
            return what(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def mark(who: Person, account: UUID) -> bool:
    try:
        mark_exempt_account(member_id=who.id, account_id=account, statement=STATEMENT, at=NOW)
    except OtherAccountMarked:
        return False
    return True


def test_eight_orders_at_once_never_use_more_than_the_month(committed_db: None) -> None:
    marta = person("Marta")
    deposit(marta.savings, 100_000_000)
    mark(marta, marta.savings)
    each = Money.of(5_000_000)

    def order(_: int) -> Money:
        made = make_transfer(
            member_id=marta.id, source_id=marta.savings, destination_id=marta.aportes, amount=each,
            note="", key=ids.uuid7(), at=NOW,
        )  # fmt: skip
        return Money(Transfer.objects.get(id=made.id).cost)

    charged = sum(at_once(order, 8), ZERO)
    cap = cap_of_month(clock.business_date(NOW))
    assert Money(GmfUse.objects.get(account_id=marta.savings).used) == cap
    taxed = Money.of(40_000_000) - cap
    assert abs(charged.amount - taxed.amount * 4 / 1000) <= 1


def test_two_marks_at_once_leave_one(committed_db: None) -> None:
    marta = person("Marta")
    accounts = (marta.savings, marta.second_savings)
    marked = at_once(lambda number: mark(marta, accounts[number]), 2)
    assert sorted(marked) == [False, True]
    assert GmfExemption.objects.filter(member_id=marta.id, ended_at=None).count() == 1
