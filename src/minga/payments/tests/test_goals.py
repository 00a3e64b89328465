"""A savings goal's life: opened, paid by quotas, reached, ended, or taken out before."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from minga.kit import ids
from minga.kit.models import OutboxMessage
from minga.kit.money import LIMIT, ZERO, Money
from minga.ledger.books_check import check_books
from minga.payments import goal_quotas
from minga.payments.close_goal import GoalExitChanged, GoalOver, close_goal, quote_exit
from minga.payments.goal_close import savings_goals
from minga.payments.make_transfer import make_transfer
from minga.payments.tests.cast import Person, deposit, person
from minga.savings import goal_terms as terms
from minga.savings.goal_queries import GoalView, goal_of
from minga.savings.goal_terms import GoalOrder, is_quota_day, quota_days
from minga.savings.models import GoalQuota, ProductKind, SavingsAccount, SavingsPlan
from minga.savings.open_goal import open_goal
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
FIRST = date(2026, 3, 31)
DAY = timedelta(days=1)


@pytest.fixture
def meta(db: None) -> SavingsPlan:
    return plan(ProductKind.CONTRACTUAL, "0.05", quota_min=20_000, days_min=60)


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.savings, 250_000, on=TODAY)
    return who


def order(who: Person, meta: SavingsPlan, **changes: Any) -> GoalOrder:
    asked: dict[str, Any] = {
        "plan_code": meta.code, "name": "Viaje", "target": Money.of(300_000),
        "quota": Money.of(100_000), "starts_on": FIRST, "months": 6, "pays_from": who.savings,
    } | changes  # fmt: skip
    return GoalOrder(**asked)


def opened(who: Person, meta: SavingsPlan, key: UUID | None = None, **changes: Any) -> UUID:
    asked = order(who, meta, **changes)
    return open_goal(member_id=who.id, order=asked, key=key or ids.uuid7(), at=AT)


def close(day: date) -> dict[str, str]:
    return savings_goals(day=day, at=AT, before={})


def view(who: Person, goal: UUID, on: date = TODAY) -> GoalView:
    found = goal_of(who.id, goal, on)
    assert found is not None
    return found


def taken_out(who: Person, goal: UUID, at: datetime = AT) -> Money:
    quoted = quote_exit(who.id, goal, at)
    return close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at)


def at_sight(who: Person) -> Money:
    return next(one.total for one in products_of(who.id) if one.id == who.savings)


def test_opens_empty_and_once_per_key(marta: Person, meta: SavingsPlan, as_web: None) -> None:
    key = ids.uuid7()
    goal = opened(marta, meta, key)
    assert opened(marta, meta, key) == goal
    shown = view(marta, goal)
    assert (shown.saved, shown.percent, shown.next_quota_on) == (ZERO, 0, FIRST)
    assert SavingsAccount.objects.filter(kind=ProductKind.CONTRACTUAL).count() == 1
    assert at_sight(marta) == Money.of(250_000)
    names = {one.kind: one.name for one in products_of(marta.id)}
    assert names[ProductKind.CONTRACTUAL] == f"Ahorro programado: {shown.name}"
    assert names[ProductKind.SIGHT] == "Ahorro a la vista"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"plan_code": "OTRO"}, terms.GoalPlanNotOffered),
        ({"quota": Money.of(19_999)}, terms.QuotaBelowMinimum),
        ({"quota": Money.of(300_001)}, terms.QuotaAboveTarget),
        ({"starts_on": TODAY}, terms.FirstQuotaPast),
        ({"months": 1}, terms.GoalTooShort),
        ({"months": 0}, terms.GoalTooShort),
    ],
)
def test_refuses_what_the_plan_does_not_allow(
    marta: Person, meta: SavingsPlan, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        opened(marta, meta, **changes)


def test_a_target_as_large_as_the_books_hold_is_added_up_all_the_same(
    marta: Person, meta: SavingsPlan
) -> None:
    most = Money(LIMIT)
    assert order(marta, meta, target=most, quota=most, months=12).gathered == most


def test_is_paid_only_from_own_savings_at_sight(marta: Person, meta: SavingsPlan) -> None:
    for account in (person("Luz").savings, marta.aportes):
        with pytest.raises(terms.UnknownPayer):
            opened(marta, meta, pays_from=account)


def test_takes_each_quota_on_its_day_until_the_funds_lack(marta: Person, meta: SavingsPlan) -> None:
    goal = opened(marta, meta, target=Money.of(900_000))
    assert close(FIRST - 2 * DAY)["paid"] == "0"
    assert close(FIRST - DAY) == {"paid": "1", "skipped": "0", "ended": "0"}
    assert close(date(2026, 4, 29))["paid"] == "1"
    assert close(date(2026, 5, 30)) == {"paid": "0", "skipped": "1", "ended": "0"}
    assert (view(marta, goal).saved, at_sight(marta)) == (Money.of(200_000), Money.of(50_000))
    told = OutboxMessage.objects.filter(topic="goal_quota_skipped")
    assert told.count() == 1
    assert [one.is_paid for one in view(marta, goal).quotas] == [False, True, True]
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


def test_the_last_quota_is_what_is_missing_and_the_money_comes_home(
    marta: Person, meta: SavingsPlan
) -> None:
    goal = opened(marta, meta, target=Money.of(150_000))
    close(FIRST - DAY)
    assert close(date(2026, 4, 29)) == {"paid": "1", "skipped": "0", "ended": "1"}
    shown = view(marta, goal)
    assert (shown.ended_how, shown.saved) == ("reached", ZERO)
    assert at_sight(marta) == Money.of(250_000)
    assert close(date(2026, 5, 30)) == {"paid": "0", "skipped": "0", "ended": "0"}


def test_ends_on_its_day_with_what_there_is_and_later_interest_follows(
    marta: Person, meta: SavingsPlan
) -> None:
    goal = opened(marta, meta, months=3)
    close(FIRST - DAY)
    assert close(date(2026, 6, 29))["ended"] == "1"
    assert view(marta, goal).ended_how == "ended"
    deposit(goal, 321, on=date(2026, 6, 30))
    assert close(date(2026, 6, 30))["ended"] == "0"
    assert (view(marta, goal).saved, at_sight(marta)) == (ZERO, Money.of(250_321))


def test_own_transfers_contribute(marta: Person, meta: SavingsPlan, as_web: None) -> None:
    goal = opened(marta, meta)
    make_transfer(
        member_id=marta.id, source_id=marta.savings, destination_id=goal, amount=Money.of(60_000),
        note="", key=ids.uuid7(), at=AT,
    )  # fmt: skip
    assert view(marta, goal).percent == 20


def test_is_taken_out_before_its_day_once(marta: Person, meta: SavingsPlan, as_web: None) -> None:
    goal = opened(marta, meta)
    deposit(goal, 70_000, on=TODAY)
    assert taken_out(marta, goal) == Money.of(70_000)
    assert at_sight(marta) == Money.of(320_000)
    assert view(marta, goal).ended_how == "early"
    with pytest.raises(GoalOver):
        taken_out(marta, goal)


def test_pays_only_what_was_reviewed(marta: Person, meta: SavingsPlan) -> None:
    goal = opened(marta, meta)
    deposit(goal, 70_000, on=TODAY)
    reviewed = quote_exit(marta.id, goal, AT).pays
    deposit(goal, 1, on=TODAY)
    with pytest.raises(GoalExitChanged):
        close_goal(member_id=marta.id, account_id=goal, pays=reviewed, at=AT)
    assert view(marta, goal).is_open


def test_a_day_closed_late_is_closed_as_it_was(marta: Person, meta: SavingsPlan) -> None:
    goal = opened(marta, meta, target=Money.of(150_000))
    deposit(goal, 90_000, on=FIRST + 2 * DAY)
    assert close(FIRST - DAY) == {"paid": "1", "skipped": "0", "ended": "0"}
    assert view(marta, goal).saved == Money.of(190_000)
    assert close(FIRST + 2 * DAY) == {"paid": "0", "skipped": "0", "ended": "1"}
    assert view(marta, goal).ended_how == "reached"


def test_money_that_came_after_its_day_pays_no_quota_late(meta: SavingsPlan) -> None:
    who = person("Luz")
    goal = opened(who, meta)
    deposit(who.savings, 100_000, on=FIRST)
    assert close(FIRST - DAY) == {"paid": "0", "skipped": "1", "ended": "0"}
    assert view(who, goal).saved == ZERO


def test_what_is_gone_meanwhile_is_not_taken(marta: Person, meta: SavingsPlan) -> None:
    opened(marta, meta)
    make_transfer(
        member_id=marta.id, source_id=marta.savings, destination_id=marta.second_savings,
        amount=Money.of(200_000), note="", key=ids.uuid7(), at=AT + 30 * DAY,
    )  # fmt: skip
    assert close(FIRST - DAY) == {"paid": "0", "skipped": "1", "ended": "0"}


def test_goals_that_one_account_pays_share_what_there_is(
    marta: Person, meta: SavingsPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goal_quotas, "PIECE", 1)
    goals = [opened(marta, meta) for _ in range(3)]
    assert close(FIRST - DAY) == {"paid": "2", "skipped": "1", "ended": "0"}
    assert GoalQuota.objects.count() == 3
    assert at_sight(marta) == Money.of(50_000)
    assert sum(view(marta, one).saved.amount for one in goals) == 200_000


def test_leaves_the_least_balance_of_the_account_that_pays(
    marta: Person, meta: SavingsPlan
) -> None:
    strict = plan(ProductKind.SIGHT, "0", balance_min=160_000)
    SavingsAccount.objects.filter(id=marta.savings).update(plan=strict)
    opened(marta, meta)
    assert close(FIRST - DAY) == {"paid": "0", "skipped": "1", "ended": "0"}


def test_another_members_goal_is_unknown(marta: Person, meta: SavingsPlan) -> None:
    goal, stranger = opened(marta, meta), person("Luz")
    assert goal_of(stranger.id, goal, TODAY) is None
    with pytest.raises(GoalOver):
        close_goal(member_id=stranger.id, account_id=goal, pays=ZERO, at=AT)
    taken_out(marta, goal)
    assert close(FIRST - DAY)["paid"] == "0"
    assert not GoalQuota.objects.exists()


@pytest.mark.parametrize("every", [1, 2, 3])
def test_the_days_of_quotas_are_those_that_are_asked_one_by_one(every: int) -> None:
    ends = date(2027, 3, 31)
    days = [FIRST + DAY * n for n in range(500)]
    asked = [day for day in days if is_quota_day(FIRST, ends, every, day)]
    assert asked == list(quota_days(FIRST, ends, every))
