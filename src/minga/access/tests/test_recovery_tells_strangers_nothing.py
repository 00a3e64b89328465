"""A forgotten PIN or question costs the same for a number that is nobody's."""

from collections.abc import Callable

import pytest

from minga.access.models import FlowKind
from minga.access.resend_code import resend_code
from minga.access.tests import cast
from minga.access.tests.cast import Person, later
from minga.access.tests.recovery_cast import Forgetful, forgetful, with_mobile
from minga.access.tests.test_strangers_learn_nothing import nobody, trace
from minga.kit import outbox
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
Act = Callable[[Forgetful, Member], object]
KNOWN = [cast.registered, cast.member, with_mobile, lambda: cast.registered(email="")]


def ask_for_a_link(person: Forgetful, who: Member) -> None:
    person.forgot_pin(who)


def ask_for_many_links(person: Forgetful, who: Member) -> None:
    for minutes in range(5):
        person.forgot_pin(who, later(minutes=minutes))


def ask_by_mail(person: Forgetful, who: Member) -> None:
    person.forgot_questions(who, "email")


def ask_by_both_and_fail(person: Forgetful, who: Member) -> None:
    person.forgot_questions(who, "both")
    for _ in range(2):
        with pytest.raises(Refusal):
            person.try_questions_code("000000")
    person.try_questions_code("000000")


def ask_for_more_codes(person: Forgetful, who: Member) -> None:
    person.forgot_questions(who, "sms")
    for minutes in (1, 2, 3):
        resend_code(
            token=person.questioning, kind=FlowKind.RECOVER_QUESTIONS, by=person.by,
            at=later(minutes=minutes),
        )  # fmt: skip


def besiege_the_questions(person: Forgetful, who: Member) -> None:
    for minutes in range(0, 80, 7):
        forgetful().forgot_questions(who, "sms", later(minutes=minutes))
    person.forgot_questions(who, "email", later(minutes=81))


def besiege_the_pin(person: Forgetful, who: Member) -> None:
    for minutes in range(0, 140, 7):
        person.forgot_pin(who, later(minutes=minutes))


def ask_after_a_recovered_pin(person: Forgetful, who: Member) -> None:
    person.forgot_questions(who, "both", later(hours=2))


@pytest.fixture(autouse=True)
def no_lucky_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.access.codes.secrets.randbelow", lambda _: 123456)


def as_stranger(act: Act) -> Callable[[Person, Member], None]:
    def run(_: Person, who: Member) -> None:
        act(forgetful(), who)

    return run


@pytest.mark.parametrize(
    "act", [ask_for_a_link, ask_for_many_links, ask_by_mail, ask_by_both_and_fail,
            ask_for_more_codes, besiege_the_questions, besiege_the_pin],
)  # fmt: skip
@pytest.mark.parametrize("known", KNOWN)
def test_costs_the_same_for_a_number_that_is_nobodys(act: Act, known: Callable[[], Member]) -> None:
    assert trace(as_stranger(act), known()) == trace(as_stranger(act), nobody())


def test_costs_the_same_when_the_ways_have_to_rest() -> None:
    who = with_mobile()
    forgetful().recover_pin(who)
    act = as_stranger(ask_after_a_recovered_pin)
    assert trace(act, who) == trace(act, nobody())


def test_would_notice_a_message_that_only_members_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    real = outbox.publish
    monkeypatch.setattr(
        outbox,
        "publish",
        lambda topic, payload: real(topic, payload) if payload["to"] else None,
    )
    act = as_stranger(ask_for_a_link)
    assert trace(act, cast.registered()) != trace(act, nobody())
