"""Codes: their limits, and that nothing outside a flow shows inside it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from minga.access import codes
from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.flows import FlowElsewhere
from minga.access.models import Flow, FlowKind, OneTimeCode
from minga.access.register_code import register_code
from minga.access.resend_code import resend_code
from minga.access.tests import cast
from minga.access.tests.cast import AT, Person, later
from minga.kit import ids
from minga.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


def resend(person: Person, at: Any, kind: FlowKind = FlowKind.SIGN_IN) -> None:
    token = person.sign_in if kind == FlowKind.SIGN_IN else person.registering
    resend_code(token=token, kind=kind, by=person.by, at=at)


def waiting() -> tuple[Person, Any]:
    """A registered member at an unknown browser, with a code on its way."""
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    return person, who


def test_stores_no_code() -> None:
    _, who = waiting()
    code = cast.code_sent_to(who)
    row = OneTimeCode.objects.get(digests__has_key=str(who.id))
    assert code not in str(row.digests)
    assert list(row.digests) == [str(who.id)]


def test_accepts_the_code_once() -> None:
    person, who = waiting()
    code = cast.code_sent_to(who)
    person.try_code(code)
    with pytest.raises(FlowElsewhere):
        person.try_code(code)


def test_refuses_a_used_code_even_if_the_flow_were_taken_back() -> None:
    person, who = waiting()
    code = cast.code_sent_to(who)
    person.try_code(code)
    Flow.objects.filter(id=person.flow.id).update(stage="code")
    with pytest.raises(CodeSpent):
        person.try_code(code)


def test_counts_three_tries_and_then_wants_another_code() -> None:
    person, who = waiting()
    code = cast.code_sent_to(who)
    for left in (2, 1):
        with pytest.raises(WrongCode) as refused:
            person.try_code(cast.wrong(code))
        assert refused.value.tries_left == left
    with pytest.raises(CodeSpent):
        person.try_code(cast.wrong(code))
    with pytest.raises(CodeSpent):
        person.try_code(code)
    resend(person, later(minutes=1))
    person.try_code(cast.code_sent_to(who), later(minutes=1))


def test_would_let_codes_be_guessed_if_tries_were_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, who = waiting()
    code = cast.code_sent_to(who)
    monkeypatch.setattr(codes, "_close", lambda *_: None)
    for _ in range(5):
        with pytest.raises(WrongCode):
            person.try_code(cast.wrong(code))
    person.try_code(code)


def test_refuses_a_code_older_than_five_minutes() -> None:
    person, who = waiting()
    code = cast.code_sent_to(who)
    with pytest.raises(CodeExpired):
        person.try_code(code, later(minutes=5))
    with pytest.raises(CodeSpent):
        person.try_code(code, later(minutes=5))


def test_accepts_a_code_just_before_it_expires() -> None:
    person, who = waiting()
    person.try_code(cast.code_sent_to(who), later(minutes=4, seconds=59))


def test_refuses_a_code_in_another_flow() -> None:
    person, who = waiting()
    thief = cast.stranger()
    thief.identify(who.document_number, later(minutes=2))
    resend(thief, later(minutes=3))
    with pytest.raises(WrongCode):
        person.try_code(cast.code_sent_to(who), later(minutes=3))


def test_refuses_a_code_of_another_purpose() -> None:
    who, person = cast.member(), cast.stranger()
    person.register(who)
    code = cast.code_sent_to(who)
    row = OneTimeCode.objects.get(digests__has_key=str(who.id))
    OneTimeCode.objects.filter(id=row.id).update(purpose="browser")
    with pytest.raises(CodeSpent):
        person.prove_mailbox(code)
    flow = Flow.objects.get(id=row.flow_id)
    row.refresh_from_db()
    assert codes._fitting(row, code) is None
    assert flow.stage == "code"


def test_takes_no_sign_in_cookie_for_a_registration() -> None:
    person, who = waiting()
    with pytest.raises(Refusal):
        register_code(token=person.sign_in, code=cast.code_sent_to(who), by=person.by, at=AT)


def test_lets_the_newest_code_only_work() -> None:
    person, who = waiting()
    old = cast.code_sent_to(who)
    resend(person, later(minutes=1))
    new = cast.code_sent_to(who)
    if old != new:
        with pytest.raises(WrongCode):
            person.try_code(old, later(minutes=1))
    person.try_code(new, later(minutes=1))


def test_keeps_one_live_code_for_each_number_in_the_database() -> None:
    waiting()
    row = OneTimeCode.objects.latest("issued_at")
    row.id = ids.uuid7()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_does_not_say_in_one_flow_that_a_code_was_asked_for_in_another() -> None:
    person, who = waiting()
    old = cast.code_sent_to(who)
    cast.stranger().identify(who.document_number, later(minutes=2))
    for left in (2, 1):
        with pytest.raises(WrongCode) as refused:
            person.try_code(old, later(minutes=2))
        assert refused.value.tries_left == left


def test_asks_for_a_minute_between_codes() -> None:
    person, who = waiting()
    with pytest.raises(ResendTooSoon) as refused:
        resend(person, later(seconds=15))
    assert refused.value.seconds == 45
    assert len(cast.codes_sent_to(who.email)) == 1
    resend(person, later(seconds=60))
    assert len(cast.codes_sent_to(who.email)) == 2


def test_sends_three_codes_an_hour_in_one_flow() -> None:
    person, who = waiting()
    resend(person, later(minutes=1))
    resend(person, later(minutes=2))
    with pytest.raises(TooManyCodes) as refused:
        resend(person, later(minutes=3))
    assert refused.value.until == later(hours=1)
    assert len(cast.codes_sent_to(who.email)) == 3


def test_sends_three_codes_an_hour_whoever_asks_and_says_nothing() -> None:
    _, who = waiting()
    for minutes in (2, 4, 6, 8):
        other = cast.stranger()
        other.identify(who.document_number, later(minutes=minutes))
    assert len(cast.codes_sent_to(who.email)) == 3
    assert OneTimeCode.objects.filter(flow=other.flow, silent=True).count() == 1


def test_sends_eight_codes_a_day_whoever_asks() -> None:
    _, who = waiting()
    for hours in range(1, 15):
        cast.stranger().identify(who.document_number, later(hours=hours))
    assert len(cast.codes_sent_to(who.email)) == 8
    cast.stranger().identify(who.document_number, later(hours=24, minutes=1))
    assert len(cast.codes_sent_to(who.email)) == 9


def test_sends_one_code_a_minute_whoever_asks_and_says_nothing() -> None:
    _, who = waiting()
    impatient = cast.stranger()
    impatient.identify(who.document_number, later(seconds=5))
    assert len(cast.codes_sent_to(who.email)) == 1
    resend(impatient, later(seconds=65))
    impatient.try_code(cast.code_sent_to(who), later(seconds=65))


def test_would_flood_a_mailbox_without_the_silent_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.access.code_limits.Sent.used_up", lambda *_, **__: False)
    _, who = waiting()
    for minutes in (2, 4, 6, 8):
        cast.stranger().identify(who.document_number, later(minutes=minutes))
    assert len(cast.codes_sent_to(who.email)) == 5


def test_sends_to_the_mobile_first_and_to_the_mailbox_at_the_second_repetition() -> None:
    who, person = cast.registered(mobile="+573104567890"), cast.stranger()
    person.identify(who.document_number)
    resend(person, later(minutes=1))
    resend(person, later(minutes=2))
    by_sms, by_email = cast.codes_sent_to(who.mobile), cast.codes_sent_to(who.email)
    assert [one.payload["channel"] for one in by_sms] == ["sms", "sms"]
    assert [one.payload["channel"] for one in by_email] == ["email"]
    assert by_email[0].payload | {"code": ""} == {
        "channel": "email", "to": who.email, "code": "", "purpose": "browser", "minutes": 5,
        "name": "Marta",
    }  # fmt: skip
