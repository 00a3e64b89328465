"""What a CDAT or a goal paid at its end, as its receipt says it and the books do."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.ledger import book_pages
from minga.payments.cancel_term_deposit import ExitQuote, cancel_term_deposit, quote_exit
from minga.payments.close_goal import close_goal
from minga.payments.close_goal import quote_exit as quote_goal
from minga.payments.exit_receipts import ExitReceipt, deposit_receipt, goal_receipt
from minga.payments.goal_close import savings_goals
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.goal_terms import GoalOrder
from minga.savings.models import ProductKind, SavingsAccount, TermDeposit
from minga.savings.open_goal import open_goal
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.savings, 20_000_000, on=OPENED - DAY)
    return who


def cancelled(who: Person) -> tuple[TermDeposit, ExitQuote]:
    made, on = open_cdat(who, cdat_plan()), at(OPENED + 45 * DAY)
    quoted = quote_exit(who.id, made.id, on)
    cancel_term_deposit(member_id=who.id, deposit_id=made.id, pays=quoted.pays, at=on)
    return made, quoted


def number(product_id: UUID) -> str:
    return SavingsAccount.objects.get(id=product_id).number


def found(receipt: ExitReceipt | None) -> ExitReceipt:
    assert receipt is not None
    return receipt


def test_says_what_a_cancelled_deposit_paid_and_what_it_cost(marta: Person, as_web: None) -> None:
    made, quoted = cancelled(marta)
    paid = found(deposit_receipt(marta.id, made.id))
    assert (paid.how, paid.number, paid.at) == ("cancelled", made.number, at(OPENED + 45 * DAY))
    assert (paid.held, paid.interest) == (Money.of(10_000_000), Money.of(24_444))
    assert (paid.withheld, paid.recovered, paid.tax) == (quoted.withheld, ZERO, ZERO)
    assert (paid.pays, paid.lost) == (quoted.pays, quoted.lost)
    assert (paid.to_name, paid.to_number) == ("Ahorro a la vista", number(marta.savings))


def test_its_reference_finds_its_entry_in_the_books(marta: Person) -> None:
    made, quoted = cancelled(marta)
    paid = found(deposit_receipt(marta.id, made.id))
    (entry,) = book_pages.entries_with_reference(paid.reference, date(2026, 1, 1))
    assert entry.kind == "cdat_cancelled"
    assert entry.description.endswith(made.number.removeprefix("CDAT-"))
    assert quoted.pays <= entry.total


def test_a_deposit_that_lives_has_none_and_a_stranger_finds_none(marta: Person) -> None:
    living = open_cdat(marta, cdat_plan(), amount=Money.of(1_000_000))
    assert deposit_receipt(marta.id, living.id) is None
    made, _ = cancelled(marta)
    assert deposit_receipt(person("Luz").id, made.id) is None


def goal_of(who: Person, target: int) -> UUID:
    contract = plan(ProductKind.CONTRACTUAL, "0.05", quota_min=20_000, days_min=60)
    order = GoalOrder(
        plan_code=contract.code, name="Viaje", target=Money.of(target),
        quota=Money.of(20_000), starts_on=OPENED + 20 * DAY, months=6, pays_from=who.savings,
    )  # fmt: skip
    return open_goal(member_id=who.id, order=order, key=ids.uuid7(), at=at(OPENED))


def test_says_what_a_goal_paid_when_it_was_taken_out(marta: Person, as_web: None) -> None:
    goal = goal_of(marta, 900_000)
    deposit(goal, 345_000, on=OPENED)
    quoted = quote_goal(marta.id, goal, at(OPENED))
    close_goal(member_id=marta.id, account_id=goal, pays=quoted.pays, at=at(OPENED))
    paid = found(goal_receipt(marta.id, goal))
    assert (paid.how, paid.name, paid.number) == ("early", "Viaje", number(goal))
    assert (paid.held, paid.pays, paid.tax) == (Money.of(345_000), quoted.pays, quoted.tax)
    assert paid.recovered == quoted.exit.recovered
    assert paid.to_number == number(marta.savings)
    assert len(book_pages.entries_with_reference(paid.reference, date(2026, 1, 1))) == 1
    assert goal_receipt(person("Luz").id, goal) is None


def test_says_what_came_home_of_a_goal_that_was_reached(marta: Person) -> None:
    goal = goal_of(marta, 300_000)
    assert goal_receipt(marta.id, goal) is None
    deposit(goal, 300_000, on=OPENED)
    closed_at = datetime(2026, 3, 5, 5, tzinfo=UTC)
    assert savings_goals(day=OPENED, at=closed_at, before={})["ended"] == "1"
    paid = found(goal_receipt(marta.id, goal))
    assert (paid.how, paid.pays, paid.recovered) == ("reached", Money.of(300_000), ZERO)
    assert len(book_pages.entries_with_reference(paid.reference, date(2026, 1, 1))) == 1


def test_a_goal_that_ended_with_nothing_in_it_has_none(marta: Person) -> None:
    goal = goal_of(marta, 300_000)
    close_goal(member_id=marta.id, account_id=goal, pays=ZERO, at=at(OPENED))
    assert goal_receipt(marta.id, goal) is None
