"""Many PINs at the same moment: never one guess more than the curve allows."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from minga.access import flows
from minga.access.models import Credential, Enrolment, Flow, FlowKind, OfficeSession, PinBlock
from minga.access.signer import local as sealing
from minga.access.tests import cast
from minga.access.tests.cast import PIN, Person
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.usefixtures("committed_db")
THREADS = 20
WRONG = "8306"


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that takes no time: tries meet at the counter and not in the signer's queue."""
    known: dict[bytes, bytes] = {}

    def seal(peppered: bytes, *_: object, **__: object) -> bytes:
        known[peppered] = peppered
        return peppered

    monkeypatch.setattr(sealing, "hash_secret", seal)
    monkeypatch.setattr(sealing, "verify_secret", lambda hashed, given, _: hashed == given)
    monkeypatch.setattr(sealing, "QUEUE_S", 30)


def at_once(people: list[Person], pins: list[str]) -> Counter[str]:
    """How each try ended."""

    def one(pair: tuple[Person, str]) -> str:
        person, pin = pair
        try:
            person.enter(pin)
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "in"

    pairs = list(zip(people, pins, strict=True))
    with ThreadPoolExecutor(len(pairs)) as pool:
        return Counter(pool.map(one, pairs))


def known_browser() -> tuple[Person, Member]:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    person.identify(who.document_number)
    return person, who


def test_accepts_three_guesses_of_twenty() -> None:
    person, who = known_browser()
    ended = at_once([person] * THREADS, [WRONG] * THREADS)
    assert ended == {"wrong_pin": 2, "pin_waits": THREADS - 2}
    assert Enrolment.objects.get(member=who).failures == 3
    assert Credential.objects.get(member=who).failures == 3


def test_would_accept_more_guesses_if_the_rows_were_not_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    person, _ = known_browser()
    ended = at_once([person] * THREADS, [WRONG] * THREADS)
    assert ended["wrong_pin"] > 2


def test_opens_one_session_for_the_right_pin_sent_twenty_times() -> None:
    person, who = known_browser()
    before = OfficeSession.objects.filter(member=who).count()
    ended = at_once([person] * THREADS, [PIN] * THREADS)
    assert ended == {"in": 1, "flow_elsewhere": THREADS - 1}
    assert OfficeSession.objects.filter(member=who).count() == before + 1


def test_counts_to_ten_over_many_browsers_at_once() -> None:
    """Five browsers with proven codes, four wrong PINs each at one moment: no eleventh guess."""
    who = cast.registered()
    people = []
    for minutes in (0, 2, 4, 61, 63):
        person, at = cast.stranger(), cast.later(minutes=minutes - 63)
        person.identify(who.document_number, at)
        person.try_code(cast.code_sent_to(who), at)
        flow = flows.find(person.sign_in, FlowKind.SIGN_IN, at)
        assert flow is not None
        Flow.objects.filter(id=flow.id).update(expires_at=cast.later(minutes=30))
        people.append(person)
    ended = at_once(people * 4, [WRONG] * 20)
    assert ended["in"] == 0
    assert Credential.objects.get(member=who).failures == 10
    assert PinBlock.objects.filter(credential=who.id).count() == 1


def test_decides_a_try_only_while_the_gate_is_open() -> None:
    """The right PIN that arrives with the fourth guess is not let in either."""
    person, _ = known_browser()
    at_once([person] * 3, [WRONG] * 3)
    assert at_once([person], [PIN]) == {"pin_waits": 1}
