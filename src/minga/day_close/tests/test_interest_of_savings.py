"""A month of savings interest, closed day by day, against the published numbers and the books."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from minga.day_close import close_day as closing
from minga.day_close import steps as all_steps
from minga.day_close.close_day import DayNotOver, close_day, close_through
from minga.day_close.interest_payable import interest_payable
from minga.day_close.models import BusinessDay, DayStep
from minga.kit import ids
from minga.kit.money import Money
from minga.kit.parameters import MissingParameter
from minga.ledger import accounts
from minga.ledger.books_check import check_books
from minga.ledger.queries import trial_balance
from minga.payments.make_transfer import make_transfer
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.models import Accrual, InterestCredit, SavingsAccount
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 6, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
DAY = timedelta(days=1)


def saver(pesos: int, rate_ea: str = "0.03", on: date = FIRST - DAY) -> Person:
    who = person()
    SavingsAccount.objects.filter(id=who.savings).update(plan=plan(rate_ea=rate_ea))
    deposit(who.savings, pesos, on=on)
    return who


def holds(who: Person) -> Money:
    return next(one.total for one in products_of(who.id) if one.id == who.savings)


def earned(who: Person, on: date = FIRST) -> Accrual:
    return Accrual.objects.get(product=who.savings, business_date=on)


def books(code: str) -> Decimal:
    rows = {row.code: row for row in trial_balance(date(9999, 1, 1))}
    return (rows[code].credit - rows[code].debit).amount if code in rows else Decimal(0)


@pytest.mark.parametrize(
    ("balance", "rate_ea", "gross", "withheld"),
    [
        (5_000_000, "0.03", "404.93", "0"),
        (60_000_000, "0.04", "6447.59", "451.33"),
    ],
)
def test_a_day_earns_what_is_published(
    balance: int, rate_ea: str, gross: str, withheld: str
) -> None:
    who = saver(balance, rate_ea)
    close_day(day=FIRST, at=AT)
    day = earned(who)
    assert round(day.gross, 2) == Decimal(gross)
    assert round(day.withheld, 2) == Decimal(withheld)


def test_the_balance_that_counts_is_that_of_the_end_of_the_day() -> None:
    who = saver(1_000_000)
    deposit(who.savings, 500_000, on=FIRST + DAY)
    close_day(day=FIRST, at=AT)
    close_day(day=FIRST + DAY, at=AT)
    assert earned(who).balance == 1_000_000
    assert earned(who, FIRST + DAY).balance == 1_500_000


def test_a_month_is_credited_once_in_pesos_and_the_books_agree() -> None:
    rich, poor = saver(60_000_000, "0.04"), saver(5_000_000)
    payable, withholding = books("2405"), books("2445")
    cost = books("615005")
    close_through(day=FIRST, today=LAST + DAY, at=AT)
    close_through(day=LAST, today=LAST + DAY, at=AT)
    credits = {one.account_id: one for one in InterestCredit.objects.all()}
    gross = 30 * (Decimal(60_000_000) * (Decimal("1.04") ** (1 / Decimal(365)) - 1))
    assert credits[rich.savings].gross == round(gross)
    assert credits[rich.savings].withheld == round(gross * Decimal("0.07"))
    assert credits[poor.savings].withheld == 0
    paid = credits[rich.savings].gross - credits[rich.savings].withheld
    assert holds(rich) == Money.of(60_000_000) + Money(paid)
    assert holds(poor) == Money.of(5_000_000) + Money(credits[poor.savings].gross)
    assert books("2405") == payable
    assert books("2445") - withholding == credits[rich.savings].withheld
    total = sum(one.gross for one in credits.values())
    assert cost - books("615005") == total
    assert check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0


def test_an_account_that_was_closed_in_mid_month_stops_nobody_elses_interest() -> None:
    """It cannot be credited any more: what it earned goes back, and the close says how much."""
    gone, stays = saver(60_000_000), saver(5_000_000)
    payable, cost = books("2405"), books("615005")
    close_through(day=FIRST, today=LAST + DAY, at=AT)
    lost = earned(gone).gross
    make_transfer(
        member_id=gone.id, source_id=gone.savings, destination_id=gone.second_savings,
        amount=Money.of(60_000_000), note="", key=ids.uuid7(),
        at=datetime(2026, 11, 2, 17, tzinfo=UTC),
    )  # fmt: skip
    account = SavingsAccount.objects.get(id=gone.savings).ledger_account_id
    accounts.close_account(account, at=AT, actor="staff:ana", reason="prueba")
    done = close_through(day=LAST, today=LAST + DAY, at=AT)
    assert done[-1].steps["savings.interest"]["AHORRO_VISTA.closed"] == str(lost)
    paid = {one.account_id: one.gross for one in InterestCredit.objects.all()}
    assert gone.savings not in paid
    assert paid[stays.savings] > 0
    assert books("2405") == payable
    assert cost - books("615005") == sum(paid.values())
    assert interest_payable().agrees
    assert check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0


def test_closing_again_changes_nothing() -> None:
    who = saver(60_000_000)
    close_through(day=LAST, today=LAST + DAY, at=AT)
    after, entries = holds(who), check_books(on_problem=print).entries
    again = close_through(day=LAST, today=LAST + DAY, at=AT)
    assert again[0].was_closed
    assert (holds(who), check_books(on_problem=print).entries) == (after, entries)
    assert Accrual.objects.filter(product=who.savings).count() == 1


def test_goes_on_where_it_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    who = saver(1_000_000)

    def stumbles(**_: object) -> dict[str, str]:
        raise ZeroDivisionError

    steps = all_steps.STEPS
    monkeypatch.setattr(closing, "STEPS", (*steps, ("planted", stumbles)))
    with pytest.raises(ZeroDivisionError):
        close_day(day=FIRST, at=AT)
    assert BusinessDay.objects.get(date=FIRST).closed_at is None
    monkeypatch.setattr(closing, "STEPS", steps)
    close_day(day=FIRST, at=AT)
    assert Accrual.objects.filter(product=who.savings).count() == 1
    assert DayStep.objects.filter(day_id=FIRST).count() == len(steps)


def test_catching_up_equals_having_closed_each_day() -> None:
    daily, late = saver(7_777_777), saver(7_777_777)
    for n in range(3):
        close_day(day=FIRST + n * DAY, at=AT)
    deposit(late.savings, 1_000, on=FIRST + 2 * DAY)
    deposit(daily.savings, 1_000, on=FIRST + 2 * DAY)
    caught_up = close_through(day=FIRST + 5 * DAY, today=LAST, at=AT)
    assert [one.date for one in caught_up] == [FIRST + n * DAY for n in (3, 4, 5)]
    assert [*_grosses(daily)] == [*_grosses(late)]


def _grosses(who: Person) -> list[Decimal]:
    found = Accrual.objects.filter(product=who.savings).order_by("business_date")
    return list(found.values_list("gross", flat=True))


def test_refuses_a_day_that_is_not_over() -> None:
    with pytest.raises(DayNotOver):
        close_through(day=LAST, today=LAST, at=AT)
    assert not BusinessDay.objects.exists()


def test_says_which_legal_value_is_missing_and_writes_nothing() -> None:
    who = saver(1_000_000, on=date(2099, 1, 1))
    with pytest.raises(MissingParameter) as refusal:
        close_day(day=date(2099, 1, 2), at=AT)
    assert refusal.value.details["key"] == "uvt.2099"
    assert not Accrual.objects.filter(product=who.savings).exists()


def test_accounts_below_the_minimum_earn_nothing() -> None:
    who = person()
    small = plan(balance_min=Decimal(100_000))
    SavingsAccount.objects.filter(id=who.savings).update(plan=small)
    deposit(who.savings, 99_999, on=FIRST)
    close_day(day=FIRST, at=AT)
    assert not Accrual.objects.filter(product=who.savings).exists()


def test_counts_the_accounts_that_nobody_gave_a_plan() -> None:
    person()
    plan(), plan()
    done = close_day(day=FIRST, at=AT)
    assert int(done.steps["savings.interest"]["without_plan"]) >= 2
