"""A CDAT that is cancelled early gives back what was withheld of interest that it takes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.day_close.interest_payable import interest_payable
from minga.day_close.tests.test_term_deposits import close_days, holds, in_books, proven
from minga.kit import parameters
from minga.kit.models import Parameter
from minga.kit.money import ZERO, Money
from minga.payments.cancel_term_deposit import ExitQuote, cancel_term_deposit, quote_exit
from minga.payments.exit_receipts import deposit_receipt
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.savings.given_back import Excess, settle
from minga.savings.models import TermDeposit, TermEnd
from minga.savings.term_exit import GIVEN_BACK, PaidStretch
from minga.savings.term_schedule import gross_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def marta(db: None) -> Person:
    return saver()


def saver(since: date = OPENED) -> Person:
    who = person("Marta")
    deposit(who.savings, 20_000_000, on=since - DAY)
    return who


def cancelled(who: Person, one: TermDeposit, on: date) -> ExitQuote:
    quoted = quote_exit(who.id, one.id, at(on))
    before = holds(who.savings)
    cancel_term_deposit(member_id=who.id, deposit_id=one.id, pays=quoted.pays, at=at(on))
    assert holds(who.savings) == before + quoted.pays
    return quoted


@pytest.mark.parametrize("stays", [20, 31, 45, 61, 75])
def test_one_that_paid_along_the_way_ends_with_the_money_of_one_that_did_not(stays: int) -> None:
    """From the opening to the end the same gross, the same retention, the same in the books."""
    offered, ana, luis = cdat_plan(), saver(), saver()
    withholding, payable, cost = in_books("2445"), in_books("2405"), in_books("615010")
    monthly = open_cdat(ana, offered, days=180, pays_every_months=1)
    whole = open_cdat(luis, offered, days=180)
    on = OPENED + stays * DAY
    close_days(on)
    quoted = cancelled(ana, monthly, on)
    other = cancelled(luis, whole, on)
    close_days(on + DAY, since=on)
    paid = monthly.interests.filter(paid_on__lt=on).count() + 1
    assert abs((holds(ana.savings) - holds(luis.savings)).amount) <= paid
    assert in_books("2405") == payable
    assert abs(in_books("2445") - withholding - 2 * other.withheld.amount) <= paid
    assert cost - in_books("615010") == 2 * other.exit.interest.amount
    assert quoted.exit.interest == other.exit.interest
    assert interest_payable().agrees
    assert proven()


def test_the_retention_of_what_is_taken_back_is_given_back_and_kept_with_the_end(
    marta: Person,
) -> None:
    withholding = in_books("2445")
    made = open_cdat(marta, cdat_plan(), days=180, pays_every_months=1)
    on = OPENED + 45 * DAY
    close_days(on)
    paid = made.interests.get()
    assert in_books("2445") - withholding == paid.withheld
    quoted = cancelled(marta, made, on)
    assert quoted.exit.recovered == Money(paid.gross) - Money.of(24_444)
    due = round(Decimal(24_444) * Decimal("0.04"))
    assert abs(in_books("2445") - withholding - due) <= 1
    assert quoted.given_back == Money(paid.withheld) - Money(in_books("2445") - withholding)
    assert quoted.withheld == ZERO
    told = deposit_receipt(marta.id, made.id)
    assert told is not None
    assert (told.recovered, told.given_back, told.pays) == (
        quoted.exit.recovered, quoted.given_back, quoted.pays,
    )  # fmt: skip
    end = TermEnd.objects.get(deposit=made)
    assert (end.recovered, end.given_back) == (
        quoted.exit.recovered.amount, quoted.given_back.amount,
    )  # fmt: skip
    assert proven()


def test_what_was_withheld_in_an_earlier_year_stays_and_is_told() -> None:
    opened = date(2025, 11, 3)
    who = saver(opened)
    made = open_cdat(who, cdat_plan(), opened, days=180, pays_every_months=1)
    for pays_on in (date(2025, 12, 3), date(2026, 1, 3)):
        close_days(pays_on, since=pays_on - 3 * DAY)
    old, new = made.interests.order_by("paid_on")
    withholding = in_books("2445")
    quoted = cancelled(who, made, date(2026, 1, 20))
    assert ZERO < quoted.given_back <= Money(new.withheld)
    assert ZERO < quoted.kept_back < Money(old.withheld)
    assert withholding - in_books("2445") == quoted.given_back.amount
    due = round(quoted.exit.interest.amount * Decimal("0.04"))
    stays = old.withheld + new.withheld - quoted.given_back.amount - quoted.kept_back.amount
    assert abs(stays - due) <= 2
    assert proven()


def test_where_the_accountant_says_no_nothing_is_given_back_and_nothing_more_is_withheld(
    marta: Person,
) -> None:
    Parameter.objects.filter(key=GIVEN_BACK).update(value="0")
    made = open_cdat(marta, cdat_plan(), days=180, pays_every_months=1)
    on = OPENED + 45 * DAY
    close_days(on)
    withholding = in_books("2445")
    quoted = cancelled(marta, made, on)
    assert (quoted.given_back, quoted.kept_back, quoted.withheld) == (ZERO, ZERO, ZERO)
    assert in_books("2445") == withholding
    assert proven()


def test_one_may_be_cancelled_on_the_day_on_which_interest_was_paid(marta: Person) -> None:
    """Without a penalty the interest of the interest is still owed then."""
    made = open_cdat(marta, cdat_plan(Decimal("0.10")), days=180, pays_every_months=1)
    on = date(2026, 5, 3)
    close_days(on)
    assert made.interests.filter(paid_on=on).exists()
    quoted = cancelled(marta, made, on)
    assert quoted.exit.owed > ZERO
    assert quoted.given_back == ZERO
    close_days(on + DAY, since=on)
    assert interest_payable().agrees
    assert proven()


def test_who_leaves_early_earns_no_more_than_who_stays(marta: Person) -> None:
    """The early rate of the plan is above what the board pays for so short a time."""
    offered = cdat_plan(Decimal("0.12"))
    made, last = open_cdat(marta, offered), OPENED + 30 * DAY
    quoted = quote_exit(marta.id, made.id, at(last))
    agreed = gross_of(made, OPENED, last)
    assert (quoted.exit.owed, quoted.lost) == (agreed, ZERO)


def test_the_rule_is_a_dated_value_that_an_accountant_signs() -> None:
    assert parameters.text(GIVEN_BACK, date(2026, 11, 23)) == "1"


pesos = st.integers(1, 50_000_000)


@given(gross=pesos, kept=pesos, rate=st.integers(0, 20), days=st.integers(1, 360))
def test_never_more_is_given_back_than_was_withheld(
    gross: int, kept: int, rate: int, days: int
) -> None:
    withheld = Money.of(gross * rate // 100)
    one = PaidStretch(days, Money.of(gross), withheld, Money.of(kept))
    assert ZERO <= one.excess <= withheld
    if kept >= gross:
        assert one.excess == ZERO


def test_what_is_kept_below_its_daily_threshold_was_not_to_be_withheld_from() -> None:
    gross, withheld, kept = Money.of(90_000), Money.of(3_600), Money.of(15_000)
    below = PaidStretch(30, gross, withheld, kept, Decimal(1000))
    assert below.excess == withheld
    assert PaidStretch(30, gross, withheld, kept, Decimal(500)).excess == Money.of(3_000)


LAST_YEAR, THIS_YEAR = date(2025, 12, 3), date(2026, 1, 3)


@pytest.mark.parametrize(
    ("due", "owed", "this_year", "earlier", "settled"),
    [
        (3_000, 90_000, 0, 4_000, (3_000, 0, 4_000)),  # another year's covers nothing of this one's
        (3_000, 0, 0, 4_000, (0, 0, 1_000)),  # nothing is paid to withhold it from
        (3_000, 90_000, 4_000, 500, (0, 1_000, 500)),
        (3_000, 90_000, 1_000, 500, (2_000, 0, 500)),
        (3_000, 0, 1_000, 500, (0, 0, 0)),
        (0, 0, 4_000, 500, (0, 4_000, 500)),
    ],
)
def test_each_year_answers_for_its_own_retention(
    due: int, owed: int, this_year: int, earlier: int, settled: tuple[int, int, int]
) -> None:
    excesses = [
        Excess(LAST_YEAR, Money.of(earlier)), Excess(THIS_YEAR, Money.of(this_year)),
    ]  # fmt: skip
    found = settle(Money.of(due), excesses, date(2026, 1, 20), key=GIVEN_BACK, owed=Money.of(owed))
    assert (found.withheld, found.given_back, found.kept_back) == tuple(map(Money.of, settled))
