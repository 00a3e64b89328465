"""Many numbers from one address at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from minga.access import sources
from minga.access.sources import TooManyNumbers
from minga.access.tests import cast
from minga.access.tests.cast import Person

pytestmark = pytest.mark.usefixtures("committed_db")
TIMES = 20


def burst() -> Counter[str]:
    """How each of twenty different numbers from one address ended."""
    by = cast.somebody()

    def one(number: str) -> str:
        try:
            Person(by).identify(number)
        except TooManyNumbers as refused:
            return refused.code
        finally:
            connection.close()
        return "admitted"

    with ThreadPoolExecutor(TIMES) as pool:
        return Counter(pool.map(one, [cast.number() for _ in range(TIMES)]))


def test_admits_ten_numbers_of_a_burst() -> None:
    assert burst() == {"admitted": 10, "too_many_numbers": 10}


def test_would_admit_more_if_addresses_did_not_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "take_turns", lambda *_: None)
    assert burst()["admitted"] > 10


def test_begins_one_flow_with_one_page_however_often_it_is_sent_at_once() -> None:
    who, by = cast.registered(), cast.somebody()

    def one(_: int) -> str:
        try:
            return Person(by).identify(who.document_number, page="c" * 32 + who.id.hex).token
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        assert len(set(pool.map(one, range(TIMES)))) == 1
    assert len(cast.codes_sent_to(who.email)) == 1
