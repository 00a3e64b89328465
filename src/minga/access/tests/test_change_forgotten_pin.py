"""«Cambiar»: what a new PIN after a recovery opens, and what it closes."""

import pytest

from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.models import (
    AccessBlock,
    ChannelUse,
    Credential,
    Enrolment,
    MoneyHold,
    PinBlock,
    SealedAnswer,
    Stage,
)
from minga.access.new_pin import WeakPin
from minga.access.pin_gate import PinDisabled, PinWaits
from minga.access.queries import money_hold
from minga.access.recovery_queries import pin_recovered
from minga.access.sessions import member_inside
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.recovery_cast import (
    NEW_PIN,
    Forgetful,
    forgetful,
    link_sent_to,
    with_mobile,
)
from minga.audit.models import AuditEvent
from minga.kit.models import OutboxMessage
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
WRONG = "8306"


def in_known_browser(who: Member) -> Forgetful:
    person = forgetful()
    person.sign_in_anew(who)
    return person


def refused(person: Forgetful, pin: str, minutes: float) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        person.try_pin(pin, later(minutes=minutes))
    return refusal.value


def notices(published: list[OutboxMessage]) -> list[tuple[str, str, str, bool]]:
    return [
        (one.payload["kind"], one.payload["email"], one.payload["mobile"],
         bool(one.payload["context"]["until"]))
        for one in published if one.topic == "notice"
    ]  # fmt: skip


def test_the_new_pin_opens_the_office_and_the_old_one_does_not() -> None:
    who = with_mobile()
    person = in_known_browser(who)
    person.recover_pin(who, later(minutes=1))
    person.identify(who.document_number, later(minutes=2))
    refused(person, PIN, 2)
    person.enter(NEW_PIN, later(minutes=2))
    assert Credential.objects.get(member=who).pin_changed_at == later(minutes=1)


def test_signs_in_with_it_from_an_unknown_browser_as_ever() -> None:
    who = with_mobile()
    person = forgetful()
    person.recover_pin(who)
    assert person.browser == ""  # a recovery makes no browser known
    assert person.identify(who.document_number, later(minutes=2)).stage == Stage.CODE
    person.try_code(cast.code_sent_to(who), later(minutes=2))
    assert person.try_pin(NEW_PIN, later(minutes=2)) == Stage.QUESTION


def test_explains_a_weak_pin_and_takes_another() -> None:
    who, person = cast.registered(), forgetful()
    person.forgot_pin(who)
    person.open_link(link_sent_to(who))
    for pin, why in (("1111", "repeats"), ("5803", "birth"), (who.document_number[:4], "document")):
        with pytest.raises(WeakPin) as weak:
            person.change_pin(pin)
        assert weak.value.why == why
    person.change_pin()


def test_gives_a_disabled_pin_back_and_forgets_the_failures() -> None:
    who = with_mobile()
    mine = in_known_browser(who)
    credential = Credential.objects.get(member=who)
    PinBlock.objects.create(credential=credential, at=AT, why="failures_in_a_row")
    Credential.objects.filter(member=who).update(failures=10)
    mine.identify(who.document_number, later(minutes=1))
    assert isinstance(refused(mine, PIN, 1), PinDisabled)
    mine.recover_pin(who, later(minutes=2))
    block = PinBlock.objects.get(credential=credential)
    assert (block.lifted_at, block.lifted_why) == (later(minutes=2), "pin_recovered")
    assert Credential.objects.get(member=who).failures == 0
    mine.identify(who.document_number, later(minutes=3))
    mine.enter(NEW_PIN, later(minutes=3))


def test_a_pause_in_the_known_browser_is_over() -> None:
    who = with_mobile()
    mine = in_known_browser(who)
    mine.identify(who.document_number, AT)
    for _ in range(3):
        paused = refused(mine, WRONG, 0)
    assert isinstance(paused, PinWaits)
    mine.recover_pin(who, later(seconds=5))
    mine.identify(who.document_number, later(seconds=6))
    mine.enter(NEW_PIN, later(seconds=6))


def test_ends_every_session_and_every_other_browser() -> None:
    who = with_mobile()
    mine, other = in_known_browser(who), forgetful()
    other.sign_in_anew(who, later(minutes=2))
    half_way = forgetful()
    half_way.identify(who.document_number, later(minutes=4))
    half_way.try_code(cast.code_sent_to(who), later(minutes=4))
    mine.recover_pin(who, later(minutes=5))
    assert member_inside(mine.session, later(minutes=5)) is None
    assert member_inside(other.session, later(minutes=5)) is None
    with pytest.raises(FlowExpired):
        half_way.try_pin(NEW_PIN, later(minutes=5))
    assert other.identify(who.document_number, later(minutes=6)).stage == Stage.CODE
    assert mine.identify(who.document_number, later(minutes=6)).stage == Stage.PIN
    ended = Enrolment.objects.filter(member=who).exclude(ended_at=None)
    assert {one.ended_why for one in ended} == {"pin_recovered"}


