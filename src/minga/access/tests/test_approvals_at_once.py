"""One approval used by many at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from minga.access.tests.approval_cast import Approver
from minga.kit.refusal import Refusal

pytestmark = pytest.mark.usefixtures("committed_db")
THREADS = 12


def used_at_once(one: Approver) -> Counter[str]:
    """How each operation ended."""

    def use(_: int) -> str:
        try:
            with transaction.atomic(durable=True):
                one.use()
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "used"

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(use, range(THREADS)))


def test_of_many_at_once_one_uses_it() -> None:
    one = Approver()
    one.approve()
    assert used_at_once(one) == {"used": 1, "approval_used": THREADS - 1}


def test_would_be_used_twice_if_the_row_were_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Approver()
    one.approve()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    assert used_at_once(one)["used"] > 1


def test_a_code_tried_many_times_at_once_gets_three_tries() -> None:
    one = Approver()
    one.ask()
    one.enter_pin()
    code = str(one.message.payload["code"])

    def guess(number: int) -> str:
        try:
            one.enter_code(f"{(int(code) + 1 + number) % 10**6:06}")
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(THREADS) as pool:
        ended = Counter(pool.map(guess, range(THREADS)))
    assert ended == {"wrong_code": 2, "code_spent": THREADS - 2}
    assert one.row.code_failures == 3
