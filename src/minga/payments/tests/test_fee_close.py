"""Fees of accounts: at the end of a month, once, with their tax, and never what is not there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from minga.kit.models import Parameter
from minga.kit.money import ZERO, Money
from minga.kit.parameters import MissingParameter
from minga.ledger import accounts
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.payments import fee_close
from minga.payments.gmf_room import REGIME, cap_of_month, month_of_tax, tax_on
from minga.payments.models import AccountFee
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.transfer_terms import terms
from minga.savings.models import (
    FeeKind,
    GmfExemption,
    GmfUse,
    Inactivity,
    PlanFee,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
)
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2026, 11, 30)
AT = datetime(2026, 12, 1, 6, tzinfo=UTC)


@pytest.fixture
def vista(db: None) -> SavingsPlan:
    made = plan(ProductKind.SIGHT, "0.03")
    fee(made, FeeKind.HANDLING, 5_000)
    return made


def fee(plan: SavingsPlan, what: FeeKind, pesos: int, since: date = date(2026, 1, 1)) -> None:
    PlanFee.objects.create(plan=plan, what=what, valid_from=since, amount=pesos, source="test")


def saver(plan: SavingsPlan, pesos: int) -> Person:
    who = person()
    SavingsAccount.objects.filter(id=who.savings).update(plan=plan)
    SavingsAccount.objects.filter(id=who.second_savings).update(opened_on=date(2027, 1, 1))
    if pesos:
        deposit(who.savings, pesos, on=LAST)
    return who


def mark(who: Person, at: datetime = AT - DAY, until: datetime | None = None) -> None:
    GmfExemption.objects.create(
        member_id=who.id, account_id=who.savings, marked_at=at, ended_at=until, statement="test"
    )


def close(day: date = LAST) -> dict[str, str]:
    return fee_close.account_fees(day=day, at=AT, before={})


def held(who: Person) -> Money:
    return next(one.total for one in products_of(who.id) if one.id == who.savings)


def income() -> Money:
    account = accounts.internal_account("SAVINGS_FEE_INCOME")
    return ledger.balances([account])[account].total


def test_charges_each_account_once_a_month_on_its_last_day(vista: SavingsPlan) -> None:
    who, before = saver(vista, 100_000), income()
    for day in (LAST - DAY, LAST, LAST, LAST + DAY):
        close(day)
    assert held(who) == Money.of(100_000 - 5_000 - 20)
    assert income() - before == Money.of(5_000)
    assert AccountFee.objects.get(account_id=who.savings).tax == 20
    assert close(date(2026, 12, 31)) == {"charged": "1", "let_go": "0"}
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


def test_what_is_not_there_is_let_go_and_not_owed(vista: SavingsPlan) -> None:
    who, poor = saver(vista, 5_020), saver(vista, 5_019)
    assert close() == {"charged": "1", "let_go": "1"}
    assert (held(who), held(poor)) == (ZERO, Money.of(5_019))
    deposit(poor.savings, 90_000, on=LAST)
    assert close() == {"charged": "0", "let_go": "0"}
    assert AccountFee.objects.get(account_id=poor.savings).entry_id is None


def test_goes_on_piece_by_piece(vista: SavingsPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fee_close, "PIECE", 2)
    for _ in range(5):
        saver(vista, 50_000)
    assert close() == {"charged": "5", "let_go": "0"}


def test_only_accounts_of_the_whole_month_pay_for_handling(vista: SavingsPlan) -> None:
    who = saver(vista, 50_000)
    SavingsAccount.objects.filter(id=who.savings).update(opened_on=date(2026, 11, 2))
    assert close() == {"charged": "0", "let_go": "0"}


def test_inactivity_is_charged_while_it_lasts(vista: SavingsPlan) -> None:
    fee(vista, FeeKind.HANDLING, 0, LAST)
    fee(vista, FeeKind.INACTIVITY, 3_000)
    asleep, awake = saver(vista, 50_000), saver(vista, 50_000)
    Inactivity.objects.create(account_id=asleep.savings, since=LAST, last_movement_on=LAST, days=30)
    Inactivity.objects.create(
        account_id=awake.savings, since=LAST - 9 * DAY, last_movement_on=LAST, days=30,
        ended_on=LAST,
    )  # fmt: skip
    assert close() == {"charged": "1", "let_go": "0"}
    assert (held(asleep), held(awake)) == (Money.of(46_988), Money.of(50_000))


def test_a_plan_without_a_fee_that_day_charges_nothing(vista: SavingsPlan) -> None:
    fee(vista, FeeKind.HANDLING, 0, LAST)
    who = saver(vista, 50_000)
    assert close() == {"charged": "0", "let_go": "0"}
    assert held(who) == Money.of(50_000)


def test_a_marked_account_pays_no_tax_while_it_has_room(vista: SavingsPlan) -> None:
    who, full = saver(vista, 50_000), saver(vista, 50_000)
    for one in (who, full):
        mark(one)
    cap = cap_of_month(LAST)
    GmfUse.objects.create(
        account_id=full.savings, month=LAST.replace(day=1), used=cap.amount - 1_000
    )
    close()
    assert (held(who), held(full)) == (Money.of(45_000), Money.of(44_984))
    assert GmfUse.objects.get(account_id=who.savings).used == 5_000
    assert GmfUse.objects.get(account_id=full.savings).used == cap.amount


def test_a_late_close_taxes_as_was_marked_at_the_end_of_its_month(vista: SavingsPlan) -> None:
    midnight = datetime(2026, 12, 1, 5, tzinfo=UTC)
    before, after, ended, never = (saver(vista, 100_000) for _ in range(4))
    mark(before, midnight - DAY, until=midnight)
    mark(after, midnight)
    mark(ended, midnight - DAY, until=midnight - timedelta(seconds=1))
    close()
    taxed = {one.account_id: one.tax for one in AccountFee.objects.all()}
    assert taxed[before.savings] == 0
    assert {taxed[one.savings] for one in (after, ended, never)} == {Decimal(20)}


def test_a_fee_that_is_let_go_uses_nothing_of_the_month(vista: SavingsPlan) -> None:
    who = saver(vista, 4_999)
    mark(who)
    close()
    assert GmfUse.objects.get(account_id=who.savings).used == 0


def test_many_at_once_are_taxed_as_one_by_one(vista: SavingsPlan) -> None:
    people = [saver(vista, 0) for _ in range(3)]
    mark(people[0])
    sources = [one.savings for one in people]
    amount = cap_of_month(LAST) + Money(Decimal("812345.67"))
    month = month_of_tax(sources, fee_close.TAXES_KEY, LAST)
    for source in sources:
        account = SavingsAccount.objects.get(id=source)
        alone = tax_on(account, amount, fee_close.TAXES_KEY, LAST, spend=False).tax
        assert month.on(source, amount) == alone
    exempt = month_of_tax(sources, "gmf.taxes.own_savings_to_savings", LAST)
    assert exempt.on(sources[1], amount) == ZERO


def test_under_another_regime_no_tax_is_guessed(vista: SavingsPlan) -> None:
    who = saver(vista, 50_000)
    Parameter.objects.filter(key=REGIME).update(value="UNIFIED")
    account = SavingsAccount.objects.get(id=who.savings)
    asks: list[Callable[[], object]] = [
        close,
        lambda: tax_on(account, Money.of(1_000), fee_close.TAXES_KEY, LAST, spend=False),
        lambda: terms(who.id, who.savings, who.aportes, LAST),
    ]
    for ask in asks:
        with pytest.raises(MissingParameter) as missing:
            ask()
        assert missing.value.details["key"] == "gmf.regime=UNIFIED"
    assert held(who) == Money.of(50_000)


def test_a_late_close_does_not_charge_what_came_after_its_month(vista: SavingsPlan) -> None:
    who, spent = saver(vista, 1_000), saver(vista, 5_020)
    deposit(who.savings, 100_000, on=LAST + 2 * DAY)
    deposit(spent.savings, 9_000, on=LAST + 2 * DAY)
    assert close() == {"charged": "1", "let_go": "1"}
    account = SavingsAccount.objects.get(id=who.savings).ledger_account_id
    assert ledger.balance_as_of(account, LAST) == Money.of(1_000)
    assert held(spent) == Money.of(9_000)
