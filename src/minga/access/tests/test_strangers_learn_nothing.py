"""Known and unknown numbers cost the same, in every step a stranger reaches."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.access.models import FlowKind
from minga.access.queries import resend_in
from minga.access.resend_code import resend_code
from minga.access.tests import cast
from minga.access.tests.cast import Person, later
from minga.access.tests.recovery_cast import with_mobile
from minga.kit import outbox, parameters
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
Act = Callable[[Person, Member], object]


def nobody() -> Member:
    """Somebody who is not in the database."""
    return Member(
        document_type="CC", document_number=cast.number(), email="nadie@ejemplo.co", mobile=""
    )


def trace(act: Act, who: Member) -> tuple[list[str], list[str], str]:
    """The statements of an act, the shape of its messages, and how it was refused."""
    person, refusal = cast.stranger(), ""
    parameters.forget()  # whoever acts first would read them for both
    with CaptureQueriesContext(connection) as queries, cast.outbox_watched() as published:
        try:
            act(person, who)
        except Refusal as refused:
            refusal = f"{refused.code} {refused.details}"
    statements = [_shape(one["sql"]) for one in queries.captured_queries]
    return statements, [one.topic for one in published], refusal


def _shape(sql: str) -> str:
    """A statement without its values: ids, digests and moments are different every time."""
    return re.sub(r"'[^']*'| ?-?\b\d+\b|s\d+_x\d+|\\x[0-9a-f]+", "?", sql)


def identify(person: Person, who: Member) -> None:
    person.identify(who.document_number)


def identify_by_type(person: Person, who: Member) -> None:
    person.identify(who.document_number, document_type=who.document_type, page="d" * 32)
    person.identify(who.document_number, document_type="CE", page="d" * 32)


def choose_channels(person: Person, who: Member) -> None:
    person.identify(who.document_number)
    for seconds, channel in ((2, "sms"), (62, "email")):
        resend_code(
            token=person.sign_in, kind=FlowKind.SIGN_IN, channel=channel,  # type: ignore[arg-type]
            by=person.by, at=later(seconds=seconds),
        )  # fmt: skip


def wrong_codes(person: Person, who: Member) -> None:
    person.identify(who.document_number)
    for _ in range(2):
        with pytest.raises(Refusal):
            person.try_code("000000")
    person.try_code("000000")


def late_code(person: Person, who: Member) -> None:
    person.identify(who.document_number)
    person.try_code("000000", later(minutes=6))


def ask_again(person: Person, who: Member) -> None:
    person.identify(who.document_number)
    for minutes in (1, 2, 3):
        resend_code(
            token=person.sign_in, kind=FlowKind.SIGN_IN, by=person.by, at=later(minutes=minutes)
        )


def ask_too_soon(person: Person, who: Member) -> None:
    person.identify(who.document_number)
    assert resend_in(person.sign_in, FlowKind.SIGN_IN, later(seconds=20)) == 40
    resend_code(token=person.sign_in, kind=FlowKind.SIGN_IN, by=person.by, at=later(seconds=20))


def many_browsers(person: Person, who: Member) -> None:
    for minutes in range(5):
        cast.stranger().identify(who.document_number, later(minutes=minutes))
    person.identify(who.document_number, later(minutes=6))
    person.try_code("000000", later(minutes=6))


def a_siege(person: Person, who: Member) -> None:
    """Until links go out instead of codes, in this flow and in others; then the hour after."""
    for minutes in range(0, 80, 7):
        cast.stranger().identify(who.document_number, later(minutes=minutes))
    cast.stranger().identify(who.document_number, later(minutes=81), document_type="CE")
    person.identify(who.document_number, later(minutes=90))
    for minutes in (92, 94):
        resend_code(
            token=person.sign_in, kind=FlowKind.SIGN_IN, by=person.by, at=later(minutes=minutes)
        )
    resend_code(token=person.sign_in, kind=FlowKind.SIGN_IN, by=person.by, at=later(minutes=96))


def a_siege_of_registrations(person: Person, who: Member) -> None:
    for minutes in range(0, 80, 7):
        cast.stranger().register(who, later(minutes=minutes))


def register(person: Person, who: Member) -> None:
    person.register(who)
    person.prove_mailbox("000000")


def register_again(person: Person, who: Member) -> None:
    person.register(who)
    resend_code(token=person.registering, kind=FlowKind.REGISTER, by=person.by, at=later(minutes=1))
    for _ in range(3):
        person.prove_mailbox("000000")


@pytest.fixture(autouse=True)
def no_lucky_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.access.codes.secrets.randbelow", lambda _: 123456)


@pytest.mark.parametrize(
    "act",
    [
        identify,
        identify_by_type,
        choose_channels,
        wrong_codes,
        late_code,
        ask_again,
        ask_too_soon,
        many_browsers,
        a_siege,
    ],
)
@pytest.mark.parametrize("known", [cast.registered, cast.member, with_mobile])
def test_signs_in_the_same_way_for_a_number_that_is_nobodys(
    act: Act, known: Callable[[], Member]
) -> None:
    assert trace(act, known()) == trace(act, nobody())


@pytest.mark.parametrize("act", [register, register_again, a_siege_of_registrations])
@pytest.mark.parametrize("known", [cast.registered, cast.member])
def test_registers_the_same_way_for_a_number_that_is_nobodys(
    act: Act, known: Callable[[], Member]
) -> None:
    statements, _, refusal = trace(act, known())
    unknown_statements, _, unknown_refusal = trace(act, nobody())
    assert (statements, refusal) == (unknown_statements, unknown_refusal)


def test_would_notice_a_message_that_only_members_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    real = outbox.publish
    monkeypatch.setattr(
        outbox,
        "publish",
        lambda topic, payload: real(topic, payload) if payload["to"] else None,
    )
    assert trace(identify, cast.registered()) != trace(identify, nobody())
