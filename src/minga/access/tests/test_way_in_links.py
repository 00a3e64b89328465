"""Strangers lock nobody out: where the codes of a number are used up, a link comes instead."""

from typing import Any

import pytest

from minga.access import way_in_links
from minga.access.code_limits import TooManyCodes
from minga.access.models import FlowKind, Stage, WayInLink
from minga.access.resend_code import resend_code
from minga.access.tests import cast
from minga.access.tests.cast import Person, later
from minga.access.tests.recovery_cast import forgetful, with_mobile
from minga.access.tidy import tidy
from minga.members.models import Member

pytestmark = pytest.mark.django_db
HOUR_USED_UP = (0, 2, 4)


def use_up_the_hour(who: Member, document_type: str = "") -> None:
    """A stranger asks for the three codes of an hour."""
    for minutes in HOUR_USED_UP:
        cast.stranger().identify(who.document_number, later(minutes=minutes), document_type)


def use_up_the_day(who: Member) -> None:
    for hours in range(8):
        cast.stranger().identify(who.document_number, later(hours=hours))


def gets_in(who: Member, at: Any) -> None:
    """In a browser nobody knows, in one minute, with what arrived."""
    person = cast.stranger()
    assert person.identify(who.document_number, at).stage == Stage.CODE
    assert person.open_way_in(cast.way_in_sent_to(who), at).stage == Stage.PIN
    person.enter_anew(at)


def test_a_member_gets_in_the_same_minute_a_stranger_used_up_the_hour() -> None:
    who = cast.registered()
    use_up_the_hour(who)
    assert cast.ways_in_sent_to(who) == []
    gets_in(who, later(minutes=4, seconds=30))


def test_a_member_gets_in_the_same_minute_a_stranger_used_up_the_day() -> None:
    who = cast.registered()
    use_up_the_day(who)
    at = later(hours=9)
    cast.stranger().identify(who.document_number, at)  # the stranger again, a moment before
    assert len(cast.codes_sent_to(who.email)) == 8
    gets_in(who, at)


def test_a_member_gets_in_whenever_during_days_of_it() -> None:
    who = with_mobile()
    for minutes in range(0, 60 * 36, 19):
        cast.stranger().identify(who.document_number, later(minutes=minutes))
        if len(cast.ways_in_sent_to(who)) and minutes % 95 == 0:
            gets_in(who, later(minutes=minutes, seconds=50))


