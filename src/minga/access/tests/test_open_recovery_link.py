"""«Cambiar clave»: the link is used up once, and the second proof it asks for."""

from datetime import timedelta

import pytest

from minga.access.change_forgotten_pin import change_forgotten_pin
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.mailed_links import LinkRefused
from minga.access.models import AccessBlock, Flow, FlowKind, Passkey, Stage
from minga.access.open_recovery_link import link_state
from minga.access.recovery_queries import second_proof
from minga.access.resend_code import resend_code
from minga.access.tests import cast
from minga.access.tests.cast import AT, later
from minga.access.tests.recovery_cast import Forgetful, forgetful, link_sent_to, with_mobile
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def asked(who: Member, person: Forgetful | None = None) -> tuple[Forgetful, str]:
    """Somebody with the link of a member's e-mail."""
    person = person or forgetful()
    person.forgot_pin(who)
    return person, link_sent_to(who)


def in_known_browser(who: Member) -> Forgetful:
    person = forgetful()
    person.sign_in_anew(who, AT - timedelta(hours=1))
    return person


def refused(person: Forgetful, link: str, minutes: float = 0) -> str:
    with pytest.raises(LinkRefused) as refusal:
        person.open_link(link, later(minutes=minutes))
    return refusal.value.why


def add_passkey(who: Member) -> None:
    Passkey.objects.create(
        member=who, credential_id=who.id.bytes, public_key=b"-", sign_count=0, is_synced=False,
        name="Celular", added_at=AT,
    )  # fmt: skip


def test_looking_at_a_link_uses_nothing_up() -> None:
    person, link = asked(cast.registered())
    for _ in range(3):
        assert link_state(link, AT) is None
    person.open_link(link)


def test_serves_once() -> None:
    person, link = asked(cast.registered())
    person.open_link(link)
    assert refused(forgetful(), link) == "used"
    assert refused(person, link) == "used"


def test_goes_on_when_the_same_button_is_pressed_twice() -> None:
    who = with_mobile()
    person, link = asked(who)
    first = person.open_link(link, holder="the page")
    again = person.open_link(link, holder="the page")
    assert first == again
    assert len(cast.codes_sent_to(who.mobile)) == 1
    person.try_recovery_code(cast.code_sent_to(who))
    assert person.open_link(link, holder="the page").stage == Stage.PIN


def test_refuses_what_is_late_or_was_superseded() -> None:
    who = cast.registered()
    person, first = asked(who)
    _, second = asked(who)
    assert refused(person, first) == "superseded"
    assert refused(person, second, minutes=15) == "expired"
    person.open_link(second, later(minutes=14))


def test_asks_an_unknown_browser_for_a_code_to_the_mobile_and_never_to_the_mailbox() -> None:
    who = with_mobile()
    person, link = asked(who)
    assert person.open_link(link).stage == Stage.CODE
    assert len(cast.codes_sent_to(who.mobile)) == 1
    for minutes in (1, 2):
        resend_code(
            token=person.recovering, kind=FlowKind.RECOVER_PIN, by=person.by,
            at=later(minutes=minutes),
        )  # fmt: skip
    assert len(cast.codes_sent_to(who.mobile)) == 3
    assert cast.codes_sent_to(who.email) == []


def test_takes_no_pin_before_the_second_proof() -> None:
    person, link = asked(with_mobile())
    person.open_link(link)
    with pytest.raises(FlowElsewhere):
        person.change_pin()


def test_counts_wrong_codes_and_refuses_late_ones() -> None:
    who = with_mobile()
    person, link = asked(who)
    person.open_link(link)
    code = cast.code_sent_to(who)
    with pytest.raises(WrongCode):
        person.try_recovery_code(cast.wrong(code))
    with pytest.raises(CodeExpired):
        person.try_recovery_code(code, later(minutes=5))
    with pytest.raises(CodeSpent):
        person.try_recovery_code(code)


