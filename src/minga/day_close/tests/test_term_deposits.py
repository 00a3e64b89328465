"""A CDAT's life: opened from savings, accrued daily, paid, renewed or cancelled; and the books."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from minga.day_close.close_day import close_day
from minga.day_close.interest_payable import interest_payable
from minga.kit import ids
from minga.kit.money import ZERO, Money
from minga.ledger import queries as ledger
from minga.ledger.accounts import close_account
from minga.ledger.books_check import check_books
from minga.ledger.entry import InsufficientFunds, KeyReused
from minga.ledger.hold import place_hold, release_hold
from minga.payments.cancel_term_deposit import (
    EarlyExitNotAllowed,
    ExitChanged,
    cancel_term_deposit,
    quote_exit,
)
from minga.payments.exit_receipts import deposit_receipt
from minga.payments.gmf_room import CostChanged
from minga.payments.held_deposit import UnknownDeposit
from minga.payments.open_term_deposit import (
    DepositOrder,
    PeriodDoesNotFit,
    QuoteChanged,
    UnknownSource,
    open_term_deposit,
    quote_deposit,
)
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.instruct_term_deposit import DepositEnded, instruct_term_deposit
from minga.savings.models import (
    GmfExemption,
    GmfUse,
    MaturityInstruction,
    PlanTerms,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
    TermDeposit,
    TermEnd,
    TermRate,
)
from minga.savings.rate_board import NoRateOnTheBoard
from minga.savings.term_terms import AmountBelowMinimum, PlanNotOffered, TermTooShort
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
OPENED = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 15, tzinfo=UTC)
DAY = timedelta(days=1)
TEN_MILLION = Money.of(10_000_000)


@pytest.fixture
def cdat(db: None) -> SavingsPlan:
    made = plan(ProductKind.TERM, "0", early_rate_ea=Decimal("0.02"), opening_min=Decimal(500_000))
    for days, rate in ((30, "0.08"), (90, "0.10"), (180, "0.11")):
        TermRate.objects.create(
            plan=made, valid_from=date(2026, 1, 1), amount_from=0, days_from=days,
            rate_ea=Decimal(rate),
        )  # fmt: skip
    return made


@pytest.fixture
def marta(db: None) -> Person:
    who = person("Marta")
    deposit(who.savings, 20_000_000, on=OPENED - DAY)
    return who


def order(who: Person, cdat: SavingsPlan, **changes: object) -> DepositOrder:
    asked = {
        "source_id": who.savings, "plan_code": cdat.code, "amount": TEN_MILLION, "days": 90,
        "pays_every_months": 0, "instruction": MaturityInstruction.REDEEM, "rate_ea": "0.100000",
    } | changes  # fmt: skip
    return DepositOrder(**asked)  # type: ignore[arg-type]


def opened(who: Person, cdat: SavingsPlan, **changes: object) -> TermDeposit:
    asked = order(who, cdat, **changes)
    done = open_term_deposit(member_id=who.id, order=asked, key=ids.uuid7(), at=AT)
    return TermDeposit.objects.get(id=done.id)


def close_days(until: date, since: date = OPENED) -> None:
    """Closes every day from the opening on, `until` not included."""
    for n in range((until - since).days):
        close_day(day=since + n * DAY, at=AT)


def close_last_day(until: date) -> None:
    """The day before alone: its close settles all that was earned, however few came before."""
    close_days(until, since=until - DAY)


def holds(product_id: UUID) -> Money:
    account = SavingsAccount.objects.get(id=product_id).ledger_account_id
    return ledger.balances([account])[account].total


def in_books(code: str) -> Decimal:
    rows = {row.code: row for row in ledger.trial_balance(date(9999, 1, 1))}
    return (rows[code].credit - rows[code].debit).amount if code in rows else Decimal(0)


def proven() -> bool:
    return check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0


def test_opens_with_the_money_and_the_tax_of_one_account(
    marta: Person, cdat: SavingsPlan, as_web: None
) -> None:
    quoted, tax = quote_deposit(marta.id, order(marta, cdat), AT)
    assert (quoted.result.interest, quoted.result.retention) == (Money.of(237_795), Money.of(9_512))
    made = opened(marta, cdat)
    assert tax.tax == Money.of(40_000)
    assert holds(marta.savings) == Money.of(20_000_000 - 10_000_000 - 40_000)
    assert ledger.balances([made.ledger_account_id])[made.ledger_account_id].total == TEN_MILLION
    assert made.matures_on == OPENED + 90 * DAY
    assert proven()


def test_the_days_add_up_to_the_published_interest_and_it_is_paid_at_the_end(
    marta: Person, cdat: SavingsPlan
) -> None:
    payable, withholding, cost = in_books("2405"), in_books("2445"), in_books("615010")
    before = holds(marta.savings) - TEN_MILLION - Money.of(40_000)
    made = opened(marta, cdat)
    close_days(made.matures_on)
    assert holds(marta.savings) == before + TEN_MILLION + Money.of(237_795 - 9_512)
    assert in_books("2405") == payable
    assert in_books("2445") - withholding == 9_512
    assert cost - in_books("615010") == 237_795
    assert made.end.how == "redeemed"
    assert made.end.on == made.matures_on
    assert ledger.balances([made.ledger_account_id])[made.ledger_account_id].total == ZERO
    assert proven()


def test_one_that_matures_on_a_sunday_is_paid_on_the_next_business_day(
    marta: Person, cdat: SavingsPlan
) -> None:
    made = opened(marta, cdat, days=96)
    assert made.matures_on.weekday() == 6
    assert made.matures_on + DAY == date(2026, 6, 8)  # Corpus Christi: a holiday
    close_days(made.matures_on + DAY, since=made.matures_on - DAY)
    assert not hasattr(TermDeposit.objects.get(id=made.id), "end")
    close_days(made.matures_on + 2 * DAY, since=made.matures_on + DAY)
    assert TermDeposit.objects.get(id=made.id).end.on == made.matures_on + 2 * DAY


def test_renews_the_capital_at_that_days_board_when_nothing_was_said(
    marta: Person, cdat: SavingsPlan
) -> None:
    made = opened(marta, cdat)
    made.instructions.all().delete()
    TermRate.objects.create(
        plan=cdat, valid_from=OPENED + DAY, amount_from=0, days_from=30, rate_ea=Decimal("0.07")
    )
    before = holds(marta.savings)
    close_last_day(made.matures_on)
    new = TermDeposit.objects.get(renews=made)
    assert (new.rate_ea, new.term_days, new.opened_on) == (Decimal("0.07"), 90, made.matures_on)
    assert Money(new.principal) == TEN_MILLION
    assert holds(marta.savings) == before + Money.of(237_795 - 9_512)
    assert proven()


def test_renews_all_with_its_net_interest(marta: Person, cdat: SavingsPlan) -> None:
    made = opened(marta, cdat, instruction=MaturityInstruction.RENEW_ALL)
    close_last_day(made.matures_on)
    new = TermDeposit.objects.get(renews=made)
    assert Money(new.principal) == TEN_MILLION + Money.of(237_795 - 9_512)
    balance = ledger.balances([new.ledger_account_id])[new.ledger_account_id]
    assert balance.total == Money(new.principal)
    assert proven()


def test_is_paid_when_the_board_has_no_rate_for_it_any_more(
    marta: Person, cdat: SavingsPlan
) -> None:
    made = opened(marta, cdat, instruction=MaturityInstruction.RENEW_ALL)
    SavingsPlan.objects.filter(id=cdat.id).update(offered_until=OPENED)
    close_last_day(made.matures_on)
    assert TermDeposit.objects.get(id=made.id).end.how == "redeemed"


def test_the_last_instruction_counts(marta: Person, cdat: SavingsPlan) -> None:
    made = opened(marta, cdat, instruction=MaturityInstruction.RENEW_ALL)
    instruct_term_deposit(
        member_id=marta.id, deposit_id=made.id, what=MaturityInstruction.REDEEM, at=AT + DAY
    )
    close_last_day(made.matures_on)
    assert TermDeposit.objects.get(id=made.id).end.how == "redeemed"
    with pytest.raises(DepositEnded):
        instruct_term_deposit(
            member_id=marta.id, deposit_id=made.id, what=MaturityInstruction.REDEEM, at=AT
        )


def test_pays_interest_along_the_way(marta: Person, cdat: SavingsPlan) -> None:
    payable = in_books("2405")
    made = opened(marta, cdat, pays_every_months=1, days=92)
    close_days(made.matures_on)
    paid = list(made.interests.order_by("paid_on").values_list("paid_on", "gross"))
    assert [day for day, _ in paid] == [date(2026, 4, 3), date(2026, 5, 3), date(2026, 6, 3)]
    month = TEN_MILLION.amount * (Decimal("1.1") ** (Decimal(31) / 365) - 1)
    assert paid[0][1] == round(month)
    assert in_books("2405") == payable
    assert proven()


def test_cancelling_early_costs_what_was_shown(marta: Person, cdat: SavingsPlan) -> None:
    cost, payable = in_books("615010"), in_books("2405")
    made = opened(marta, cdat)
    close_days(OPENED + 45 * DAY)
    at = AT + 45 * DAY
    before = holds(marta.savings)
    quoted = quote_exit(marta.id, made.id, at)
    assert quoted.exit.owed == Money.of(24_444)
    cancel_term_deposit(member_id=marta.id, deposit_id=made.id, pays=quoted.pays, at=at)
    assert holds(marta.savings) == before + quoted.pays
    close_days(OPENED + 46 * DAY, since=OPENED + 45 * DAY)
    assert in_books("2405") == payable
    assert cost - in_books("615010") == 24_444
    assert proven()
    with pytest.raises(UnknownDeposit):
        cancel_term_deposit(member_id=marta.id, deposit_id=made.id, pays=quoted.pays, at=at)


def test_what_was_paid_in_excess_comes_out_of_the_capital(marta: Person, cdat: SavingsPlan) -> None:
    cost, payable = in_books("615010"), in_books("2405")
    made = opened(marta, cdat, pays_every_months=1, days=180, rate_ea="0.110000")
    close_days(OPENED + 45 * DAY)
    at = AT + 45 * DAY
    quoted = quote_exit(marta.id, made.id, at)
    paid = Money(made.interests.get().gross)
    assert quoted.exit.recovered == paid - Money.of(24_444)
    cancel_term_deposit(member_id=marta.id, deposit_id=made.id, pays=quoted.pays, at=at)
    receipt = deposit_receipt(marta.id, made.id)
    assert receipt is not None
    assert (receipt.interest, receipt.recovered) == (ZERO, quoted.exit.recovered)
    assert (receipt.pays, receipt.lost) == (quoted.pays, quoted.lost)
    close_days(OPENED + 46 * DAY, since=OPENED + 45 * DAY)
    assert in_books("2405") == payable
    assert cost - in_books("615010") == 24_444
    assert proven()


def test_refuses_an_exit_that_changed_or_is_not_allowed(marta: Person, cdat: SavingsPlan) -> None:
    made = opened(marta, cdat)
    with pytest.raises(ExitChanged):
        cancel_term_deposit(member_id=marta.id, deposit_id=made.id, pays=TEN_MILLION + ONE, at=AT)
    PlanTerms.objects.filter(plan=cdat).update(early_rate_ea=None)
    with pytest.raises(EarlyExitNotAllowed):
        quote_exit(marta.id, made.id, AT)


ONE = Money.of(1)


def ended(made: TermDeposit) -> str:
    end = TermEnd.objects.filter(deposit=made).first()
    return end.how if end else ""


def test_a_cdat_that_the_books_refuse_to_pay_waits_and_stops_nobody_elses(
    marta: Person, cdat: SavingsPlan
) -> None:
    """One has money set aside, one pays to an account that was closed; the third is paid."""
    deposit(marta.second_savings, 10_040_000, on=OPENED - DAY)
    pledged, unpaid = opened(marta, cdat), opened(marta, cdat, source_id=marta.second_savings)
    luis = person("Luis")
    deposit(luis.savings, 20_000_000, on=OPENED - DAY)
    paid = opened(luis, cdat, pays_every_months=1)
    key = ids.uuid7()
    place_hold(
        pledged.ledger_account_id, ONE, key=key, reason="prenda", actor="staff:ana", at=AT
    )  # fmt: skip
    closed = SavingsAccount.objects.get(id=marta.second_savings).ledger_account_id
    close_account(closed, at=AT, actor="staff:ana", reason="prueba")
    matures = pledged.matures_on
    close_last_day(date(2026, 4, 3))
    figures = close_day(day=matures - DAY, at=AT).steps["savings.term"]
    assert (figures["redeemed"], figures["waiting"]) == ("1", "2")
    assert [ended(one) for one in (pledged, unpaid, paid)] == ["", "", "redeemed"]
    assert interest_payable().agrees
    release_hold(key, actor="staff:ana", at=AT)
    figures = close_day(day=matures, at=AT).steps["savings.term"]
    assert (figures["redeemed"], figures["waiting"]) == ("1", "1")
    assert [ended(one) for one in (pledged, unpaid)] == ["redeemed", ""]
    assert proven()


def test_a_key_sent_twice_opens_one(marta: Person, cdat: SavingsPlan) -> None:
    key, asked = ids.uuid7(), order(marta, cdat)
    first = open_term_deposit(member_id=marta.id, order=asked, key=key, at=AT)
    assert open_term_deposit(member_id=marta.id, order=asked, key=key, at=AT) == first
    other = order(marta, cdat, amount=TEN_MILLION - ONE)
    with pytest.raises(KeyReused):
        open_term_deposit(member_id=marta.id, order=other, key=key, at=AT)
    assert TermDeposit.objects.filter(member_id=marta.id).count() == 1


def test_refuses_another_cost_than_was_shown(marta: Person, cdat: SavingsPlan) -> None:
    asked, before = order(marta, cdat), holds(marta.savings)
    with pytest.raises(CostChanged):
        open_term_deposit(
            member_id=marta.id, order=asked, key=ids.uuid7(), at=AT, shown_tax=ZERO
        )  # fmt: skip
    assert (TermDeposit.objects.count(), holds(marta.savings)) == (0, before)
    shown = quote_deposit(marta.id, asked, AT)[1].tax
    assert shown > ZERO
    open_term_deposit(member_id=marta.id, order=asked, key=ids.uuid7(), at=AT, shown_tax=shown)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": Money.of(19_999_999)}, InsufficientFunds),
        ({"amount": Money.of(499_999)}, AmountBelowMinimum),
        ({"days": 29}, TermTooShort),
        ({"plan_code": "OTHER"}, PlanNotOffered),
        ({"rate_ea": "0.200000"}, QuoteChanged),
        ({"pays_every_months": 3}, PeriodDoesNotFit),
    ],
)
def test_refuses_before_anything_is_written(
    marta: Person, cdat: SavingsPlan, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        opened(marta, cdat, **changes)
    assert holds(marta.savings) == Money.of(20_000_000)
    assert not TermDeposit.objects.filter(member_id=marta.id).exists()


def test_says_when_the_board_has_no_rate(marta: Person, cdat: SavingsPlan) -> None:
    TermRate.objects.filter(plan=cdat, days_from__lt=180).delete()
    with pytest.raises(NoRateOnTheBoard):
        opened(marta, cdat)


def test_a_stranger_reaches_neither_the_account_nor_the_deposit(
    marta: Person, cdat: SavingsPlan
) -> None:
    stranger = person("Luis")
    made = opened(marta, cdat)
    with pytest.raises(UnknownSource):
        opened(Person(stranger.id, marta.savings, marta.savings, marta.savings), cdat)
    with pytest.raises(UnknownDeposit):
        quote_exit(stranger.id, made.id, AT)
    with pytest.raises(DepositEnded):
        instruct_term_deposit(
            member_id=stranger.id, deposit_id=made.id, what=MaturityInstruction.REDEEM, at=AT
        )


def test_a_marked_account_pays_no_tax_until_its_month_is_used_up(
    marta: Person, cdat: SavingsPlan
) -> None:
    GmfExemption.objects.create(
        member_id=marta.id, account_id=marta.savings, marked_at=AT, statement="…"
    )
    opened(marta, cdat)
    assert holds(marta.savings) == Money.of(10_000_000)
    deposit(marta.savings, 10_000_000, on=OPENED)
    opened(marta, cdat)
    over = 20_000_000 - 18_330_900
    assert holds(marta.savings) == Money.of(10_000_000 - round(over * 0.004))
    assert GmfUse.objects.get(account_id=marta.savings).used == 18_330_900