def test_would_be_locked_out_for_the_day_without_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: what there was before."""
    monkeypatch.setattr(way_in_links, "is_due", lambda *_: False)
    who = cast.registered()
    use_up_the_day(who)
    cast.stranger().identify(who.document_number, later(hours=9))
    assert len(cast.codes_sent_to(who.email)) == 8
    assert cast.ways_in_sent_to(who) == []


def test_goes_to_every_address_on_file_and_says_where_it_was_asked() -> None:
    who = with_mobile()
    use_up_the_hour(who)
    cast.stranger().identify(who.document_number, later(minutes=6))
    by_mail, by_text = cast.ways_in_sent_to(who)
    assert by_mail.payload | {"token": ""} == {
        "channel": "email", "to": who.email, "token": "", "purpose": "browser", "minutes": 90,
        "name": "Marta", "hour": later(minutes=6).isoformat(), "device": "Firefox",
    }  # fmt: skip
    assert (by_text.payload["channel"], by_text.payload["to"]) == ("sms", who.mobile)
    assert by_mail.payload["token"] != by_text.payload["token"]
    assert len(str(by_mail.payload["token"])) == 22  # 128 bits


def test_stores_no_link() -> None:
    who = cast.registered()
    use_up_the_hour(who)
    cast.stranger().identify(who.document_number, later(minutes=6))
    stored = str([vars(one) for one in WayInLink.objects.filter(candidate=who.id)])
    assert cast.way_in_sent_to(who) not in stored


def test_floods_nobody() -> None:
    who = cast.registered()
    for minutes in range(0, 240, 3):
        cast.stranger().identify(who.document_number, later(minutes=minutes))
    assert len(cast.ways_in_sent_to(who)) == 4
    assert all(one.payload["purpose"] == "browser" for one in cast.ways_in_sent_to(who))


def test_a_link_waits_at_every_moment_of_a_siege() -> None:
    """It lives longer than the pause: no moment is between two links."""
    who = cast.registered()
    for minutes in range(0, 300, 5):
        at = later(minutes=minutes)
        cast.stranger().identify(who.document_number, at)
        if minutes >= 15:
            living = WayInLink.objects.filter(candidate=who.id, expires_at__gt=at)
            assert living.exists(), minutes


def test_another_goes_out_at_once_when_the_one_before_served() -> None:
    who = cast.registered()
    use_up_the_hour(who)
    for minutes in (6, 7, 8):
        gets_in(who, later(minutes=minutes))


def test_serves_once() -> None:
    who = cast.registered()
    use_up_the_hour(who)
    gets_in(who, later(minutes=6))
    assert why_refused(cast.way_in_sent_to(who), 7) == "used"


def test_opening_one_ends_its_twins_and_nothing_of_others() -> None:
    who, neighbour = with_mobile(), with_mobile()
    people = (who, neighbour)
    for one in people:
        use_up_the_hour(one)
        cast.stranger().identify(one.document_number, later(minutes=6))
    by_mail, by_text = (one.payload["token"] for one in cast.ways_in_sent_to(who))
    walking = cast.stranger()
    walking.identify(who.document_number, later(minutes=7))
    cast.stranger().open_way_in(by_text, later(minutes=8))
    assert why_refused(by_mail, 8) == "superseded"
    assert walking.flow_at(later(minutes=8)).stage == Stage.CODE
    gets_in(neighbour, later(minutes=8))


def test_expires() -> None:
    who = cast.registered()
    use_up_the_hour(who)
    cast.stranger().identify(who.document_number, later(minutes=6))
    link = cast.way_in_sent_to(who)
    assert why_refused(link, 6 + 90) == "expired"
    cast.stranger().open_way_in(link, later(minutes=6 + 89))


def test_the_same_page_pressed_twice_goes_on_and_another_page_does_not() -> None:
    who, person = cast.registered(), cast.stranger()
    use_up_the_hour(who)
    at = later(minutes=6)
    person.identify(who.document_number, at)
    link = cast.way_in_sent_to(who)
    assert person.open_way_in(link, at, "mine") == person.open_way_in(link, at, "mine")
    assert why_refused(link, 6, "another") == "used"


def test_proves_the_browser_that_opens_it_and_not_the_one_that_asked() -> None:
    who, thief = cast.registered(), cast.stranger()
    use_up_the_hour(who)
    thief.identify(who.document_number, later(minutes=6))
    member = cast.stranger()
    member.open_way_in(cast.way_in_sent_to(who), later(minutes=6))
    assert thief.flow_at(later(minutes=6)).stage == Stage.CODE
    assert member.flow_at(later(minutes=6)).stage == Stage.PIN


def test_keeps_where_the_sign_in_of_this_browser_was_going() -> None:
    from minga.access.identify import identify

    who, person, other = cast.registered(), cast.stranger(), cast.registered()
    use_up_the_hour(who)
    for number in (who.document_number, other.document_number):
        person.sign_in = identify(
            number=number, browser_token="", flow_token="", next_path="/oficina/cupos/",
            by=person.by, at=later(minutes=6),
        ).token  # fmt: skip
        if number == who.document_number:
            own = person.sign_in
    person.open_way_in(cast.way_in_sent_to(who), later(minutes=6))
    assert person.flow_at(later(minutes=6)).next_path == ""  # the cookie was of another number
    cast.stranger().identify(who.document_number, later(minutes=7))
    person.sign_in = own
    person.open_way_in(cast.way_in_sent_to(who), later(minutes=8))
    assert person.flow_at(later(minutes=8)).next_path == "/oficina/cupos/"


def test_reaches_the_member_also_when_the_stranger_names_another_type_of_document() -> None:
    who = cast.registered()
    use_up_the_hour(who, "PA")
    cast.stranger().identify(who.document_number, later(minutes=6), "PA")
    assert cast.codes_sent_to(who.email) == []
    gets_in(who, later(minutes=7))


def test_a_flow_that_used_up_its_own_codes_gets_a_link_too() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    for minutes in (1, 2, 3):
        if minutes == 3:
            with pytest.raises(TooManyCodes) as refused:
                ask_again(person, minutes)
            assert refused.value.has_link
        else:
            ask_again(person, minutes)
    person.open_way_in(cast.way_in_sent_to(who), later(minutes=3))


def ask_again(person: Person, minutes: int, kind: FlowKind = FlowKind.SIGN_IN) -> None:
    token = person.sign_in if kind == FlowKind.SIGN_IN else person.registering
    resend_code(token=token, kind=kind, by=person.by, at=later(minutes=minutes))


def test_reaches_both_holders_of_a_number_and_tells_them_apart() -> None:
    one = cast.registered()
    other = cast.registered(document_type="CE", document_number=one.document_number)
    use_up_the_hour(one)
    cast.stranger().identify(one.document_number, later(minutes=6))
    for who in (one, other):
        person = cast.stranger()
        person.open_way_in(cast.way_in_sent_to(who), later(minutes=6))
        assert person.flow_at(later(minutes=6)).member == who


def test_a_registration_goes_on_by_link_in_the_mailbox_on_file_alone() -> None:
    who, person = cast.member(mobile="+573104567891"), cast.stranger()
    for minutes in HOUR_USED_UP:
        cast.stranger().register(who, later(minutes=minutes))
    person.register(who, later(minutes=6))
    (sent,) = cast.ways_in_sent_to(who)
    assert (sent.payload["to"], sent.payload["purpose"]) == (who.email, "register")
    on = person.open_way_in(str(sent.payload["token"]), later(minutes=6))
    assert (on.kind, on.stage) == (FlowKind.REGISTER, Stage.PIN)
    person.choose_pin(at=later(minutes=7))
    person.finish(later(minutes=7))
    assert cast.stranger().identify(who.document_number, later(minutes=8)).stage == Stage.CODE


def test_a_minor_is_sent_to_the_office_by_the_link_too() -> None:
    from minga.access.register import OfficeOnly

    who = cast.member(birth_date=cast.AT.date().replace(year=2012))
    for minutes in (*HOUR_USED_UP, 6):
        cast.stranger().register(who, later(minutes=minutes))
    with pytest.raises(OfficeOnly):
        cast.stranger().open_way_in(cast.way_in_sent_to(who), later(minutes=6))


def test_who_is_registered_gets_no_link_to_register() -> None:
    who = cast.registered()
    for minutes in (*HOUR_USED_UP, 6):
        cast.stranger().register(who, later(minutes=minutes))
    assert cast.ways_in_sent_to(who) == []


def test_forgotten_questions_go_on_by_link_whichever_way_the_stranger_chose() -> None:
    who, person = cast.registered(), forgetful()  # no mobile on file
    for minutes in (*HOUR_USED_UP, 6):
        forgetful().forgot_questions(who, "sms", later(minutes=minutes))
    assert cast.codes_sent_to(who.email) == []
    at = later(minutes=7)
    person.forgot_questions(who, "email", at)
    on = person.open_way_in(cast.way_in_sent_to(who), at)
    assert (on.kind, on.stage) == (FlowKind.RECOVER_QUESTIONS, Stage.SECURITY)
    person.questioning = on.token
    person.change_questions(at=at)


def test_a_way_that_recovered_the_pin_gets_no_link_to_the_questions() -> None:
    who = with_mobile()
    forgetful().recover_pin(who)  # by link and text message: both rest
    for minutes in (*HOUR_USED_UP, 6):
        forgetful().forgot_questions(who, "both", later(minutes=minutes))
    assert cast.ways_in_sent_to(who) == []


def test_a_new_pin_ends_the_links_to_the_questions() -> None:
    who = cast.registered()
    for minutes in (*HOUR_USED_UP, 6):
        forgetful().forgot_questions(who, "email", later(minutes=minutes))
    forgetful().recover_pin(who, later(minutes=7))
    assert why_refused(cast.way_in_sent_to(who), 8) == "superseded"


def test_a_link_of_nobody_opens_nothing() -> None:
    number = cast.number()
    with cast.outbox_watched() as published:
        for minutes in (*HOUR_USED_UP, 6):
            cast.stranger().identify(number, later(minutes=minutes))
    sent = [one.payload for one in published if one.topic == "access.way_in"]
    assert [one["to"] for one in sent] == ["", ""]
    assert why_refused(str(sent[0]["token"]), 6) == "unknown"
    assert why_refused("never-sent", 6) == "unknown"


def test_a_link_to_a_new_pin_is_no_link_to_sign_in() -> None:
    from minga.access.tests.recovery_cast import link_sent_to

    who = with_mobile()
    forgetful().forgot_pin(who)
    assert why_refused(link_sent_to(who), 0) == "unknown"


def test_forgets_old_links() -> None:
    who = cast.registered()
    use_up_the_hour(who)
    cast.stranger().identify(who.document_number, later(minutes=6))
    tidy(at=later(days=1))
    assert WayInLink.objects.filter(candidate=who.id).exists()
    tidy(at=later(days=3))
    assert not WayInLink.objects.filter(candidate=who.id).exists()


def why_refused(link: str, minutes: int, page: str = "") -> str:
    from minga.access.mailed_links import LinkRefused

    with pytest.raises(LinkRefused) as refused:
        cast.stranger().open_way_in(link, later(minutes=minutes), page)
    return refused.value.why