def test_takes_no_code_of_another_purpose_or_person() -> None:
    who, other = with_mobile(), with_mobile()
    person, link = asked(who)
    person.open_link(link)
    person.forgot_questions(who, "sms")
    questions_code = cast.code_sent_to(who)
    stranger, others_link = asked(other)
    stranger.open_link(others_link)
    for code in (questions_code, cast.code_sent_to(other)):
        with pytest.raises(WrongCode):
            person.try_recovery_code(code)


def test_goes_straight_to_the_pin_in_a_browser_known_to_be_the_members() -> None:
    who = with_mobile()
    person, link = asked(who, in_known_browser(who))
    assert person.open_link(link).stage == Stage.PIN
    assert Flow.objects.get(kind=FlowKind.RECOVER_PIN, member=who).channel == "browser"


def test_takes_a_browser_known_to_be_somebody_elses_for_unknown() -> None:
    who = with_mobile()
    person, link = asked(who, in_known_browser(cast.registered()))
    assert person.open_link(link).stage == Stage.CODE


def test_takes_no_known_browser_for_a_proof_while_the_access_is_blocked() -> None:
    who = with_mobile()
    person = in_known_browser(who)
    AccessBlock.objects.create(member=who, at=AT, why="by_member")
    person, link = asked(who, person)
    assert person.open_link(link).stage == Stage.CODE


def test_asks_for_a_passkey_where_there_is_no_mobile() -> None:
    who = cast.registered()
    add_passkey(who)
    person, link = asked(who)
    assert person.open_link(link).stage == Stage.CODE
    proof = second_proof(person.recovering, AT)
    assert (proof.has_code, proof.has_passkey) == (False, True)
    with cast.outbox_watched() as published:
        resend_code(
            token=person.recovering, kind=FlowKind.RECOVER_PIN, by=person.by, at=later(minutes=1)
        )
    assert [one.payload["to"] for one in published] == [""]


def test_offers_code_or_passkey_to_who_has_both() -> None:
    who = with_mobile()
    add_passkey(who)
    person, link = asked(who)
    person.open_link(link)
    proof = second_proof(person.recovering, AT)
    assert (proof.has_code, proof.has_passkey) == (True, True)


def test_goes_on_without_a_second_proof_where_there_is_none() -> None:
    person, link = asked(cast.registered())
    assert person.open_link(link).stage == Stage.PIN


def test_a_newer_link_ends_what_an_older_one_began() -> None:
    who = cast.registered()
    thief, first = asked(who)
    thief.open_link(first)
    person, second = asked(who)
    person.open_link(second)
    with pytest.raises(FlowExpired):
        thief.change_pin()
    person.change_pin()


def test_leaves_half_an_hour_for_each_step() -> None:
    who = with_mobile()
    person, link = asked(who)
    person.open_link(link)
    resend_code(
        token=person.recovering, kind=FlowKind.RECOVER_PIN, by=person.by, at=later(minutes=26)
    )
    person.try_recovery_code(cast.code_sent_to(who), later(minutes=29))
    with pytest.raises(FlowExpired):
        person.change_pin(at=later(minutes=59))
    person.change_pin(at=later(minutes=58))


def test_takes_over_no_token_that_came_with_the_request() -> None:
    person, link = asked(cast.registered())
    person.recovering = "chosen-by-somebody-else"
    person.open_link(link)
    with pytest.raises(FlowExpired):
        change_forgotten_pin(token="chosen-by-somebody-else", pin="4917", by=person.by, at=AT)


def test_leaves_a_trace_of_every_opening_without_the_link() -> None:
    who = cast.registered()
    person, link = asked(who)
    person.open_link(link)
    refused(person, link)
    refused(person, "never sent")
    trail = AuditEvent.objects.filter(ip=person.by.ip, action="access.recovery_link")
    assert [one.result for one in trail.order_by("id")] == ["done", "link_refused", "link_refused"]
    assert [one.detail["why"] for one in trail.order_by("id")[1:]] == ["used", "unknown"]
    assert link not in str([vars(one) for one in trail])
