"""«Enviarlo por mensaje de texto», «Enviarlo por correo»."""

from datetime import datetime

import pytest

from minga.access import code_limits
from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.code_messages import Channel
from minga.access.codes import WrongCode
from minga.access.models import FlowKind, OneTimeCode
from minga.access.queries import asked_channel
from minga.access.resend_code import resend_code
from minga.access.tests import cast
from minga.access.tests.cast import AT, Person, later
from minga.access.visitor import Visitor
from minga.members.models import Member

pytestmark = pytest.mark.django_db
MOBILE = "+573104567890"


def waiting(**contact: object) -> tuple[Person, Member]:
    """A registered member at an unknown browser; the first code went to the mobile."""
    who, person = cast.registered(**({"mobile": MOBILE} | contact)), cast.stranger()
    person.identify(who.document_number)
    return person, who


def ask(person: Person, channel: Channel, at: datetime = AT) -> None:
    resend_code(token=person.sign_in, kind=FlowKind.SIGN_IN, channel=channel, by=person.by, at=at)


def channels(who: Member) -> list[str]:
    """How each code went out, in order."""
    sent = cast.codes_sent_to(who.email) + (cast.codes_sent_to(who.mobile) if who.mobile else [])
    return [one.payload["channel"] for one in sorted(sent, key=lambda one: one.pk)]


def test_sends_by_the_other_channel_at_once_and_the_code_serves() -> None:
    person, who = waiting()
    ask(person, "email", later(seconds=3))
    assert channels(who) == ["sms", "email"]
    assert asked_channel(person.sign_in, FlowKind.SIGN_IN, AT) == "email"
    person.try_code(cast.code_sent_to(who), later(seconds=9))


def test_the_code_of_before_serves_no_more() -> None:
    person, who = waiting()
    first = cast.code_sent_to(who)
    ask(person, "email", later(seconds=3))
    if first != cast.code_sent_to(who):
        with pytest.raises(WrongCode):
            person.try_code(first, later(seconds=4))


def test_waits_from_the_second_choice_on() -> None:
    person, _ = waiting()
    ask(person, "email", later(seconds=3))
    channel: Channel
    for channel in ("sms", "email", ""):
        with pytest.raises(ResendTooSoon) as refused:
            ask(person, channel, later(seconds=33))
        assert refused.value.seconds == 30
    ask(person, "sms", later(seconds=63))


def test_stays_with_the_channel_that_was_chosen() -> None:
    person, who = waiting()
    ask(person, "email", later(seconds=3))
    ask(person, "", later(seconds=63))
    assert channels(who) == ["sms", "email", "email"]


def test_counts_every_choice_towards_the_limits() -> None:
    person, who = waiting()
    ask(person, "email", later(seconds=1))
    ask(person, "sms", later(seconds=61))
    with pytest.raises(TooManyCodes):
        ask(person, "email", later(seconds=121))
    assert len(channels(who)) == 3


@pytest.mark.parametrize(
    ("contact", "channel", "goes_by"),
    [({"mobile": ""}, "sms", "email"), ({"email": ""}, "email", "sms")],
)
def test_goes_to_the_only_contact_whichever_was_asked(
    contact: dict[str, str], channel: Channel, goes_by: str
) -> None:
    person, who = waiting(**contact)
    ask(person, channel)
    sent = cast.codes_sent_to(who.email or who.mobile)
    assert [one.payload["channel"] for one in sent] == [goes_by, goes_by]


def test_pauses_after_a_code_that_somebody_else_asked_for() -> None:
    """Only one's own code can be followed at once: others do not make two in a moment."""
    mine, who = waiting()
    other = cast.stranger()
    other.identify(who.document_number, later(seconds=70))
    ask(mine, "email", later(seconds=72))
    assert channels(who) == ["sms", "sms"]
    last = OneTimeCode.objects.order_by("-issued_at").first()
    assert last is not None
    assert last.silent


def test_would_send_two_in_a_moment_if_it_did_not_ask_whose_the_last_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(code_limits.Sent, "pauses", lambda *_, **__: False)
    mine, who = waiting()
    cast.stranger().identify(who.document_number, later(seconds=70))
    ask(mine, "email", later(seconds=72))
    assert channels(who) == ["sms", "sms", "email"]


def test_says_the_same_to_a_stranger() -> None:
    person = cast.stranger()
    person.identify(cast.number())
    with cast.outbox_watched() as published:
        ask(person, "sms", later(seconds=1))
    assert [one.payload["to"] for one in published] == [""]
    assert asked_channel(person.sign_in, FlowKind.SIGN_IN, AT) == "sms"
    with pytest.raises(ResendTooSoon):
        ask(person, "email", later(seconds=2))


def test_ties_the_code_to_the_host_of_the_office() -> None:
    who = cast.registered()
    by = Visitor(cast.somebody().ip, host="oficina.ejemplo.coop")
    person = Person(by)
    person.identify(who.document_number)
    ask(person, "email", later(seconds=1))
    hosts = [one.payload.get("host") for one in cast.codes_sent_to(who.email)]
    assert hosts == ["oficina.ejemplo.coop"] * 2
    other = cast.registered()
    cast.stranger().identify(other.document_number)
    assert "host" not in cast.codes_sent_to(other.email)[0].payload
