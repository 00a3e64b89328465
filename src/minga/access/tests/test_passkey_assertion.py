"""A signature for something: an approval or a recovery of one known member."""

import json
import re
from datetime import datetime
from hashlib import sha256

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from webauthn import verify_authentication_response

from minga.access import passkey_assertion
from minga.access.models import Passkey, PasskeyPurpose
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked
from minga.access.policy import policy
from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator, data, text
from minga.access.tests.cast import AT, later
from minga.access.tests.passkey_cast import SITE, KeyHolder, begin, finish, inside, with_key

pytestmark = pytest.mark.django_db
INTENT = sha256(b"pay 150000 to 1234, once").digest()


def for_approval(holder: KeyHolder) -> Asked:
    return Asked(PasskeyPurpose.APPROVE, holder.person.session, holder.who.id)


def ask(asked: Asked, challenge: bytes | None = INTENT) -> str:
    return passkey_assertion.ask(asked, SITE, policy=policy(AT), at=AT, challenge=challenge)


def check(
    asked: Asked, answer: str, challenge: bytes | None = INTENT, at: datetime = AT
) -> Passkey | str:
    """The key that signed, or why nothing did."""
    outcome = passkey_assertion.check(
        asked, answer, SITE, by=cast.somebody(), at=at, challenge=challenge
    )
    return outcome.why if isinstance(outcome, PasskeyRefused) else outcome


def test_offers_the_members_own_keys_and_the_challenge_that_stands_for_the_intent() -> None:
    holder = with_key()
    asked = json.loads(ask(for_approval(holder)))
    assert data(asked["challenge"]) == INTENT
    assert asked["userVerification"] == "required"
    (offered,) = asked["allowCredentials"]
    assert offered["id"] == text(holder.device.credential_id)
    assert offered["transports"] == ["internal"]


def test_takes_a_signature_by_one_of_the_members_keys() -> None:
    holder = with_key()
    asked = for_approval(holder)
    answer = holder.device.sign(ask(asked))
    assert check(asked, answer) == Passkey.objects.get(member=holder.who)
    assert check(asked, answer) == "challenge"


def test_takes_a_signature_without_a_handle_when_the_member_is_known() -> None:
    holder = with_key()
    asked = for_approval(holder)
    answer = json.loads(holder.device.sign(ask(asked)))
    del answer["response"]["userHandle"]
    assert isinstance(check(asked, json.dumps(answer)), Passkey)


def test_refuses_the_key_of_another_member() -> None:
    holder, other = with_key(), with_key()
    asked = for_approval(holder)
    assert check(asked, other.device.sign(ask(asked))) == "not_for_this"


def test_refuses_an_answer_to_something_else() -> None:
    holder, other = with_key(), with_key()
    asked = for_approval(holder)
    answer = holder.device.sign(ask(asked))
    recovery = Asked(PasskeyPurpose.RECOVER, asked.holder, asked.member_id)
    assert check(recovery, answer) == "challenge"
    assert check(Asked(asked.purpose, "another cookie", asked.member_id), answer) == "challenge"
    assert check(Asked(asked.purpose, asked.holder, other.who.id), answer) == "challenge"
    assert check(Asked(asked.purpose, asked.holder, None), answer) == "challenge"
    assert check(asked, answer, sha256(b"pay 1500000 to 1234").digest()) == "challenge"
    assert check(asked, answer, at=later(minutes=5)) == "challenge"
    assert isinstance(check(asked, answer), Passkey)


def test_an_approval_opens_no_office() -> None:
    holder = with_key()
    asked = for_approval(holder)
    with pytest.raises(PasskeyRefused):
        finish(cast.stranger(), asked.holder, holder.device.sign(ask(asked)))


def statements(device: Authenticator) -> tuple[list[str], str]:
    """The statements of a refused sign-in without their values, and its code."""
    person = cast.stranger()
    begun = begin(person)
    with CaptureQueriesContext(connection) as queries, pytest.raises(PasskeyRefused) as refusal:
        finish(person, begun.holder, device.sign(begun.options))
    shapes = [re.sub(r"WHERE.*|s\d+_x\d+", "", one["sql"]) for one in queries]
    return shapes, refusal.value.code


def test_a_strangers_key_costs_what_a_members_does(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bytes] = []
    real = verify_authentication_response

    def watched(**values: object) -> object:
        checked.append(values["credential_public_key"])  # type: ignore[arg-type]
        return real(**values)  # type: ignore[arg-type]

    monkeypatch.setattr(passkey_assertion, "verify_authentication_response", watched)
    holder = with_key()
    known = statements(Authenticator(credential_id=holder.device.credential_id))
    assert statements(Authenticator()) == known
    assert len(checked) == 2
    assert checked[0] != checked[1]


def test_takes_one_of_two_answers_that_arrive_at_once() -> None:
    holder = with_key()
    asked = for_approval(holder)
    answer = holder.device.sign(ask(asked))
    with transaction.atomic():
        first = check(asked, answer)
        assert check(asked, answer) == "challenge"
    assert isinstance(first, Passkey)


def test_lists_no_key_to_a_member_without_any() -> None:
    assert json.loads(ask(for_approval(inside())))["allowCredentials"] == []
