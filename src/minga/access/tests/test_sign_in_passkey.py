"""«Ingresar con llave de acceso»: what a good signature opens, and all that opens nothing."""

from datetime import timedelta

import pytest

from minga.access import sessions
from minga.access.models import (
    AccessBlock,
    Credential,
    Enrolment,
    OfficeSession,
    Passkey,
    PasskeyChallenge,
)
from minga.access.passkey_assertion import PasskeyHolderBlocked, PasskeyRefused
from minga.access.passkey_site import site_of
from minga.access.sources import TooManyNumbers
from minga.access.tests import cast
from minga.access.tests.authenticator import PRESENT, VERIFIED, Authenticator
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.passkey_cast import KeyHolder, begin, finish, sign_in, with_key
from minga.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def refused(device: Authenticator, why: str, **other: object) -> None:
    """A sign-in is refused, for that reason, and leaves no session."""
    before = OfficeSession.objects.count()
    with pytest.raises(PasskeyRefused) as refusal:
        sign_in(device, **other)  # type: ignore[arg-type]
    assert refusal.value.why == why
    assert refusal.value.details == {}
    assert OfficeSession.objects.count() == before
    event = AuditEvent.objects.filter(action="access.sign_in_passkey").latest("id")
    assert (event.result, event.detail["why"]) == (refusal.value.code, why)


@pytest.fixture
def holder() -> KeyHolder:
    return with_key()


def test_opens_the_office_in_a_browser_nobody_knows(holder: KeyHolder) -> None:
    person = sign_in(holder.device, later(minutes=1))
    inside = sessions.member_inside(person.session, later(minutes=1))
    assert inside is not None
    assert (inside.member_id, inside.previous_sign_in_at) == (holder.who.id, AT)
    session = holder.session
    assert session.passkey == Passkey.objects.get(member=holder.who)
    assert session.enrolment is None
    assert person.browser == ""


def test_uses_the_enrolment_of_a_browser_that_is_known(holder: KeyHolder) -> None:
    begun = begin(holder.person)
    first = holder.person.session
    finish(holder.person, begun.holder, holder.device.sign(begun.options), later(minutes=1))
    assert holder.session.enrolment == Enrolment.objects.get(member=holder.who)
    assert sessions.member_inside(first, later(minutes=1)) is None


def test_uses_nobody_elses_enrolment(holder: KeyHolder) -> None:
    other = cast.stranger()
    other.sign_in_anew(cast.registered())
    begun = begin(other)
    finish(other, begun.holder, holder.device.sign(begun.options), later(minutes=1))
    assert holder.session.enrolment is None


def test_remembers_a_browser_only_when_asked_and_tells_the_member(holder: KeyHolder) -> None:
    with cast.outbox_watched() as published:
        person = sign_in(holder.device, later(minutes=1), remembers=True)
    assert [one.payload["kind"] for one in published] == ["browser_enrolled"]
    person.identify(holder.who.document_number, later(minutes=2))
    assert person.flow.enrolment_id == holder.session.enrolment_id


def test_goes_on_to_the_page_that_was_wanted(holder: KeyHolder) -> None:
    person = cast.stranger()
    begun = begin(person)
    done = finish(person, begun.holder, holder.device.sign(begun.options), next_path="/oficina/x/")
    assert done.next_path == "/oficina/x/"


def test_writes_when_the_key_was_used_and_forgives_no_wrong_pin(holder: KeyHolder) -> None:
    Credential.objects.filter(member=holder.who).update(failures=4)
    sign_in(holder.device, later(hours=2))
    key = Passkey.objects.get(member=holder.who)
    assert (key.last_used_at, key.sign_count) == (later(hours=2), 1)
    credential = Credential.objects.get(member=holder.who)
    assert (credential.failures, credential.last_sign_in_at) == (4, later(hours=2))


def test_takes_a_key_that_never_counts(holder: KeyHolder) -> None:
    holder.device.step = 0
    sign_in(holder.device)
    sign_in(holder.device)


def test_refuses_an_answer_that_was_given_before(holder: KeyHolder) -> None:
    person = cast.stranger()
    begun = begin(person)
    answer = holder.device.sign(begun.options)
    finish(person, begun.holder, answer)
    with pytest.raises(PasskeyRefused) as refusal:
        finish(cast.stranger(), begun.holder, answer)
    assert refusal.value.why == "challenge"


def test_a_wrong_answer_uses_the_challenge_up(holder: KeyHolder) -> None:
    person = cast.stranger()
    begun = begin(person)
    with pytest.raises(PasskeyRefused):
        finish(person, begun.holder, Authenticator().sign(begun.options))
    with pytest.raises(PasskeyRefused) as refusal:
        finish(person, begun.holder, holder.device.sign(begun.options))
    assert refusal.value.why == "challenge"


def test_refuses_an_answer_after_five_minutes(holder: KeyHolder) -> None:
    person = cast.stranger()
    begun = begin(person)
    answer = holder.device.sign(begun.options)
    with pytest.raises(PasskeyRefused) as refusal:
        finish(person, begun.holder, answer, later(minutes=5))
    assert refusal.value.why == "challenge"
    finish(person, begun.holder, answer, later(minutes=5) - timedelta(seconds=1))


@pytest.mark.parametrize("cookie", ["", "guessed"])
def test_refuses_an_answer_from_whoever_was_not_asked(holder: KeyHolder, cookie: str) -> None:
    begun = begin(cast.stranger())
    with pytest.raises(PasskeyRefused) as refusal:
        finish(cast.stranger(), cookie, holder.device.sign(begun.options))
    assert refusal.value.why == "challenge"


