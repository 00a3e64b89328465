"""Accounts that their member does not move: marked once, by days, until the member moves them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.kit import clock, ids
from minga.kit.money import Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.payments.tests.cast import Person, person
from minga.savings.inactivity_close import inactive_accounts
from minga.savings.inactivity_queries import inactive_since
from minga.savings.models import Inactivity, PlanTerms, ProductKind, SavingsAccount
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPENED = date(2026, 1, 1)
AT = datetime(2026, 12, 1, 6, tzinfo=UTC)


@pytest.fixture
def marta(db: None) -> Person:
    return saver()


def saver(days: int | None = 30) -> Person:
    who = person("Marta")
    mine = plan(ProductKind.SIGHT, "0.03", inactive_after_days=days)
    SavingsAccount.objects.filter(id=who.savings).update(plan=mine, opened_on=OPENED)
    return who


def moved(account: UUID, on: date, actor: str = "member:1", kind: str = "own_transfer") -> None:
    there = SavingsAccount.objects.get(id=account).ledger_account_id
    pair = (debit(accounts.internal_account("CASH"), Money.of(5)), credit(there, Money.of(5)))
    post.post(
        EntryDraft(
            key=ids.uuid7(), kind=kind, business_date=on, occurred_at=AT, description="x",
            actor=actor, lines=pair,
        )
    )  # fmt: skip


def close(day: date) -> dict[str, str]:
    return inactive_accounts(day=day, at=AT, before={})


def marks(who: Person) -> list[tuple[date, date, date | None]]:
    found = Inactivity.objects.filter(account_id=who.savings).order_by("since")
    return list(found.values_list("since", "last_movement_on", "ended_on"))


def test_is_marked_on_its_day_and_once(marta: Person) -> None:
    moved(marta.savings, date(2026, 2, 1))
    close(date(2026, 3, 2))
    assert marks(marta) == []
    for _ in range(2):
        close(date(2026, 3, 3))
    close(date(2026, 3, 4))
    assert marks(marta) == [(date(2026, 3, 3), date(2026, 2, 1), None)]


@pytest.mark.parametrize(
    ("actor", "kind", "counts"),
    [
        ("member:1", "own_transfer", True), ("staff:ana", "cash_deposit", True),
        ("system:import", "imported", True), ("system:day_close", "goal_quota", True),
        ("system:day_close", "interest", False), ("system:day_close", "account_fee", False),
    ],
)  # fmt: skip
def test_only_the_members_movements_count(
    marta: Person, actor: str, kind: str, counts: bool
) -> None:
    moved(marta.savings, date(2026, 1, 20), actor, kind)
    close(date(2026, 1, 31))
    assert (marks(marta) == []) is counts


def test_a_movement_of_the_member_ends_it_at_once_on_the_page(marta: Person) -> None:
    account = SavingsAccount.objects.get(id=marta.savings)
    close(date(2026, 1, 31))
    assert inactive_since(account) == date(2026, 1, 31)
    moved(marta.savings, date(2026, 2, 10), "system:day_close", "interest")
    assert inactive_since(account) == date(2026, 1, 31)
    moved(marta.savings, date(2026, 2, 10))
    assert inactive_since(account) is None
    close(date(2026, 2, 9))
    assert marks(marta)[0][2] is None
    close(date(2026, 2, 10))
    assert marks(marta) == [(date(2026, 1, 31), OPENED, date(2026, 2, 10))]
    close(date(2026, 3, 12))
    assert marks(marta)[1] == (date(2026, 3, 12), date(2026, 2, 10), None)


def test_nobody_is_marked_by_a_plan_that_names_no_days() -> None:
    who = saver(None)
    close(date(2026, 12, 1))
    assert marks(who) == []


def test_the_terms_of_the_day_rule(marta: Person) -> None:
    account = SavingsAccount.objects.get(id=marta.savings)
    assert account.plan is not None
    PlanTerms.objects.create(
        plan=account.plan, valid_from=date(2026, 1, 15), rate_ea=0, inactive_after_days=90,
        source="test",
    )  # fmt: skip
    close(date(2026, 1, 31))
    assert marks(marta) == []
    close(date(2026, 4, 1))
    assert Inactivity.objects.get(account=account).days == 90


def test_a_closed_account_is_left_alone(marta: Person) -> None:
    account = SavingsAccount.objects.get(id=marta.savings).ledger_account_id
    accounts.close_account(account, at=clock.now(), actor="staff:ana", reason="prueba")
    close(date(2026, 2, 15))
    assert marks(marta) == []


@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    gaps=st.lists(st.integers(0, 12), max_size=4),
    days=st.integers(1, 9),
    again=st.integers(0, 35),
)
def test_any_history_is_marked_as_one_that_counts_day_by_day(
    db: None, gaps: list[int], days: int, again: int
) -> None:
    who = saver(days)
    moves, on = [], OPENED
    for gap in gaps:
        on += gap * DAY
        moves.append(on)
    for day in moves:
        moved(who.savings, day)
    expected: list[list[date | None]] = []
    last = OPENED
    for n in range(36):
        today = OPENED + n * DAY
        if today in moves:
            last = today
            if expected and expected[-1][1] is None:
                expected[-1][1] = today
        if (today - last).days >= days and not (expected and expected[-1][1] is None):
            expected.append([today, None])
        close(today)
        if n == again:
            close(today)
    assert [[since, ended] for since, _, ended in marks(who)] == expected
