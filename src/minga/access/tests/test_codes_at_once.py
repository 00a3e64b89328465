"""One code entered many times at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from minga.access import flows
from minga.access.models import OneTimeCode
from minga.access.tests import cast
from minga.access.tests.cast import Person, later
from minga.kit.refusal import Refusal

pytestmark = pytest.mark.usefixtures("committed_db")
TIMES = 12


def at_once(person: Person, tried: list[str]) -> Counter[str]:
    """How each of the tries ended."""

    def one(code: str) -> str:
        try:
            person.try_code(code)
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(len(tried)) as pool:
        return Counter(pool.map(one, tried))


def test_lets_one_of_many_use_a_code() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    ended = at_once(person, [cast.code_sent_to(who)] * TIMES)
    assert ended == {"in": 1, "flow_elsewhere": TIMES - 1}


def test_counts_wrong_codes_that_arrive_together() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    ended = at_once(person, [cast.wrong(cast.code_sent_to(who))] * TIMES)
    assert ended == {"wrong_code": 2, "code_spent": TIMES - 2}
    assert OneTimeCode.objects.get(digests__has_key=str(who.id)).tries == 3


def test_would_miscount_wrong_codes_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "held", flows.at_stage)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self: self)

    def miscounts() -> bool:
        who, person = cast.registered(), cast.stranger()
        person.identify(who.document_number)
        return at_once(person, [cast.wrong(cast.code_sent_to(who))] * TIMES)["wrong_code"] > 2

    assert any(miscounts() for _ in range(20)), "a race may be missed once, not twenty times"


def test_sends_one_code_when_many_browsers_ask_at_once() -> None:
    who = cast.registered()
    people = [cast.stranger() for _ in range(TIMES)]

    def ask(person: Person) -> None:
        try:
            person.identify(who.document_number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        list(pool.map(ask, people))
    assert len(cast.codes_sent_to(who.email)) == 1
    live = OneTimeCode.objects.filter(
        subject=bytes(people[0].flow.subject), closed_at=None, superseded_at=None, silent=False
    )
    assert live.count() == 1
    assert later(seconds=1) > live.get().issued_at
