"""Two people who apply the assembly's decision at once."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection

from minga.kit.models import OutboxMessage, Parameter
from minga.payments.tests.test_revalue_aportes import AT, fill, revalued, saver, total
from minga.savings.models import AportesCredit, AportesRevaluation
from minga.savings.revaluation_rules import Decision, set_cpi
from minga.savings.revalue_aportes import TOPIC, quote_revaluation

# A year that nobody else in the tests revalues: what is posted here stays in the books.
LONG_AGO = Decision(Decimal("0.03"), 1995, "Acta 7", date(1996, 3, 20))


@pytest.fixture
def thrown_away(committed_db: None) -> Iterator[None]:
    """What this test commits and other tests must not find."""
    yield
    AportesCredit.objects.all().delete()
    AportesRevaluation.objects.all().delete()
    OutboxMessage.objects.filter(topic=TOPIC).delete()
    Parameter.objects.filter(key="cpi.1995").delete()


def test_asked_for_twice_at_once_it_is_posted_once(thrown_away: None) -> None:
    del thrown_away
    set_cpi(year=1995, rate=Decimal("0.19"), source="x", staff="staff:ana", at=AT)
    who, ends = saver(1_000_000, on=date(1995, 6, 30)), []
    fill(int(quote_revaluation(decision=LONG_AGO, at=AT).total.amount))

    def ask() -> None:
        try:
            ends.append(revalued(LONG_AGO).is_done)
        finally:
            connection.close()

    both = [Thread(target=ask) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(ends) == [False, True]
    assert total(who) == 1_030_000
