"""«Usuario»: who goes to the PIN, who to a code, who has to wait."""

from datetime import timedelta

import pytest

from minga.access import sources
from minga.access.codes import WrongCode
from minga.access.identify import WayIn
from minga.access.models import Enrolment, Flow, FlowKind, SourceAttempt, Stage
from minga.access.resend_code import resend_code
from minga.access.sources import TooManyNumbers
from minga.access.tests import cast
from minga.access.tests.cast import AT, Person, later
from minga.access.visitor import Visitor
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def test_asks_the_pin_in_the_members_own_browser() -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    with cast.outbox_watched() as published:
        assert person.identify(who.document_number).stage == Stage.PIN
    assert published == []


def test_asks_a_code_in_an_unknown_browser() -> None:
    who, person = cast.registered(), cast.stranger()
    assert person.identify(who.document_number).stage == Stage.CODE
    assert len(cast.codes_sent_to(who.email)) == 1


def test_asks_a_code_for_another_members_number_in_a_known_browser() -> None:
    person = cast.stranger()
    person.sign_in_anew(cast.registered())
    other = cast.registered()
    assert person.identify(other.document_number).stage == Stage.CODE
    assert person.identify(cast.number()).stage == Stage.CODE


def test_knows_a_browser_for_180_days() -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    assert person.identify(who.document_number, later(days=179)).stage == Stage.PIN
    assert person.identify(who.document_number, later(days=180)).stage == Stage.CODE


def test_knows_two_members_in_one_browser() -> None:
    person, one, other = cast.stranger(), cast.registered(), cast.registered()
    person.sign_in_anew(one)
    person.sign_in_anew(other)
    for who in (one, other):
        assert person.identify(who.document_number).stage == Stage.PIN


def test_takes_no_browser_token_that_was_copied_before_another_member_enrolled() -> None:
    person, one, other = cast.stranger(), cast.registered(), cast.registered()
    person.sign_in_anew(one)
    copied = Person(cast.somebody(), browser=person.browser)
    person.sign_in_anew(other)
    assert copied.identify(one.document_number).stage == Stage.CODE
    assert copied.identify(other.document_number).stage == Stage.CODE


def test_sends_nothing_to_a_member_who_is_not_registered() -> None:
    who, person = cast.member(), cast.stranger()
    with cast.outbox_watched() as published:
        assert person.identify(who.document_number).stage == Stage.CODE
    assert [one.payload["to"] for one in published] == [""]


def test_sends_a_message_without_recipient_for_a_number_that_is_nobodys() -> None:
    with cast.outbox_watched() as published:
        cast.stranger().identify(cast.number())
    (one,) = published
    assert one.topic == "access.code"
    assert one.payload.pop("code").isdecimal()
    assert one.payload == {
        "channel": "email", "to": "", "purpose": "browser", "minutes": 5, "name": "",
    }  # fmt: skip


def test_sends_codes_to_both_holders_of_a_number_and_the_code_decides() -> None:
    one = cast.registered()
    other = cast.registered(document_type="CE", document_number=one.document_number)
    for who in (one, other):
        person = cast.stranger()
        at = later(minutes=0 if who is one else 2)
        person.identify(one.document_number, at)
        codes = {cast.code_sent_to(one), cast.code_sent_to(other)}
        assert len(codes) == 2
        person.try_code(cast.code_sent_to(who), at)
        person.enter_anew(at)
        enrolled = Enrolment.objects.get(browser__isnull=False, member=who)
        assert enrolled.ended_at is None


def test_goes_on_with_the_same_flow_when_the_number_is_typed_again() -> None:
    who, person = cast.registered(), cast.stranger()
    first = person.identify(who.document_number)
    assert person.identify(who.document_number) == first
    assert len(cast.codes_sent_to(who.email)) == 1
    person.try_code(cast.code_sent_to(who))
    assert person.identify(who.document_number).stage == Stage.PIN


def test_begins_another_flow_for_another_number_or_after_half_an_hour() -> None:
    who, person = cast.registered(), cast.stranger()
    first = person.identify(who.document_number)
    assert person.identify(cast.number()) != first
    person.sign_in = first.token
    assert person.identify(who.document_number, later(minutes=30)) != first


def test_refuses_the_eleventh_number_from_one_address() -> None:
    person = cast.stranger()
    numbers = [cast.number() for _ in range(11)]
    for number in numbers[:10]:
        person.identify(number)
    with pytest.raises(TooManyNumbers):
        person.identify(numbers[10])
    with pytest.raises(TooManyNumbers):
        person.identify(cast.registered().document_number)
    person.identify(numbers[0])  # one that was admitted is admitted again
    cast.stranger().identify(numbers[10])  # and others come from elsewhere
    person.identify(numbers[10], later(minutes=10))


def test_refuses_the_sixty_first_try_of_one_number_from_one_address() -> None:
    number, by = cast.number(), cast.somebody()
    for second in range(60):
        Person(by).identify(number, later(seconds=second))
    with pytest.raises(TooManyNumbers):
        Person(by).identify(number, later(seconds=61))
    Person(by).identify(number, later(seconds=61 + 600))


def test_counts_the_addresses_of_one_ipv6_subscriber_together() -> None:
    for last in range(10):
        Person(Visitor(f"2800:e2:1:7::{last + 1:x}")).identify(cast.number())
    with pytest.raises(TooManyNumbers):
        Person(Visitor("2800:e2:1:7:aaaa::1")).identify(cast.number())
    Person(Visitor("2800:e2:1:8::1")).identify(cast.number())


