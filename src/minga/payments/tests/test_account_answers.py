"""Two employees answer one request at the same moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from minga.kit.ids import uuid7
from minga.payments.ask_account import ask_account
from minga.payments.tests.cast import person
from minga.savings.account_request_queries import account_request_for_staff
from minga.savings.account_requests import AccountRequestOver, decide_account_request
from minga.savings.models import (
    AccountRequest,
    AccountRequestEvent,
    AccountStep,
    ProductKind,
    SavingsPlan,
)
from minga.savings.tests.plans import plan

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def young(committed_db: None) -> Iterator[SavingsPlan]:
    """It is really committed, and other tests have plans and requests of their own."""
    made = plan(ProductKind.SIGHT, "0.04", opening_min=Decimal(20_000))
    yield made
    AccountRequestEvent.objects.filter(request__plan=made).delete()
    AccountRequest.objects.filter(plan=made).delete()
    SavingsPlan.objects.filter(id=made.id).update(offered_from=date(2999, 1, 1))


def test_of_two_answers_at_once_one_stands(young: SavingsPlan) -> None:
    asked = ask_account(
        member_id=person("Marta").id, plan_code=young.code, source_id=None, key=uuid7(), at=AT
    ).request_id
    number = AccountRequest.objects.get(id=asked).number
    gate, late = Barrier(2), []

    def answer(opens: bool) -> None:
        gate.wait()
        try:
            decide_account_request(
                number=number, staff="staff:ana", opens=opens, why="Porque sí", at=AT
            )
        except AccountRequestOver as refusal:
            late.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=(opens,)) for opens in (True, False)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found = account_request_for_staff(asked)
    assert found is not None
    assert (len(late), len(found.story)) == (1, 2)
    assert (found.status == AccountStep.OPENED) == (found.account_id is not None)
