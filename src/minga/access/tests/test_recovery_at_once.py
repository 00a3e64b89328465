"""One link used many times at the same moment, and one code, and one new PIN."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from minga.access.models import Flow, FlowKind, MoneyHold
from minga.access.tests import cast
from minga.access.tests.cast import later
from minga.access.tests.recovery_cast import (
    Forgetful,
    forgetful,
    link_sent_to,
    links_sent_to,
    with_mobile,
)
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.usefixtures("committed_db")
TIMES = 10


def at_once(acts: list[Callable[[], object]]) -> Counter[str]:
    """How each of them ended."""

    def one(act: Callable[[], object]) -> str:
        try:
            act()
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


def opened(who: Member, holders: list[str]) -> tuple[Counter[str], list[Forgetful]]:
    forgetful().forgot_pin(who)
    link = link_sent_to(who)
    people = [forgetful() for _ in holders]

    def act(person: Forgetful, holder: str) -> Callable[[], object]:
        return lambda: person.open_link(link, holder=holder)

    ended = at_once([act(*one) for one in zip(people, holders, strict=True)])
    return ended, people


def test_lets_one_of_many_use_a_link_instead_of_a_code() -> None:
    """Also the twin that went to the other address: it is one way in."""
    who = with_mobile()
    for minutes in (0, 2, 4, 6):
        cast.stranger().identify(who.document_number, later(minutes=minutes))
    links = [str(one.payload["token"]) for one in cast.ways_in_sent_to(who)] * (TIMES // 2)

    def act(link: str) -> Callable[[], object]:
        return lambda: cast.stranger().open_way_in(link, later(minutes=6))

    ended = at_once([act(link) for link in links])
    assert ended == {"done": 1, "link_refused": TIMES - 1}
    assert Flow.objects.filter(kind=FlowKind.SIGN_IN, member=who).count() == 1


def test_sends_one_link_however_many_ask_at_once() -> None:
    who = cast.registered()
    for minutes in (0, 2, 4):
        cast.stranger().identify(who.document_number, later(minutes=minutes))

    def ask() -> None:
        cast.stranger().identify(who.document_number, later(minutes=6))

    assert at_once([ask] * TIMES) == {"done": TIMES}
    assert len(cast.ways_in_sent_to(who)) == 1


def test_lets_one_of_many_use_a_link() -> None:
    who = with_mobile()
    ended, _ = opened(who, [f"page {nth}" for nth in range(TIMES)])
    assert ended == {"done": 1, "link_refused": TIMES - 1}
    assert Flow.objects.filter(kind=FlowKind.RECOVER_PIN, member=who).count() == 1
    assert len(cast.codes_sent_to(who.mobile)) == 1


def test_one_page_pressed_many_times_begins_once() -> None:
    who = with_mobile()
    ended, people = opened(who, ["one page"] * TIMES)
    assert ended == {"done": TIMES}
    assert len({one.recovering for one in people}) == 1
    assert len(cast.codes_sent_to(who.mobile)) == 1


def test_would_be_used_more_than_once_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self: self)
    ended, _ = opened(with_mobile(), [f"page {nth}" for nth in range(TIMES)])
    assert ended["done"] > 1


def test_lets_one_of_many_use_the_code_and_one_change_the_pin() -> None:
    who = with_mobile()
    _, (person,) = opened(who, ["page"])
    code = cast.code_sent_to(who)
    ended = at_once([lambda: person.try_recovery_code(code)] * TIMES)
    assert ended == {"done": 1, "flow_elsewhere": TIMES - 1}
    assert at_once([person.change_pin] * 4) == {"done": 1, "flow_elsewhere": 3}


def test_holds_the_money_once() -> None:
    who = cast.registered()
    _, (person,) = opened(who, ["page"])
    assert at_once([person.change_pin] * 4) == {"done": 1, "flow_elsewhere": 3}
    assert MoneyHold.objects.filter(member=who).count() == 1


def test_many_who_ask_at_once_get_three_links() -> None:
    who = cast.registered()
    at_once([lambda: forgetful().forgot_pin(who) for _ in range(TIMES)])
    assert len(links_sent_to(who.email)) == 3