def test_lets_a_known_browser_in_from_a_crowded_address() -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    crowd = Person(person.by)
    for _ in range(9):
        crowd.identify(cast.number())
    with pytest.raises(TooManyNumbers):
        crowd.identify(cast.number())
    assert person.identify(who.document_number).stage == Stage.PIN


def test_would_let_an_address_try_every_number_without_the_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "admit", lambda **_: None)
    person = cast.stranger()
    for _ in range(12):
        person.identify(cast.number())


def test_leaves_a_trace_of_every_try_without_a_strangers_number() -> None:
    number, person = cast.number(), cast.stranger()
    person.identify(number)
    for _ in range(9):
        person.identify(cast.number())
    with pytest.raises(TooManyNumbers):
        person.identify(cast.number())
    trail = AuditEvent.objects.filter(ip=person.by.ip).order_by("id")
    assert [one.result for one in trail] == ["done"] * 10 + ["too_many_numbers"]
    assert {one.action for one in trail} == {"access.identify"}
    assert all(one.actor.startswith("typed:") for one in trail)
    kept = [str(vars(one)) for one in trail]
    kept += [str(vars(one)) for one in Flow.objects.all()]
    kept += [str(vars(one)) for one in SourceAttempt.objects.all()]
    assert not any(number in one for one in kept)


def test_forgets_a_flow_after_half_an_hour() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    flow = person.flow
    assert flow.expires_at - AT == timedelta(minutes=30)


def two_of_one_number() -> tuple[Member, Member]:
    one = cast.registered()
    return one, cast.registered(document_type="CE", document_number=one.document_number)


def test_sends_the_code_to_whoever_has_the_type_that_was_given() -> None:
    one, other = two_of_one_number()
    person = cast.stranger()
    person.identify(one.document_number, document_type="CE")
    assert cast.codes_sent_to(one.email) == []
    person.try_code(cast.code_sent_to(other))
    assert person.flow.member == other


def test_narrows_a_flow_to_the_type_that_was_given_afterwards() -> None:
    one, other = two_of_one_number()
    person = cast.stranger()
    first = person.identify(one.document_number)
    assert person.identify(one.document_number, document_type="CC") == first
    resend_code(token=person.sign_in, kind=FlowKind.SIGN_IN, by=person.by, at=later(minutes=1))
    assert len(cast.codes_sent_to(one.email)) == 2
    assert len(cast.codes_sent_to(other.email)) == 1


def test_asks_the_pin_of_the_type_that_was_given_in_a_browser_that_knows_both() -> None:
    person, pair = cast.stranger(), two_of_one_number()
    for nth, who in enumerate(pair):
        person.identify(
            who.document_number, later(minutes=nth * 2), document_type=who.document_type
        )
        person.try_code(cast.code_sent_to(who), later(minutes=nth * 2))
        person.enter_anew(later(minutes=nth * 2))
    for who in pair:
        way = person.identify(who.document_number, document_type=who.document_type)
        assert way.stage == Stage.PIN
        assert person.flow.member == who


def test_asks_a_code_for_a_type_the_browser_does_not_know() -> None:
    person, who = cast.stranger(), cast.registered()
    person.sign_in_anew(who)
    assert person.identify(who.document_number, document_type="PA").stage == Stage.CODE
    assert person.identify(who.document_number, document_type="CC").stage == Stage.PIN


def test_begins_another_flow_for_another_type_once_the_code_was_right() -> None:
    one, _ = two_of_one_number()
    person = cast.stranger()
    first = person.identify(one.document_number)
    person.try_code(cast.code_sent_to(one))
    assert person.identify(one.document_number, document_type="CC") == WayIn(first.token, Stage.PIN)
    assert person.identify(one.document_number, document_type="CE").stage == Stage.CODE


def test_gives_no_number_more_codes_by_naming_its_types() -> None:
    who = cast.registered()
    for minutes, named in enumerate(("", "CC", "", "CC", "CC")):
        cast.stranger().identify(
            who.document_number, later(minutes=minutes * 2), document_type=named
        )
    assert len(cast.codes_sent_to(who.email)) == 3


def test_begins_one_flow_with_a_page_that_is_sent_twice() -> None:
    """Without a script a second press sends the form again, and the last cookie stays."""
    who, page = cast.registered(), "a" * 32
    by = cast.somebody()
    first, second = Person(by), Person(by)
    assert first.identify(who.document_number, page=page) == second.identify(
        who.document_number, page=page
    )
    assert len(cast.codes_sent_to(who.email)) == 1
    second.try_code(cast.code_sent_to(who))
    second.enter_anew()


def test_would_end_in_a_flow_that_no_code_fits_without_the_mark_of_the_page() -> None:
    who, by = cast.registered(), cast.somebody()
    Person(by).identify(who.document_number)
    second = Person(by)
    second.identify(who.document_number)
    with pytest.raises(WrongCode):
        second.try_code(cast.code_sent_to(who))


def test_begins_anew_with_a_page_that_was_used_to_the_end() -> None:
    who, page = cast.registered(), "b" * 32
    person = cast.stranger()
    person.identify(who.document_number, page=page)
    person.try_code(cast.code_sent_to(who))
    person.enter_anew()
    back = Person(person.by)
    assert back.identify(who.document_number, later(minutes=2), page=page).stage == Stage.CODE
    assert back.sign_in != person.sign_in
    used = back.sign_in
    assert back.identify(cast.number(), later(minutes=2), page=page).token != used
