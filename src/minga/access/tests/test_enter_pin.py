"""«Clave»: what a right one opens and what each wrong one costs."""

from datetime import datetime

import pytest
from argon2.low_level import Type, verify_secret

from minga.access import pin_gate, sessions
from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.models import (
    Browser,
    Credential,
    Enrolment,
    Flow,
    OfficeSession,
    PinBlock,
    SealedAnswer,
    Stage,
)
from minga.access.pin_gate import BrowserRevoked, PinDisabled, PinWaits, WrongPin
from minga.access.pin_signer import Purpose, SealedSecret, SignerBusy, signer
from minga.access.signer import local as sealing
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN, Person, later
from minga.audit.models import AuditEvent
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
WRONG = "8306"


def at_the_pin(known: bool = True) -> tuple[Person, Member]:
    """A member before the PIN, in a known browser or in one that a code just verified."""
    who, person = cast.registered(), cast.stranger()
    if known:
        person.sign_in_anew(who)
    person.identify(who.document_number)
    if not known:
        person.try_code(cast.code_sent_to(who))
    return person, who


def refused(person: Person, at: datetime = AT, pin: str = WRONG) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        person.try_pin(pin, at)
    return refusal.value


def test_opens_the_office() -> None:
    person, who = at_the_pin()
    done = person.enter(PIN)
    inside = sessions.member_inside(done.session_token, AT)
    assert inside is not None
    assert (inside.member_id, inside.first_name) == (who.id, "Marta")
    assert done.browser_token is None


def test_enrols_a_browser_only_when_the_pin_is_right() -> None:
    person, who = at_the_pin(known=False)
    refused(person)
    assert not Browser.objects.filter(enrolments__member=who).exists()
    with cast.outbox_watched() as published:
        done = person.enter_anew()
    assert done.browser_token
    (notice,) = published
    assert notice.topic == "notice"
    assert notice.payload.pop("link")
    assert notice.payload == {
        "kind": "browser_enrolled", "email": who.email, "mobile": "",
        "context": {"name": "Marta", "hour": AT.isoformat(), "device": "Firefox"},
    }  # fmt: skip
    assert person.identify(who.document_number).stage == Stage.PIN


def test_stores_no_token() -> None:
    person, _ = at_the_pin(known=False)
    done = person.enter_anew()
    rows = [*Browser.objects.all(), *OfficeSession.objects.all(), *Flow.objects.all()]
    stored = str([[bytes(value) if isinstance(value, memoryview) else value
                   for value in vars(row).values()] for row in rows])  # fmt: skip
    for token in (done.session_token, str(done.browser_token), person.sign_in):
        assert token not in stored


def test_tells_when_the_member_was_here_before() -> None:
    person, who = at_the_pin(known=False)
    first = sessions.member_inside(person.enter_anew().session_token, AT)
    assert first is not None
    assert first.previous_sign_in_at is None
    person.identify(who.document_number, later(hours=3))
    again = sessions.member_inside(person.enter(PIN, later(hours=3)).session_token, later(hours=3))
    assert again is not None
    assert again.previous_sign_in_at == AT


def test_opens_one_session_for_one_flow() -> None:
    person, who = at_the_pin()
    person.enter(PIN)
    with pytest.raises(FlowElsewhere):
        person.enter(PIN)
    person.identify(who.document_number)
    person.enter(PIN)


def test_changes_the_session_token_at_every_sign_in_and_ends_the_one_before() -> None:
    person, who = at_the_pin()
    person.session = planted = person.enter(PIN).session_token
    person.identify(who.document_number)
    done = person.enter(PIN)
    assert done.session_token != planted
    assert sessions.member_inside(planted, AT) is None


def test_takes_over_no_session_token_that_came_with_the_request() -> None:
    person, _ = at_the_pin()
    person.session = "chosen-by-somebody-else"
    person.enter(PIN)
    assert sessions.member_inside("chosen-by-somebody-else", AT) is None


def test_cannot_be_tried_before_the_code() -> None:
    who, person = cast.registered(), cast.stranger()
    person.identify(who.document_number)
    with pytest.raises(FlowElsewhere):
        person.enter(PIN)
    with pytest.raises(FlowExpired):
        cast.stranger().enter(PIN)


def test_cannot_be_tried_after_half_an_hour() -> None:
    person, _ = at_the_pin()
    with pytest.raises(FlowExpired):
        person.enter(PIN, later(minutes=30))


@pytest.mark.parametrize("known", [True, False])
def test_makes_wrong_pins_cost_more_and_more(known: bool) -> None:
    person, who = at_the_pin(known)
    for left in (2, 1):
        refusal = refused(person)
        assert isinstance(refusal, WrongPin)
        assert refusal.tries_left == left
    refusal = refused(person)
    assert isinstance(refusal, PinWaits)
    assert refusal.until == later(seconds=30)
    assert isinstance(refused(person, later(seconds=29), PIN), PinWaits)
    refusal = refused(person, later(seconds=30))
    assert isinstance(refusal, PinWaits)
    assert refusal.until == later(seconds=330)
    assert isinstance(refused(person, later(seconds=329), PIN), PinWaits)
    assert isinstance(refused(person, later(seconds=330)), BrowserRevoked)
    assert isinstance(refused(person, later(hours=1), PIN), FlowExpired)
    assert person.identify(who.document_number, later(hours=2)).stage == Stage.CODE


