"""One order for a CDAT pressed many times at once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from minga.day_close.tests.test_term_deposits import AT, DAY, OPENED, holds, order
from minga.kit import ids
from minga.kit.money import Money
from minga.payments.open_term_deposit import open_term_deposit
from minga.payments.tests.cast import deposit, person
from minga.savings.models import ProductKind, TermRate
from minga.savings.tests.plans import plan


@pytest.mark.usefixtures("committed_db")
def test_one_key_at_once_opens_one_deposit() -> None:
    who = person("Ana")
    deposit(who.savings, 50_000_000, on=OPENED - DAY)
    made = plan(ProductKind.TERM, "0")
    TermRate.objects.create(
        plan=made, valid_from=OPENED, amount_from=0, days_from=30, rate_ea=Decimal("0.1")
    )
    key, asked = ids.uuid7(), order(who, made)

    def press(_: int) -> UUID:
        try:
            return open_term_deposit(member_id=who.id, order=asked, key=key, at=AT).id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as fingers:
        assert len(set(fingers.map(press, range(8)))) == 1
    assert holds(who.savings) == Money.of(50_000_000 - 10_000_000 - 40_000)