def test_leaves_everybody_else_alone() -> None:
    somebody_else = cast.registered()
    neighbour = in_known_browser(somebody_else)
    forgetful().recover_pin(with_mobile())
    assert member_inside(neighbour.session, AT) is not None
    assert neighbour.identify(somebody_else.document_number).stage == Stage.PIN


def test_tells_every_address_on_file() -> None:
    who = with_mobile()
    with cast.outbox_watched() as published:
        forgetful().recover_pin(who)
    assert notices(published) == [
        ("pin_recovered", who.email, "", False),
        ("pin_recovered", "", who.mobile, False),
    ]
    assert NEW_PIN not in str([one.payload for one in published if one.topic == "notice"])


def test_holds_the_money_for_a_day_when_the_link_was_the_only_proof() -> None:
    who = cast.registered()
    person = forgetful()
    with cast.outbox_watched() as published:
        person.recover_pin(who)
    assert money_hold(who.id, later(hours=23.9)) == later(hours=24)
    assert money_hold(who.id, later(hours=24)) is None
    assert notices(published) == [("pin_recovered", who.email, "", True)]
    shown = pin_recovered(person.recovering, AT)
    assert (shown.money_held_until, shown.is_blocked) == (later(hours=24), False)


@pytest.mark.parametrize("is_known", [True, False])
def test_holds_nothing_with_two_proofs_and_opens_a_blocked_access(is_known: bool) -> None:
    who = with_mobile()
    person = in_known_browser(who) if is_known else forgetful()
    block = AccessBlock.objects.create(member=who, at=AT, why="by_member")
    person.recover_pin(who, later(minutes=2))
    block.refresh_from_db()
    assert (block.lifted_at, block.lifted_why) == (later(minutes=2), "pin_recovered")
    assert not MoneyHold.objects.filter(member=who).exists()
    shown = pin_recovered(person.recovering, later(minutes=2))
    assert (shown.money_held_until, shown.is_blocked) == (None, False)


def test_leaves_a_blocked_access_blocked_when_the_link_was_the_only_proof() -> None:
    who = cast.registered()
    AccessBlock.objects.create(member=who, at=AT, why="by_member")
    person = forgetful()
    person.recover_pin(who)
    assert AccessBlock.objects.filter(member=who, lifted_at=None).exists()
    assert pin_recovered(person.recovering, AT).is_blocked


@pytest.mark.parametrize(
    ("has_mobile", "is_known", "used"),
    [
        (True, False, {"email", "sms"}),
        (True, True, {"email", "browser"}),
        (False, False, {"email"}),
    ],
)
def test_remembers_which_ways_were_used(has_mobile: bool, is_known: bool, used: set[str]) -> None:
    who = with_mobile() if has_mobile else cast.registered()
    person = in_known_browser(who) if is_known else forgetful()
    person.recover_pin(who, later(minutes=2))
    rows = ChannelUse.objects.filter(member=who, what="pin", at=later(minutes=2))
    assert {one.channel for one in rows} == used
    event = AuditEvent.objects.get(action="access.pin_recovered", subject=f"member:{who.id}")
    second = used - {"email"}
    assert event.detail["with"] == (second.pop() if second else "link_alone")


def test_does_nothing_twice() -> None:
    who, person = cast.registered(), forgetful()
    person.recover_pin(who)
    with pytest.raises(FlowElsewhere):
        person.change_pin("2846")
    assert MoneyHold.objects.filter(member=who).count() == 1


def test_begins_again_when_the_access_was_taken_back_at_the_office_meanwhile() -> None:
    who, person = cast.registered(), forgetful()
    person.forgot_pin(who)
    person.open_link(link_sent_to(who))
    SealedAnswer.objects.filter(credential=who.id).delete()
    Credential.objects.filter(member=who).delete()
    with pytest.raises(FlowExpired):
        person.change_pin()


@pytest.mark.usefixtures("as_web")
def test_needs_no_more_than_the_rights_of_the_web() -> None:
    who = with_mobile()
    forgetful().recover_pin(who)
    asker = forgetful()
    asker.forgot_questions(cast.registered())