def test_forgets_wrong_pins_after_a_right_one() -> None:
    person, who = at_the_pin()
    refused(person)
    refused(person)
    person.enter(PIN)
    person.identify(who.document_number)
    refusal = refused(person)
    assert isinstance(refusal, WrongPin)
    assert refusal.tries_left == 2
    assert Credential.objects.get(member=who).failures == 1


def test_lets_the_right_pin_in_after_the_pause() -> None:
    person, who = at_the_pin()
    for _ in range(3):
        refused(person)
    person.enter(PIN, later(seconds=30))
    assert Enrolment.objects.get(member=who).wait_until is None


def test_does_not_forget_wrong_pins_when_the_number_is_typed_again() -> None:
    person, who = at_the_pin()
    for _ in range(3):
        refused(person)
    person.identify(who.document_number)
    assert isinstance(refused(person, pin=PIN), PinWaits)


def exhaust(person: Person, who: Member, at: datetime) -> list[Refusal]:
    """Five wrong PINs in a browser that a code just verified."""
    person.identify(who.document_number, at)
    person.try_code(cast.code_sent_to(who), at)
    pauses = (0, 0, 0, 30, 330)
    return [refused(person, at + (later(seconds=pause) - AT)) for pause in pauses]


def test_disables_the_pin_at_the_tenth_wrong_one_in_a_row_and_says_why() -> None:
    who = cast.registered()
    assert isinstance(exhaust(cast.stranger(), who, AT)[-1], BrowserRevoked)
    assert isinstance(exhaust(cast.stranger(), who, later(hours=1))[-1], PinDisabled)
    block = PinBlock.objects.get(credential=who.id)
    assert block.why == "failures_in_a_row"
    assert block.at == later(hours=1, seconds=330)
    person = cast.stranger()
    person.identify(who.document_number, later(hours=3))
    person.try_code(cast.code_sent_to(who), later(hours=3))
    assert isinstance(refused(person, later(hours=3), PIN), PinDisabled)


def test_disables_the_pin_in_a_browser_that_made_no_mistake_too() -> None:
    mine, who = at_the_pin()
    exhaust(cast.stranger(), who, later(minutes=2))
    exhaust(cast.stranger(), who, later(hours=1))
    mine.identify(who.document_number, later(hours=2))
    assert isinstance(refused(mine, later(hours=2), PIN), PinDisabled)


def test_gives_a_stranger_no_way_to_lock_a_member() -> None:
    mine, who = at_the_pin()
    stranger = cast.stranger()
    stranger.identify(who.document_number, later(minutes=1))
    for pin in ("1111", PIN):
        with pytest.raises(FlowElsewhere):
            stranger.enter(pin, later(minutes=1))
    assert Credential.objects.get(member=who).failures == 0
    mine.enter(PIN)


def test_would_be_guessed_if_failures_were_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_gate, "count_wrong", lambda *_: WrongPin(2))
    person, _ = at_the_pin()
    for _ in range(8):
        refused(person)
    person.enter(PIN)


def test_counts_nothing_while_the_signer_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    person, who = at_the_pin()
    local = signer()

    def busy(*_: object) -> None:
        raise SignerBusy

    monkeypatch.setattr(local, "_place", busy)
    assert isinstance(refused(person), SignerBusy)
    monkeypatch.undo()
    assert Credential.objects.get(member=who).failures == 0
    person.enter(PIN)


def test_hashes_nothing_while_the_gate_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    person, _ = at_the_pin()
    for _ in range(3):
        refused(person)
    monkeypatch.setattr(sealing, "verify_secret", lambda *_: pytest.fail("hashed"))
    assert isinstance(refused(person, pin=PIN), PinWaits)


def test_refuses_a_sealed_pin_copied_from_another_member() -> None:
    person, who = at_the_pin()
    insider = cast.registered()
    mine = Credential.objects.get(member=insider)
    Credential.objects.filter(member=who).update(sealed_pin=mine.sealed_pin)
    assert isinstance(refused(person, pin=PIN), WrongPin)


def test_begins_again_when_the_pin_was_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    person, who = at_the_pin()
    local = signer()

    def change_meanwhile(*, sealed: SealedSecret, **_: object) -> bool:
        new = local.seal(subject=who.id, secret="4917", purpose=Purpose.PIN)
        Credential.objects.filter(member=who).update(sealed_pin=new)
        return True

    monkeypatch.setattr(local, "check", change_meanwhile)
    assert isinstance(refused(person, pin=PIN), FlowExpired)
    assert not OfficeSession.objects.filter(member=who, ended_at=None, started_at__gt=AT).exists()


def test_costs_somebody_without_a_pin_the_same_hash_and_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, who = at_the_pin()
    SealedAnswer.objects.filter(credential=who.id).delete()
    Credential.objects.filter(member=who).delete()
    hashed: list[bytes] = []

    def verify(known: bytes, given: bytes, kind: Type) -> bool:
        hashed.append(given)
        return verify_secret(known, given, kind)

    monkeypatch.setattr(sealing, "verify_secret", verify)
    assert isinstance(refused(person, pin=PIN), WrongPin)
    assert len(hashed) == 1


def test_leaves_a_trace_of_every_try_without_the_pin() -> None:
    person, who = at_the_pin()
    refused(person)
    person.enter(PIN)
    trail = AuditEvent.objects.filter(action="access.enter_pin", subject=f"member:{who.id}")
    assert [one.result for one in trail.order_by("id")] == ["to_question", "wrong_pin", "done"]
    assert not any(pin in str(vars(one)) for one in trail for pin in (f"'{PIN}'", f"'{WRONG}'"))