def test_refuses_an_answer_to_a_challenge_of_another_purpose(holder: KeyHolder) -> None:
    options = holder.options()
    as_if_asked = options.replace('"rp": {', '"rpId": "localhost", "rp": {')
    with pytest.raises(PasskeyRefused) as refusal:
        finish(cast.stranger(), holder.person.session, holder.device.sign(as_if_asked))
    assert refusal.value.why == "challenge"


def test_refuses_what_was_signed_on_another_page(holder: KeyHolder) -> None:
    holder.device.origin = "http://localhost:9000"
    refused(holder.device, "signature")
    holder.device.origin = "https://localhost.mal.example"
    refused(holder.device, "signature")


def test_refuses_what_was_signed_for_another_site(holder: KeyHolder) -> None:
    holder.device.rp_id = "mal.example"
    refused(holder.device, "signature")


def test_refuses_a_page_inside_another_page(holder: KeyHolder) -> None:
    holder.device.is_embedded = True
    refused(holder.device, "signature")


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, 0])
def test_refuses_whoever_the_device_did_not_verify(holder: KeyHolder, flags: int) -> None:
    holder.device.flags = flags
    refused(holder.device, "signature")


def test_refuses_the_signature_of_another_key(holder: KeyHolder) -> None:
    forger = Authenticator(credential_id=holder.device.credential_id)
    forger.user_handle = holder.device.user_handle
    refused(forger, "signature")
    sign_in(holder.device)  # and nothing happened to the real one


def test_refuses_a_key_that_says_it_is_somebody_elses(holder: KeyHolder) -> None:
    holder.device.user_handle = cast.registered().id.bytes
    refused(holder.device, "not_for_this")
    holder.device.user_handle = b""
    refused(holder.device, "not_for_this")


def test_refuses_a_key_at_an_address_it_was_not_made_at(holder: KeyHolder) -> None:
    elsewhere = site_of("https://localhost:8443", "Otra")
    holder.device.origin = "https://localhost:8443"
    refused(holder.device, "not_for_this", site=elsewhere)


def test_refuses_a_key_nobody_has() -> None:
    refused(Authenticator(user_handle=b"x" * 16), "unknown_key")


def test_refuses_a_key_that_was_removed(holder: KeyHolder) -> None:
    Passkey.objects.filter(member=holder.who).update(removed_at=AT, removed_why="removed")
    refused(holder.device, "unknown_key")


def test_refuses_a_member_without_a_credential(holder: KeyHolder) -> None:
    Credential.objects.filter(member=holder.who).delete()
    refused(holder.device, "not_for_this")


def test_refuses_a_blocked_member_and_tells_only_who_holds_the_key(holder: KeyHolder) -> None:
    AccessBlock.objects.create(member=holder.who, at=AT, why="member")
    with pytest.raises(PasskeyHolderBlocked):
        sign_in(holder.device)
    refused(Authenticator(credential_id=holder.device.credential_id), "signature")
    AccessBlock.objects.filter(member=holder.who).update(lifted_at=AT)
    sign_in(holder.device)


def test_removes_a_key_whose_counter_went_back_and_tells_the_member(holder: KeyHolder) -> None:
    thief = Authenticator(credential_id=holder.device.credential_id, key=holder.device.key)
    thief.user_handle = holder.device.user_handle
    first = sign_in(holder.device)
    sign_in(holder.device)
    with cast.outbox_watched() as published:
        refused(thief, "copied")
    assert [one.payload["kind"] for one in published] == ["passkey_copied"]
    key = Passkey.objects.get(member=holder.who)
    assert (key.removed_at, key.removed_why) == (AT, "copied")
    assert sessions.member_inside(first.session, AT) is None
    assert sessions.member_inside(holder.person.session, AT) is not None  # opened by the PIN
    refused(holder.device, "unknown_key")


def test_a_forged_counter_removes_no_key(holder: KeyHolder) -> None:
    sign_in(holder.device)
    forger = Authenticator(credential_id=holder.device.credential_id, step=0)
    refused(forger, "signature")
    assert Passkey.objects.get(member=holder.who).removed_at is None


@pytest.mark.parametrize(
    "junk", ["", "{}", "[" * 15_000, "null", '{"id": "a"}', "x" * 16_001, "\ud800", "\x00"]
)
def test_refuses_what_no_browser_sends(junk: str) -> None:
    begun = begin(cast.stranger())
    with pytest.raises(PasskeyRefused) as refusal:
        finish(cast.stranger(), begun.holder, junk)
    assert refusal.value.why == "unreadable"


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("junk", ["", "AAAA", "/", "a" * 9_000, "e30", "W10", "é"])
def test_refuses_a_part_that_no_browser_sends(holder: KeyHolder, part: str, junk: str) -> None:
    person = cast.stranger()
    begun = begin(person)
    with pytest.raises(PasskeyRefused):
        finish(person, begun.holder, holder.device.sign(begun.options, **{part: junk}))


def test_makes_an_address_wait_that_asks_too_often() -> None:
    person = cast.stranger()
    for _ in range(60):
        begin(person)
    with pytest.raises(TooManyNumbers):
        begin(person)
    begin(cast.stranger())


def test_stores_no_token_of_the_holder() -> None:
    begun = begin(cast.stranger())
    row = PasskeyChallenge.objects.latest("issued_at")
    assert begun.holder.encode() not in bytes(row.holder)
    assert row.member is None


def test_leaves_the_pin_as_it_was(holder: KeyHolder) -> None:
    sign_in(holder.device)
    holder.person.identify(holder.who.document_number)
    holder.person.enter(PIN)
