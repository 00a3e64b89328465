"""A passkey as the second proof of a forgotten PIN."""

import pytest

from minga.access import recover_pin_passkey, sign_in_passkey
from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.models import AccessBlock, ChannelUse, MoneyHold, Stage
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_site import Site
from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator
from minga.access.tests.cast import AT, later
from minga.access.tests.passkey_cast import SITE, KeyHolder, with_key
from minga.access.tests.recovery_cast import Forgetful, forgetful, link_sent_to
from minga.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def asked(holder: KeyHolder) -> Forgetful:
    """The member's link, opened in a browser nobody knows."""
    person = forgetful()
    person.forgot_pin(holder.who)
    assert person.open_link(link_sent_to(holder.who)).stage == Stage.CODE
    return person


def prove(person: Forgetful, device: Authenticator, site: Site = SITE) -> None:
    options = recover_pin_passkey.begin(token=person.recovering, site=site, at=AT)
    finish(person, device.sign(options))


def finish(person: Forgetful, answer: str) -> None:
    recover_pin_passkey.finish(
        token=person.recovering, answer=answer, site=SITE, by=person.by, at=later(minutes=1)
    )


def refused(person: Forgetful, answer: str) -> None:
    with pytest.raises(PasskeyRefused):
        finish(person, answer)
    with pytest.raises(FlowElsewhere):
        person.change_pin()


def test_counts_as_the_second_proof() -> None:
    holder = with_key()
    person = asked(holder)
    prove(person, holder.device)
    person.change_pin(at=later(minutes=2))
    assert not MoneyHold.objects.filter(member=holder.who).exists()
    used = ChannelUse.objects.filter(member=holder.who)
    assert {one.channel for one in used} == {"email", "passkey"}


def test_opens_an_access_that_is_blocked() -> None:
    holder = with_key()
    AccessBlock.objects.create(member=holder.who, at=AT, why="by_member")
    person = asked(holder)
    prove(person, holder.device)
    person.change_pin(at=later(minutes=2))
    assert not AccessBlock.objects.filter(member=holder.who, lifted_at=None).exists()


def test_takes_nobody_elses_key() -> None:
    person, thief = asked(with_key()), with_key()
    options = recover_pin_passkey.begin(token=person.recovering, site=SITE, at=AT)
    refused(person, thief.device.sign(options))
    refused(person, "{}")


def test_takes_no_signature_of_another_purpose_or_of_another_recovery() -> None:
    holder = with_key()
    person = asked(holder)
    begun = sign_in_passkey.begin(site=SITE, by=person.by, at=AT)
    refused(person, holder.device.sign(begun.options))
    options = recover_pin_passkey.begin(token=person.recovering, site=SITE, at=AT)
    again = asked(holder)
    refused(again, holder.device.sign(options))


def test_serves_once() -> None:
    holder = with_key()
    person = asked(holder)
    options = recover_pin_passkey.begin(token=person.recovering, site=SITE, at=AT)
    answer = holder.device.sign(options)
    finish(person, answer)
    with pytest.raises(FlowElsewhere):
        finish(person, answer)


def test_is_asked_only_half_way_through_a_recovery() -> None:
    with pytest.raises(FlowExpired):
        recover_pin_passkey.begin(token="never-was", site=SITE, at=AT)
    person = forgetful()
    who = cast.registered()
    person.forgot_pin(who)
    person.open_link(link_sent_to(who))
    with pytest.raises(FlowElsewhere):
        recover_pin_passkey.begin(token=person.recovering, site=SITE, at=AT)


def test_leaves_a_trace_of_every_try() -> None:
    holder = with_key()
    person = asked(holder)
    refused(person, "{}")
    prove(person, holder.device)
    trail = AuditEvent.objects.filter(action="access.recover_pin_passkey").order_by("id")
    assert [one.result for one in trail] == ["passkey_refused", "done"]
    assert {one.subject for one in trail} == {f"member:{holder.who.id}"}
