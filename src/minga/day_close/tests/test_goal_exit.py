"""A goal ended before its day keeps what the early rate earns, whenever that is."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.day_close.close_day import close_day, close_through
from minga.day_close.interest_payable import interest_payable
from minga.day_close.tests.test_loan_properties import taken_back
from minga.kit import ids
from minga.kit.models import Parameter
from minga.kit.money import CENT, ZERO, Money
from minga.kit.rates import periodic
from minga.ledger import accounts
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.payments.close_goal import close_goal, quote_exit
from minga.payments.exit_receipts import goal_receipt
from minga.payments.make_transfer import make_transfer
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.goal_exit import GIVEN_BACK, EarnedDay, GoalExit, earned_at, shared_out
from minga.savings.goal_terms import GoalOrder
from minga.savings.models import Accrual, GoalEnd, InterestCredit, ProductKind
from minga.savings.open_goal import open_goal
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan

DAY = timedelta(days=1)
OPENED = date(2026, 10, 20)
MONTH_END = date(2026, 11, 30)
pesos = st.integers(0, 500_000_000).map(lambda cents: Decimal(cents) / 100)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


@given(excess=pesos, running=pesos)
def test_what_is_lost_comes_of_the_running_month_first_and_adds_up(
    excess: Decimal, running: Decimal
) -> None:
    taken, recovered = shared_out(excess, running)
    assert ZERO <= taken <= Money(running)
    assert recovered >= ZERO
    assert not recovered or taken == Money(running)
    assert abs(taken.amount + recovered.amount - excess) <= Decimal("0.5")
    assert shared_out(-excess, running) == (ZERO, ZERO)


@given(balance=pesos, agreed=st.integers(0, 20), early=st.integers(0, 20), days=st.integers(1, 400))
def test_each_day_earns_the_lower_of_both_rates(
    balance: Decimal, agreed: int, early: int, days: int
) -> None:
    rates = [Decimal(one) / 100 for one in (agreed, early)]
    there = EarnedDay(OPENED, balance * days, rates[0], balance * days * periodic(rates[0], 365))
    lower = balance * days * periodic(min(rates), 365)
    assert abs(earned_at([there], rates[1]) - lower) < Decimal("0.000001")


@pytest.mark.django_db
@settings(
    max_examples=6, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    saved=st.integers(1, 60_000_000),
    early=st.sampled_from([None, "0", "0.01", "0.05", "0.08"]),
    stays=st.integers(1, 20),
)
def test_a_goal_that_is_ended_early_keeps_what_the_early_rate_earns(
    saved: int, early: str | None, stays: int
) -> None:
    with taken_back():
        who, goal = saver(early)
        deposit(goal, saved, on=OPENED)
        leaves = date(2026, 11, 1) + stays * DAY
        close_day(day=OPENED - DAY, at=at(OPENED))
        close_through(day=leaves - DAY, today=leaves, at=at(leaves))
        quoted = quote_exit(who.id, goal, at(leaves))
        paid = close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at(leaves))
        assert GoalEnd.objects.get(goal_id=goal).penalty == quoted.exit.lost.amount
        close_through(day=MONTH_END, today=MONTH_END + DAY, at=at(MONTH_END))
        kept = InterestCredit.objects.filter(account_id=goal)
        gross = sum((one.gross for one in kept), Decimal(0)) - quoted.exit.recovered.amount
        rate = min(Decimal("0.05"), Decimal(early) if early else Decimal("0.05"))
        if early == "0":
            rate = Decimal(0)
        assert abs(gross - earned(goal, rate)) <= 2
        moved = quoted.exit.recovered - quoted.exit.given_back
        assert paid == Money.of(saved) + net(goal, before=leaves) - moved
        assert next(one.total for one in products_of(who.id) if one.id == goal) == ZERO
        assert interest_payable().agrees
        assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


@pytest.mark.django_db
@pytest.mark.parametrize("is_closed", [True, False])
def test_a_goal_ended_on_the_first_costs_the_same_before_its_month_is_closed(
    is_closed: bool,
) -> None:
    who, goal = saver("0.02")
    deposit(goal, 50_000_000, on=OPENED)
    leaves = MONTH_END + DAY
    close_day(day=OPENED - DAY, at=at(OPENED))
    last = MONTH_END if is_closed else MONTH_END - DAY
    close_through(day=last, today=leaves, at=at(leaves))
    quoted = quote_exit(who.id, goal, at(leaves))
    # What 42 days earn at 5 % less what they earn at 2 %; the last one stays out until its close.
    assert abs(quoted.exit.recovered.amount - 166_000) < 6_000
    close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at(leaves))
    receipt = goal_receipt(who.id, goal)
    assert receipt is not None
    assert (receipt.recovered, receipt.pays) == (quoted.exit.recovered, quoted.pays)
    close_through(day=date(2026, 12, 31), today=date(2027, 1, 1), at=at(date(2027, 1, 1)))
    kept = InterestCredit.objects.filter(account_id=goal)
    gross = sum((one.gross for one in kept), Decimal(0)) - quoted.exit.recovered.amount
    assert abs(gross - earned(goal, Decimal("0.02"))) <= 2
    assert interest_payable().agrees
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 2), date(2026, 12, 1)])
@pytest.mark.parametrize("early", ["0.02", "0", "0.08", None])
def test_a_goal_ended_before_yesterday_is_closed_earns_as_if_it_had_been_closed(
    day: date, early: str | None
) -> None:
    """Ended five minutes after midnight: by two members, one before and one after the close."""
    first, prompt = saver(early)
    second, late = saver(early)
    for goal in (prompt, late):
        deposit(goal, 50_000_000, on=OPENED)
    midnight = datetime(day.year, day.month, day.day, 5, 5, tzinfo=UTC)
    close_day(day=OPENED - DAY, at=at(OPENED))
    close_through(day=day - 3 * DAY, today=day, at=midnight)
    gross = {}
    for who, goal, until in ((second, late, day - DAY), (first, prompt, None)):
        quoted = quote_exit(who.id, goal, midnight)
        gross[goal] = -quoted.exit.recovered.amount
        close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=midnight)
        if until is not None:
            close_through(day=until, today=day, at=midnight + timedelta(minutes=1))
    over = date(2026, 12, 31)
    close_through(day=over, today=over + DAY, at=at(over + DAY))
    for goal in (prompt, late):
        gross[goal] += sum(
            InterestCredit.objects.filter(account_id=goal).values_list("gross", flat=True)
        )
    # Each rounds to the peso what it recovers and what it is credited.
    assert abs(gross[prompt] - gross[late]) <= 2
    assert at_home(second) >= at_home(first) - Money.of(2)
    assert interest_payable().agrees
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


def at_home(who: Person) -> Money:
    """What the goal paid in the end, its last interest too."""
    return next(one.total for one in products_of(who.id) if one.id == who.savings)


@pytest.mark.django_db
def test_money_sent_to_a_goal_that_was_ended_the_same_day_stops_no_close() -> None:
    who, goal = saver("0.02")
    deposit(goal, 50_000_000, on=OPENED)
    deposit(who.savings, 1_000_000, on=OPENED)
    leaves = date(2026, 11, 16)
    close_day(day=OPENED - DAY, at=at(OPENED))
    close_through(day=leaves - DAY, today=leaves, at=at(leaves))
    quoted = quote_exit(who.id, goal, at(leaves))
    assert quoted.exit.taken_back > ZERO
    close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at(leaves))
    make_transfer(
        member_id=who.id, source_id=who.savings, destination_id=goal, amount=Money.of(200_000),
        note="", key=ids.uuid7(), at=at(leaves),
    )  # fmt: skip
    close_through(day=MONTH_END, today=MONTH_END + DAY, at=at(MONTH_END))
    assert next(one.total for one in products_of(who.id) if one.id == goal) == ZERO
    assert interest_payable().agrees
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


def withheld_in_books() -> Decimal:
    account = accounts.internal_account("WITHHOLDING_PAYABLE")
    return ledger.balances([account])[account].total.amount


# Of 50 million a day earns $ 4.050 at 3 %, above 0,055 UVT, and $ 2.713 at 2 %, below it.
@pytest.mark.django_db
@pytest.mark.parametrize(("early", "rate"), [("0.03", "0.07"), ("0.02", "0"), ("0", "0")])
@pytest.mark.parametrize("leaves", [date(2026, 12, 1), date(2026, 12, 16)])
def test_what_was_withheld_of_interest_that_is_recovered_comes_back(
    early: str, rate: str, leaves: date
) -> None:
    before = withheld_in_books()
    who, goal = saver(early)
    deposit(goal, 50_000_000, on=OPENED)
    close_day(day=OPENED - DAY, at=at(OPENED))
    close_through(day=leaves - DAY, today=leaves, at=at(leaves))
    quoted = quote_exit(who.id, goal, at(leaves))
    assert quoted.exit.given_back > ZERO
    assert quoted.exit.kept_back == ZERO
    assert quoted.pays == quoted.saved - quoted.exit.recovered + quoted.exit.given_back
    held = at_home(who)
    close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at(leaves))
    assert at_home(who) == held + quoted.pays
    assert GoalEnd.objects.get(goal_id=goal).given_back == quoted.exit.given_back.amount
    told = goal_receipt(who.id, goal)
    assert told is not None
    assert (told.recovered, told.given_back, told.pays) == (
        quoted.exit.recovered, quoted.exit.given_back, quoted.pays,
    )  # fmt: skip
    over = date(2026, 12, 31)
    close_through(day=over, today=over + DAY, at=at(over + DAY))
    kept = earned(goal, Decimal(early))
    assert abs(withheld_in_books() - before - kept * Decimal(rate)) <= 3
    assert interest_payable().agrees
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


@pytest.mark.django_db
def test_what_was_withheld_of_a_goal_in_an_earlier_year_stays_and_is_told() -> None:
    since = date(2025, 12, 20)
    who, goal = saver("0", since)
    deposit(goal, 50_000_000, on=since)
    leaves = date(2026, 2, 3)
    close_day(day=since - DAY, at=at(since))
    close_through(day=leaves - DAY, today=leaves, at=at(leaves))
    old, new = InterestCredit.objects.filter(account_id=goal).order_by("month")
    quoted = quote_exit(who.id, goal, at(leaves))
    assert quoted.exit.given_back == Money(new.withheld)
    assert quoted.exit.kept_back == Money(old.withheld)
    close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at(leaves))
    assert GoalEnd.objects.get(goal_id=goal).kept_back == old.withheld


@pytest.mark.django_db
def test_where_the_accountant_says_no_nothing_of_a_goal_is_given_back() -> None:
    Parameter.objects.filter(key=GIVEN_BACK).update(value="0")
    before = withheld_in_books()
    who, goal = saver("0")
    deposit(goal, 50_000_000, on=OPENED)
    leaves = date(2026, 11, 4)
    close_day(day=OPENED - DAY, at=at(OPENED))
    close_through(day=leaves - DAY, today=leaves, at=at(leaves))
    withheld = withheld_in_books() - before
    assert withheld > 0
    quoted = quote_exit(who.id, goal, at(leaves))
    assert (quoted.exit.given_back, quoted.exit.kept_back) == (ZERO, ZERO)
    close_goal(member_id=who.id, account_id=goal, pays=quoted.pays, at=at(leaves))
    assert withheld_in_books() - before == withheld


def test_nothing_is_recovered_beyond_what_is_saved_and_what_was_withheld_goes_in_step() -> None:
    left = GoalExit(
        Decimal(0), recovered=Money.of(1000), given_back=Money.of(70), kept_back=Money.of(7)
    )
    assert left.out_of(Money.of(1000)) is left
    half = left.out_of(Money.of(500))
    assert (half.recovered, half.given_back, half.kept_back) == (
        Money.of(500), Money.of(35), Money.of(3),
    )  # fmt: skip


def saver(early: str | None, opened: date = OPENED) -> tuple[Person, UUID]:
    meta = plan(
        ProductKind.CONTRACTUAL, "0.05", early_rate_ea=None if early is None else Decimal(early)
    )
    who = person("Marta")
    order = GoalOrder(
        plan_code=meta.code, name="Viaje", target=Money.of(900_000_000), quota=Money.of(100_000),
        starts_on=date(2027, 5, 1), months=6, pays_from=who.savings,
    )  # fmt: skip
    return who, open_goal(member_id=who.id, order=order, key=ids.uuid7(), at=at(opened))


def earned(goal: UUID, rate: Decimal) -> Decimal:
    """What the balances of each day earn at a rate."""
    rows = Accrual.objects.filter(product=goal, gross__gt=0)
    return sum((one.balance * periodic(rate, 365) for one in rows), Decimal(0)).quantize(CENT)


def net(goal: UUID, before: date) -> Money:
    rows = InterestCredit.objects.filter(account_id=goal, credited_on__lt=before)
    return Money(sum((one.gross - one.withheld for one in rows), Decimal(0)))
