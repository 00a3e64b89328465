"""An account at sight that is asked for: opened at once by the rules, or decided by the office."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from minga.kit import ids
from minga.kit.models import OutboxMessage
from minga.kit.money import ZERO, Money
from minga.ledger.books_check import check_books
from minga.ledger.entry import InsufficientFunds
from minga.members.models import Member
from minga.payments.ask_account import AccountNotOffered, AlreadyAsked, AskedAccount, ask_account
from minga.payments.open_term_deposit import UnknownSource
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.account_offer import account_offer
from minga.savings.account_request_queries import account_request_of, account_requests_waiting
from minga.savings.account_requests import (
    AccountRequestOver,
    AnswerMissing,
    AnswerTooLong,
    UnknownAccountRequest,
    decide_account_request,
    withdraw_account_request,
)
from minga.savings.least_balance import BelowLeastBalance
from minga.savings.models import (
    AccountRequest,
    AccountStep,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
)
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan
from minga.staff.identity import actor_of
from minga.staff.refusals import OneselfConcerned
from minga.staff.tests.cast import hired

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def young(db: None) -> SavingsPlan:
    """A plan that asks for $ 20.000, besides the one that accounts have."""
    plan(ProductKind.SIGHT, "0.01")
    return plan(ProductKind.SIGHT, "0.04", opening_min=Decimal(20_000))


@pytest.fixture
def marta(young: SavingsPlan) -> Person:
    who = person("Marta")
    deposit(who.savings, 100_000, on=TODAY)
    return who


def told() -> list[str]:
    """The kinds of the notices that wait to be sent."""
    waiting = OutboxMessage.objects.filter(topic="notice").order_by("id")
    return [one.payload["kind"] for one in waiting]


def ask(
    who: Person, of: SavingsPlan, source: UUID | None = None, key: UUID | None = None
) -> AskedAccount:
    return ask_account(
        member_id=who.id, plan_code=of.code, source_id=source, key=key or ids.uuid7(), at=AT
    )


def number(asked: AskedAccount) -> str:
    return AccountRequest.objects.get(id=asked.request_id).number


def held(who: Person, account: UUID | None) -> Money:
    return next(one.total for one in products_of(who.id) if one.id == account)


def story(who: Person, asked: AskedAccount) -> list[AccountStep]:
    found = account_request_of(who.id, asked.request_id)
    assert found is not None
    return [one.step for one in found.story]


def test_opens_at_once_with_what_the_plan_asks_for_and_once_per_key(
    marta: Person, young: SavingsPlan, as_web: None
) -> None:
    key = ids.uuid7()
    asked = ask(marta, young, marta.savings, key)
    assert ask(marta, young, marta.savings, key) == asked
    assert asked.account_id is not None
    account = SavingsAccount.objects.get(id=asked.account_id)
    assert (account.plan_id, account.opened_on) == (young.id, TODAY)
    assert (held(marta, account.id), held(marta, marta.savings)) == (
        Money.of(20_000), Money.of(80_000),
    )  # fmt: skip
    assert story(marta, asked) == [AccountStep.SENT, AccountStep.OPENED]
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


def test_the_second_of_a_plan_waits_for_the_office(marta: Person, young: SavingsPlan) -> None:
    ask(marta, young, marta.savings)
    second = ask(marta, young, marta.savings)
    assert second.account_id is None
    assert [one.id for one in account_requests_waiting()] == [second.request_id]
    with pytest.raises(AlreadyAsked):
        ask(marta, young, marta.savings)
    opened = decide_account_request(
        number=number(second).lower(), staff="staff:ana", opens=True, why="", at=AT
    )
    assert held(marta, opened) == ZERO
    assert story(marta, second)[-1] == AccountStep.OPENED
    assert told() == ["account_opened"]
    with pytest.raises(AccountRequestOver):
        decide_account_request(
            number=number(second), staff="staff:ana", opens=False, why="no", at=AT
        )


def test_without_money_at_hand_it_waits_and_may_be_taken_back(
    marta: Person, young: SavingsPlan
) -> None:
    asked = ask(marta, young)
    assert asked.account_id is None
    with pytest.raises(UnknownAccountRequest):
        withdraw_account_request(member_id=person("Luz").id, request_id=asked.request_id, at=AT)
    withdraw_account_request(member_id=marta.id, request_id=asked.request_id, at=AT)
    with pytest.raises(AccountRequestOver):
        withdraw_account_request(member_id=marta.id, request_id=asked.request_id, at=AT)
    assert story(marta, asked) == [AccountStep.SENT, AccountStep.WITHDRAWN]
    assert ask(marta, young, marta.savings).account_id is not None


def test_a_no_is_said_with_its_reason(marta: Person, young: SavingsPlan) -> None:
    asked = ask(marta, young)
    decide_account_request(
        number=number(asked), staff="staff:ana", opens=False, why="Falta tu firma", at=AT
    )
    found = account_request_of(marta.id, asked.request_id)
    assert found is not None
    assert (found.status, found.story[-1].note) == (AccountStep.REJECTED, "Falta tu firma")
    assert account_request_of(person("Luz").id, asked.request_id) is None
    assert told() == ["account_rejected"]


def test_an_answer_is_refused_before_anything_is_written(marta: Person, young: SavingsPlan) -> None:
    asked, who = ask(marta, young), Member.objects.get(id=marta.id)
    own = actor_of(hired(document=who.document_number).id)
    for refusal, staff, opens, why in (
        (AnswerMissing, "staff:ana", False, "  "),
        (AnswerTooLong, "staff:ana", True, "x" * 301),
        (OneselfConcerned, own, True, ""),
    ):
        with pytest.raises(refusal):
            decide_account_request(number=number(asked), staff=staff, opens=opens, why=why, at=AT)
    assert story(marta, asked) == [AccountStep.SENT]
    assert told() == []


def test_a_plan_that_asks_for_nothing_opens_empty(marta: Person) -> None:
    free = plan(ProductKind.SIGHT, "0.02")
    assert held(marta, ask(marta, free).account_id) == ZERO


def test_whoever_has_the_only_plan_there_is_has_one(db: None) -> None:
    only = plan(ProductKind.SIGHT, "0.02")
    offer = account_offer(person("Luz").id, only.code, TODAY)
    assert offer is not None
    assert offer.has_one


def test_refuses_and_leaves_nothing_behind(marta: Person, young: SavingsPlan) -> None:
    with pytest.raises(InsufficientFunds):
        ask(marta, young, marta.second_savings)
    for source in (person("Luz").savings, marta.aportes):
        with pytest.raises(UnknownSource):
            ask(marta, young, source)
    strict = plan(ProductKind.SIGHT, "0", balance_min=Decimal(90_000))
    SavingsAccount.objects.filter(id=marta.savings).update(plan=strict)
    with pytest.raises(BelowLeastBalance):
        ask(marta, young, marta.savings)
    with pytest.raises(UnknownAccountRequest):
        decide_account_request(number="NADA", staff="staff:ana", opens=True, why="", at=AT)
    assert not AccountRequest.objects.exists()


@pytest.mark.parametrize("change", [{"opens_online": False}, {"offered_until": date(2026, 11, 19)}])
def test_what_is_not_offered_is_not_opened(
    marta: Person, young: SavingsPlan, change: dict[str, object]
) -> None:
    SavingsPlan.objects.filter(id=young.id).update(**change)
    with pytest.raises(AccountNotOffered):
        ask(marta, young, marta.savings)
