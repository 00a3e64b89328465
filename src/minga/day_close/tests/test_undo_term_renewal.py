"""A renewal taken back within its window: the money, the books, and whoever comes at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from minga.day_close.close_day import close_day
from minga.kit.calendar import COLOMBIA
from minga.kit.models import OutboxMessage, Parameter
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.payments.cancel_term_deposit import cancel_term_deposit, quote_exit
from minga.payments.held_deposit import UnknownDeposit
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import OPENED, at, cdat_plan, open_cdat
from minga.payments.undo_term_renewal import (
    NothingToUndo,
    RegretNotSet,
    RegretOver,
    UndoChanged,
    quote_undo,
    undo_term_renewal,
)
from minga.savings.models import (
    MaturityInstruction,
    PlanTerms,
    SavingsAccount,
    SavingsPlan,
    TermDeposit,
    TermEnd,
)

DAY = timedelta(days=1)
TEN_MILLION = Money.of(10_000_000)


def offered(days: int = 3) -> SavingsPlan:
    made = cdat_plan()
    PlanTerms.objects.filter(plan=made).update(regret_business_days=days)
    return made


def renewed(
    plan: SavingsPlan, what: MaturityInstruction = MaturityInstruction.RENEW_CAPITAL
) -> tuple[Person, TermDeposit]:
    """A member whose CDAT of ninety days was renewed on the first of June, a Monday."""
    who = person("Marta")
    deposit(who.savings, 20_000_000, on=OPENED - DAY)
    first = open_cdat(who, plan, OPENED, instruction=what)
    close_day(day=OPENED + 89 * DAY, at=at(OPENED + 90 * DAY))  # what it earned is settled whole
    return who, TermDeposit.objects.get(renews=first)


def holds(who: Person) -> Money:
    account = SavingsAccount.objects.get(id=who.savings).ledger_account_id
    return ledger.balances([account])[account].total


def in_books(code: str) -> Decimal:
    rows = {row.code: row for row in ledger.trial_balance(date(9999, 1, 1))}
    return (rows[code].credit - rows[code].debit).amount if code in rows else Decimal(0)


def proven() -> bool:
    return check_books(on_problem=lambda problem: pytest.fail(str(problem))).problems == 0


def undo(who: Person, made: TermDeposit, day: date) -> Money:
    pays = quote_undo(who.id, made.id, at(day)).pays
    undo_term_renewal(member_id=who.id, deposit_id=made.id, pays=pays, at=at(day))
    return pays


@pytest.mark.django_db
class TestOne:
    def test_pays_the_capital_without_interest_and_the_accrual_goes_back(self) -> None:
        payable, cost = in_books("2405"), in_books("615010")
        who, made = renewed(offered())
        paid_so_far = cost - in_books("615010")
        before, until = holds(who), made.opened_on + 3 * DAY
        for n in range(3):
            close_day(day=made.opened_on + n * DAY, at=at(made.opened_on + (n + 1) * DAY))
        assert in_books("2405") > payable  # the three days were accrued
        assert undo(who, made, until) == TEN_MILLION
        assert holds(who) == before + TEN_MILLION
        close_day(day=until, at=at(until + DAY))
        assert in_books("2405") == payable
        assert cost - in_books("615010") == paid_so_far
        assert ledger.balances([made.ledger_account_id])[made.ledger_account_id].total == ZERO
        assert TermEnd.objects.get(deposit=made).how == "undone"
        assert proven()

    def test_pays_the_days_where_the_cooperative_says_so(self) -> None:
        who, made = renewed(offered())
        payable, withheld, cost = in_books("2405"), in_books("2445"), in_books("615010")
        Parameter.objects.create(
            key="cdat.regret_interest", valid_from=OPENED, value="1", source="test",
            confidence="P",
        )  # fmt: skip
        day = made.opened_on + 2 * DAY
        quoted = quote_undo(who.id, made.id, at(day))
        gross = round(10_000_000 * (Decimal("1.1") ** (Decimal(2) / 365) - 1))
        assert quoted.interest == Money.of(gross)
        assert quoted.withheld == Money.of(round(gross * Decimal("0.04")))
        undo(who, made, day)
        close_day(day=day, at=at(day + DAY))
        assert in_books("2405") == payable
        assert in_books("2445") - withheld == quoted.withheld.amount
        assert cost - in_books("615010") == gross
        assert proven()

    def test_the_window_is_of_business_days_and_ends_with_its_last_one(self) -> None:
        who, made = renewed(offered(5))
        until = quote_undo(who.id, made.id, at(made.opened_on)).until
        assert until == COLOMBIA.deadline(made.opened_on, 5)
        assert until == date(2026, 6, 9)  # the eighth is Corpus Christi
        assert quote_undo(who.id, made.id, at(until)).pays == TEN_MILLION
        with pytest.raises(RegretOver) as refusal:
            quote_undo(who.id, made.id, at(until + DAY))
        assert refusal.value.until == until
        with pytest.raises(RegretOver):
            undo_term_renewal(
                member_id=who.id, deposit_id=made.id, pays=TEN_MILLION, at=at(until + DAY)
            )

    def test_a_renewal_whose_day_was_closed_late_is_counted_from_then(self) -> None:
        who, made = renewed(offered())
        TermEnd.objects.filter(deposit=made.renews).update(at=at(made.opened_on + 7 * DAY))
        assert quote_undo(who.id, made.id, at(made.opened_on + 7 * DAY)).until == (
            COLOMBIA.deadline(made.opened_on + 7 * DAY, 3)
        )

    def test_all_that_was_renewed_comes_back(self) -> None:
        who, made = renewed(offered(), MaturityInstruction.RENEW_ALL)
        assert undo(who, made, made.opened_on) == TEN_MILLION + Money.of(237_795 - 9_512)
        assert proven()

    def test_without_a_window_an_early_end_is_what_is_left(self) -> None:
        who, made = renewed(offered(0))
        with pytest.raises(RegretNotSet):
            quote_undo(who.id, made.id, at(made.opened_on))
        assert quote_exit(who.id, made.id, at(made.opened_on + DAY)).principal == TEN_MILLION

    def test_is_undone_once(self) -> None:
        who, made = renewed(offered())
        undo(who, made, made.opened_on)
        before = holds(who)
        with pytest.raises(UnknownDeposit):
            undo_term_renewal(
                member_id=who.id, deposit_id=made.id, pays=TEN_MILLION, at=at(made.opened_on)
            )
        assert holds(who) == before

    def test_what_was_opened_by_hand_is_no_renewal(self) -> None:
        who = person("Marta")
        deposit(who.savings, 20_000_000, on=OPENED - DAY)
        made = open_cdat(who, offered())
        with pytest.raises(NothingToUndo):
            quote_undo(who.id, made.id, at(OPENED))

    def test_refuses_another_amount_than_was_reviewed_and_a_stranger(self) -> None:
        who, made = renewed(offered())
        one_more = TEN_MILLION + Money.of(1)
        with pytest.raises(UndoChanged):
            undo_term_renewal(
                member_id=who.id, deposit_id=made.id, pays=one_more, at=at(made.opened_on)
            )
        with pytest.raises(UnknownDeposit):
            quote_undo(person("Luis").id, made.id, at(made.opened_on))
        assert not TermEnd.objects.filter(deposit=made).exists()

    def test_each_of_its_steps_is_told_to_the_member(self) -> None:
        who, made = renewed(offered())
        undo(who, made, made.opened_on)
        topics = OutboxMessage.objects.filter(payload__deposit_id=str(made.id))
        assert list(topics.order_by("id").values_list("topic", flat=True)) == [
            "term_deposit_renewed", "term_renewal_undone",
        ]  # fmt: skip


@pytest.mark.usefixtures("scratch_db")  # a day that was closed stays closed
def test_undone_by_many_and_ended_and_closed_at_once_it_ends_once() -> None:
    who, made = renewed(offered())
    before, day, start = holds(who), made.opened_on + DAY, Barrier(5)
    close_day(day=made.opened_on, at=at(day))
    cancelled = quote_exit(who.id, made.id, at(day)).pays

    def one(number: int) -> str:
        try:
            start.wait(10)
            if number == 0:
                close_day(day=day, at=at(day + DAY))
                return "closed"
            if number == 1:
                cancel_term_deposit(
                    member_id=who.id, deposit_id=made.id, pays=cancelled, at=at(day)
                )
            else:
                undo_term_renewal(
                    member_id=who.id, deposit_id=made.id, pays=TEN_MILLION, at=at(day)
                )
            return "ended"
        except Refusal as refusal:
            return type(refusal).code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        ways = sorted(one_.result(60) for one_ in [pool.submit(one, n) for n in range(5)])
    assert ways == ["closed", "ended", *["unknown_deposit"] * 3]
    how = TermEnd.objects.get(deposit=made).how
    assert holds(who) == before + (TEN_MILLION if how == "undone" else cancelled)
    close_day(day=day + DAY, at=at(day + 2 * DAY))
    assert proven()
