"""A passkey instead of a secret: registering, living with it, losing it."""

import pytest

from minga.access import register_passkey
from minga.access.change_pin import change_pin
from minga.access.enter_pin import enter_pin
from minga.access.flows import FlowElsewhere
from minga.access.models import Credential, OfficeSession, Passkey, SealedAnswer, Stage
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.pin_again import PasskeyFirst
from minga.access.pin_gate import NoSecret
from minga.access.queries import pin_page
from minga.access.register_passkey import SecretNeeded
from minga.access.register_security import AlreadyRegistered
from minga.access.remove_passkey import LastPasskey, remove_passkey
from minga.access.sealed_records import anything_is_sealed
from minga.access.security_queries import security_page
from minga.access.tests import cast
from minga.access.tests.authenticator import PRESENT, Authenticator
from minga.access.tests.cast import AT, Person, later
from minga.access.tests.passkey_cast import SITE, KeyHolder, sign_in
from minga.access.tests.recovery_cast import forgetful
from minga.access.tests.test_strict_profile import SECRET, strict
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def before_the_secret() -> tuple[Person, Member]:
    """Somebody who proved the mailbox and is asked for a secret."""
    strict()
    who, person = cast.member(), cast.stranger()
    person.register(who)
    person.prove_mailbox(cast.code_sent_to(who))
    return person, who


def options(person: Person) -> str:
    return register_passkey.begin(token=person.registering, site=SITE, at=AT)


def finish(person: Person, answer: str) -> str:
    return register_passkey.finish(
        token=person.registering, answer=answer, name="", browser_token=person.browser, site=SITE,
        by=person.by, at=AT,
    )  # fmt: skip


def with_key_alone() -> KeyHolder:
    """Somebody who registered with a passkey, in the browser where they did."""
    person, who = before_the_secret()
    device = Authenticator()
    person.browser = finish(person, device.make(options(person)))
    return KeyHolder(who, person, device)


def inside() -> KeyHolder:
    """The same, signed in with it."""
    holder = with_key_alone()
    holder.person = sign_in(holder.device)
    return holder


def test_registers_without_secret_image_phrase_or_questions() -> None:
    with cast.outbox_watched() as published:
        holder = with_key_alone()
    credential = Credential.objects.get(member=holder.who)
    assert (credential.has_secret, credential.image, credential.phrase) == (False, "", "")
    assert not SealedAnswer.objects.exists()
    assert not anything_is_sealed()
    assert Passkey.objects.get(member=holder.who).name == "Firefox"
    assert published[-1].payload["kind"] == "registered"


def test_signs_in_by_a_browser_nobody_knows() -> None:
    holder = with_key_alone()
    elsewhere = sign_in(holder.device)
    assert OfficeSession.objects.filter(member=holder.who).count() == 1
    assert elsewhere.session


def test_the_person_must_be_verified_by_the_device() -> None:
    person, who = before_the_secret()
    device = Authenticator(flags=PRESENT)
    with pytest.raises(PasskeyRefused):
        finish(person, device.make(options(person)))
    assert not Credential.objects.filter(member=who).exists()
    assert not Passkey.objects.exists()


def test_takes_no_answer_twice_nor_of_another_registration() -> None:
    person, _ = before_the_secret()
    made = Authenticator().make(options(person))
    other = cast.stranger()
    somebody = cast.member()
    other.register(somebody)
    other.prove_mailbox(cast.code_sent_to(somebody))
    with pytest.raises(PasskeyRefused):
        finish(other, made)
    finish(person, made)
    with pytest.raises(FlowElsewhere):
        finish(person, made)


def test_is_not_offered_where_everybody_has_a_pin() -> None:
    who, person = cast.member(), cast.stranger()
    person.register(who)
    person.prove_mailbox(cast.code_sent_to(who))
    assert not register_passkey.is_offered(AT)
    with pytest.raises(SecretNeeded):
        options(person)
    with pytest.raises(SecretNeeded):
        finish(person, "{}")


def test_comes_after_the_mailbox_was_proven() -> None:
    strict()
    who, person = cast.member(), cast.stranger()
    person.register(who)
    with pytest.raises(FlowElsewhere):
        options(person)


def test_refuses_who_registered_meanwhile() -> None:
    person, who = before_the_secret()
    made = Authenticator().make(options(person))
    Credential.objects.create(member=who, registered_at=AT)
    with pytest.raises(AlreadyRegistered):
        finish(person, made)


@pytest.mark.parametrize("is_known", [True, False])
def test_no_pin_may_be_tried_in_any_browser(is_known: bool) -> None:
    holder = with_key_alone()
    person = holder.person if is_known else cast.stranger()
    at = later(minutes=2)
    if person.identify(holder.who.document_number, at).stage == Stage.CODE:
        person.try_code(cast.code_sent_to(holder.who), at)
    assert isinstance(pin_page(person.sign_in, at).closed, NoSecret)
    for pin in ("7294", SECRET, ""):
        with pytest.raises(NoSecret):
            enter_pin(
                token=person.sign_in, pin=pin, browser_token=person.browser, session_token="",
                by=person.by, at=at,
            )  # fmt: skip
    assert Credential.objects.get(member=holder.who).failures == 0


def test_the_last_key_stays_while_there_is_no_secret() -> None:
    holder = inside()
    (key,) = Passkey.objects.filter(member=holder.who)

    def remove() -> None:
        remove_passkey(
            session_token=holder.person.session, passkey_id=key.id, by=holder.person.by, at=AT
        )

    with pytest.raises(LastPasskey):
        remove()
    second = KeyHolder(holder.who, holder.person, Authenticator())
    second.add()
    remove()
    assert Passkey.objects.filter(member=holder.who, removed_at=None).count() == 1


def test_the_last_key_goes_where_there_is_a_secret() -> None:
    holder = inside()
    Credential.objects.filter(member=holder.who).update(sealed_pin=b"sealed")
    key = Passkey.objects.get(member=holder.who)
    remove_passkey(
        session_token=holder.person.session, passkey_id=key.id, by=holder.person.by, at=AT
    )


def test_a_first_secret_is_chosen_with_the_key() -> None:
    from minga.access.tests.test_prove_with_passkey import prove

    holder = inside()
    session = holder.person.session
    page = security_page(session, "", AT)
    assert (page.has_secret, page.has_strip) == (False, False)

    def choose() -> None:
        change_pin(session_token=session, current="", pin=SECRET, by=holder.person.by, at=AT)

    with pytest.raises(PasskeyFirst):
        choose()
    prove(holder, "change_pin")
    choose()
    credential = Credential.objects.get(member=holder.who)
    assert credential.has_secret
    assert credential.is_long
    person = cast.stranger()
    person.identify(holder.who.document_number, later(minutes=2))
    person.try_code(cast.code_sent_to(holder.who), later(minutes=2))
    person.enter(SECRET, later(minutes=2))


def test_who_loses_the_key_gets_back_in_with_a_new_secret() -> None:
    holder = with_key_alone()
    person = forgetful()
    person.forgot_pin(holder.who)
    from minga.access.tests.recovery_cast import link_sent_to

    assert person.open_link(link_sent_to(holder.who)).stage == Stage.CODE  # by a key, or:
    Passkey.objects.filter(member=holder.who).update(removed_at=AT)
    again = forgetful()
    again.forgot_pin(holder.who, later(minutes=1))
    link = link_sent_to(holder.who)
    assert again.open_link(link, later(minutes=1)).stage == Stage.PIN
    again.change_pin(SECRET, later(minutes=1))
    assert Credential.objects.get(member=holder.who).has_secret
