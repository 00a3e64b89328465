"""Answers at the same moment: each challenge opens one session, and no counter is passed twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.db.models import QuerySet

from minga.access.models import OfficeSession, Passkey, PasskeyChallenge
from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator
from minga.access.tests.passkey_cast import KeyHolder, begin, finish, inside, with_key
from minga.kit.refusal import Refusal

pytestmark = pytest.mark.usefixtures("committed_db")
THREADS = 8


def at_once(acts: list[Callable[[], object]]) -> Counter[str]:
    """How each act ended."""

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


def same_answer(holder: KeyHolder) -> list[Callable[[], object]]:
    begun = begin(cast.stranger())
    answer = holder.device.sign(begun.options)
    return [partial(finish, cast.stranger(), begun.holder, answer)] * THREADS


def key_and_copy(holder: KeyHolder) -> list[Callable[[], object]]:
    """Two sign-ins, by a key and by its copy, which count alike."""
    copy = Authenticator(
        key=holder.device.key,
        credential_id=holder.device.credential_id,
        user_handle=holder.device.user_handle,
    )
    acts: list[Callable[[], object]] = []
    for one in (holder.device, copy):
        begun = begin(cast.stranger())
        acts.append(partial(finish, cast.stranger(), begun.holder, one.sign(begun.options)))
    return acts


def test_one_answer_opens_one_session() -> None:
    holder = with_key()
    before = OfficeSession.objects.filter(member=holder.who).count()
    assert at_once(same_answer(holder)) == {"done": 1, "passkey_refused": THREADS - 1}
    assert OfficeSession.objects.filter(member=holder.who).count() == before + 1


def test_would_open_more_if_taking_were_not_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "minga.access.passkey_challenges.take",
        lambda asked, challenge, at: PasskeyChallenge.objects.filter(challenge=challenge).exists(),
    )
    holder = with_key()
    holder.device.step = 0
    assert at_once(same_answer(holder))["done"] > 1


def test_of_two_signatures_with_the_same_count_one_is_a_copys() -> None:
    holder = with_key()
    assert at_once(key_and_copy(holder)) == {"done": 1, "passkey_refused": 1}
    assert Passkey.objects.get(member=holder.who).removed_why == "copied"


def test_would_take_both_if_the_credential_were_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    assert any(at_once(key_and_copy(with_key())) == {"done": 2} for _ in range(40))


def test_a_member_gets_no_eleventh_key_at_once() -> None:
    holder = inside()
    for _ in range(9):
        holder.device = Authenticator()
        holder.add()
    made = [Authenticator().make(holder.options()) for _ in range(4)]
    ended = at_once([partial(holder.keep, answer) for answer in made])
    assert ended == {"done": 1, "too_many_passkeys": 3}
