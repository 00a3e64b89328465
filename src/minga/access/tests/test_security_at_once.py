"""Changing and closing an access while somebody else tries to get in, at the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from minga.access import access_blocks, pin_gate
from minga.access.block_access import block_access
from minga.access.change_pin import change_pin
from minga.access.models import AccessBlock, Credential, Enrolment, OfficeSession
from minga.access.signer import local as sealing
from minga.access.tests import cast
from minga.access.tests.cast import PIN, Person, later
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.usefixtures("committed_db")
TIMES = 12
NOW = later(minutes=2)


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that takes no time: tries meet at the rows and not in the signer's queue."""
    monkeypatch.setattr(sealing, "hash_secret", lambda peppered, *_, **__: peppered)
    monkeypatch.setattr(sealing, "verify_secret", lambda hashed, given, _: hashed == given)
    monkeypatch.setattr(sealing, "QUEUE_S", 30)


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


def inside() -> tuple[Person, Member]:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    return person, who


def change(person: Person, current: str, pin: str) -> Callable[[], object]:
    return lambda: change_pin(
        session_token=person.session, current=current, pin=pin, by=person.by, at=NOW
    )


def test_counts_three_wrong_pins_of_many_and_changes_nothing() -> None:
    person, who = inside()
    ended = at_once([change(person, "8306", "3961")] * TIMES)
    assert ended == {"wrong_pin": 2, "pin_waits": TIMES - 2}
    assert Credential.objects.get(member=who).failures == 3


def test_changes_the_pin_once_when_many_changes_arrive() -> None:
    person, _ = inside()
    ended = at_once([change(person, PIN, f"396{digit}") for digit in range(4, 9)])
    assert ended["done"] == 1
    # Whoever comes after the change has the old PIN: a wrong one, and counted as such.
    assert set(ended) <= {"done", "pin_needed", "wrong_pin", "pin_waits"}


def test_lets_one_of_two_sessions_change_it_and_ends_the_other() -> None:
    one, who = inside()
    other = cast.stranger()
    other.sign_in_anew(who, later(minutes=1.5))
    ended = at_once([change(one, PIN, "3961"), change(other, PIN, "3964")])
    assert ended == {"done": 1, "session_over": 1}
    assert OfficeSession.objects.filter(member=who, ended_at=None).count() == 1


def nobody_inside(who: Member) -> bool:
    return not (
        OfficeSession.objects.filter(member=who, ended_at=None).exists()
        or Enrolment.objects.filter(member=who, ended_at=None).exists()
    )


@pytest.mark.parametrize("round_", range(5))
def test_leaves_nobody_inside_however_a_sign_in_and_a_block_meet(round_: int) -> None:
    person, who = inside()
    person.identify(who.document_number, NOW)
    block = lambda: block_access(session_token=person.session, by=person.by, at=NOW)  # noqa: E731
    known = Person(person.by, browser=person.browser, sign_in=person.sign_in)
    ended = at_once([block, lambda: known.enter(PIN, NOW)])
    assert ended["done"] >= 1
    assert access_blocks.is_open(who.id)
    assert nobody_inside(who)


def test_would_leave_somebody_inside_without_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a gate that knows nothing of blocks and of browsers that ended."""
    person, who = inside()
    person.identify(who.document_number, NOW)
    monkeypatch.setattr(pin_gate, "closed", lambda *_: None)
    AccessBlock.objects.create(member=who, at=NOW, why="test")
    assert at_once([lambda: person.enter(PIN, NOW)]) == {"done": 1}
    assert not nobody_inside(who)


def test_blocks_once_when_it_is_asked_for_many_times() -> None:
    person, who = inside()
    block = lambda: block_access(session_token=person.session, by=person.by, at=NOW)  # noqa: E731
    ended = at_once([block] * TIMES)
    assert set(ended) <= {"done", "session_over"}
    assert AccessBlock.objects.filter(member=who).count() == 1
