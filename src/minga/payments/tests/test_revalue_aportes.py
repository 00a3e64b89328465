"""Aportes grown by decision of the assembly: once for a year, never above prices, to the peso."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from minga.audit.models import AuditEvent
from minga.kit import ids, outbox
from minga.kit.models import OutboxMessage, Parameter
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.ledger import accounts, post
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books
from minga.ledger.entry import EntryDraft, credit, debit
from minga.ledger.subledger import differences
from minga.payments.tests.cast import Person, deposit, person
from minga.savings import revalue_aportes as module
from minga.savings.aportes_queries import aportes_at
from minga.savings.models import AportesCredit, AportesRevaluation, SavingsAccount
from minga.savings.revaluation_fund import FUND, set_apart
from minga.savings.revaluation_rules import (
    AboveCpi,
    ActMissing,
    ActOutOfTime,
    CpiMissing,
    CpiNotAShare,
    Decision,
    RateNotPositive,
    YearNotOver,
    cpi_of,
    set_cpi,
)
from minga.savings.revalue_aportes import (
    AlreadyRevalued,
    FundTooSmall,
    NothingToRevalue,
    Revaluation,
    quote_revaluation,
    revalue_aportes,
)
from minga.savings.subledger import PRODUCTS
from minga.savings.written_figures import FigureAlreadySet

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 10, 15, tzinfo=UTC)
YEAR_END = date(2025, 12, 31)
DECIDED = Decision(Decimal("0.03"), 2025, "Acta 45", date(2026, 3, 20))


@pytest.fixture
def prices(db: None) -> None:
    """Prices grew by 5 % in 2025. A test's own figure: nobody certified it."""
    set_cpi(year=2025, rate=Decimal("0.05"), source="a test's own", staff="staff:ana", at=AT)


def fill(pesos: int) -> None:
    """An assembly of the test's own sets so much apart."""
    act = f"Acta {ids.uuid7()}"
    set_apart(amount=Money.of(pesos), act=act, act_date=YEAR_END, staff="staff:ana", at=AT)


@pytest.fixture(autouse=True)
def fund_is_full(request: pytest.FixtureRequest) -> None:
    """Enough for every saver of every test."""
    request.getfixturevalue("db")
    fill(10**12)


def saver(pesos: int, *, on: date = date(2025, 6, 30), name: str = "Marta") -> Person:
    who = person(name)
    deposit(who.aportes, pesos, on=on)
    return who


def total(who: Person) -> Decimal:
    account = SavingsAccount.objects.get(id=who.aportes).ledger_account_id
    return ledger.balances([account])[account].total.amount


def fund() -> Decimal:
    place = accounts.internal_account(FUND)
    return ledger.balances([place])[place].total.amount


def revalued(decision: Decision = DECIDED, at: datetime = AT) -> Revaluation:
    return revalue_aportes(decision=decision, staff="staff:ana", at=at)


def proven() -> None:
    check_books(on_problem=lambda problem: pytest.fail(str(problem)))
    assert list(differences((PRODUCTS,))) == []


@pytest.mark.usefixtures("prices")
class TestPosting:
    def test_each_gets_its_share_of_the_years_last_balance_half_a_peso_up(self) -> None:
        # Whoever came in the year, whoever came after it, and shares that end in half a peso.
        early, late, after = saver(1_000_000), saver(850, on=YEAR_END), saver(7_777_777)
        deposit(early.aportes, 500_000, on=date(2026, 2, 1))
        newcomer = saver(9_000_000, on=date(2026, 1, 1))
        before = fund()
        seen = quote_revaluation(decision=DECIDED, at=AT)
        assert (fund(), AportesRevaluation.objects.count()) == (before, 0)
        done = revalued()
        assert (done.total, done.base, done.accounts) == (seen.total, seen.base, seen.accounts)
        assert total(early) == 1_500_000 + 30_000
        assert total(late) == 850 + 26  # 25.50
        assert total(after) == 7_777_777 + 233_333  # 233,333.31
        assert total(newcomer) == 9_000_000
        assert before - fund() == done.total.amount
        kept = AportesCredit.objects.get(account_id=late.aportes)
        assert (kept.base, kept.amount) == (Decimal(850), Decimal(26))
        proven()

    def test_the_member_sees_it_apart_from_what_they_paid(self) -> None:
        who = saver(1_000_000)
        revalued()
        [held] = aportes_at(who.id, date(2026, 4, 10))
        assert (held.balance, held.contributed) == (Money.of(1_030_000), Money.of(1_000_000))
        assert held.revalued == held.revalued_in_year == Money.of(30_000)
        account = SavingsAccount.objects.get(id=who.aportes).ledger_account_id
        newest = ledger.movements(account, limit=1)[0]
        assert newest.description == "Revalorización de aportes de 2025"
        mine = AportesCredit.objects.get(account_id=who.aportes)
        told = OutboxMessage.objects.filter(topic="aportes_revalued", payload__credit_id=mine.pk)
        assert told.count() == 1
        [trace] = AuditEvent.objects.filter(action="revalue_aportes")
        assert (trace.actor, trace.detail["act"]) == ("staff:ana", "Acta 45")

    def test_the_same_act_again_changes_nothing_and_another_one_is_refused(self) -> None:
        who = saver(1_000_000)
        first, told = revalued(), OutboxMessage.objects.count()
        again = revalued(at=datetime(2026, 5, 2, 15, tzinfo=UTC))
        assert again.is_done
        assert (again.total, again.accounts, again.base) == (
            first.total, first.accounts, first.base
        )  # fmt: skip
        assert total(who) == 1_030_000
        assert OutboxMessage.objects.count() == told
        for other in (
            Decision(Decimal("0.02"), 2025, "Acta 45", date(2026, 3, 20)),
            Decision(Decimal("0.03"), 2025, "Acta 46", date(2026, 3, 20)),
            Decision(Decimal("0.03"), 2025, "Acta 45", date(2026, 3, 21)),
        ):
            for ask in (revalued, lambda one: quote_revaluation(decision=one, at=AT)):
                with pytest.raises(AlreadyRevalued):
                    ask(other)
        assert total(who) == 1_030_000

    def test_whoever_left_meanwhile_gets_nothing_and_is_counted(self) -> None:
        stays, left = saver(1_000_000), saver(400_000)
        place = SavingsAccount.objects.get(id=left.aportes).ledger_account_id
        deposit_back(place, 400_000)
        accounts.close_account(place, at=AT, actor="staff:ana", reason="retiro")
        done = revalued()
        assert done.left_out == 1
        assert not AportesCredit.objects.filter(account_id=left.aportes).exists()
        assert total(stays) == 1_030_000
        proven()

    def test_cut_off_in_the_middle_it_is_as_if_it_had_not_begun(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        savers = [saver(1_000_000) for _ in range(5)]
        monkeypatch.setattr(module, "PIECE", 2)
        real, told = outbox.publish_many, []

        def dies_at_the_second(topic: str, payloads: Any, **rest: Any) -> None:
            told.append(payloads)
            if len(told) == 2:
                raise RuntimeError("the power went")
            real(topic, payloads, **rest)

        monkeypatch.setattr("minga.kit.outbox.publish_many", dies_at_the_second)
        with pytest.raises(RuntimeError):
            revalued()
        assert {total(one) for one in savers} == {Decimal(1_000_000)}
        assert not AportesRevaluation.objects.exists()
        monkeypatch.setattr("minga.kit.outbox.publish_many", real)
        assert revalued().accounts >= 5
        assert {total(one) for one in savers} == {Decimal(1_030_000)}
        due = OutboxMessage.objects.filter(topic="aportes_revalued").order_by("next_attempt_at")
        moments = [one.next_attempt_at for one in due]
        assert len(set(moments)) == len(moments)  # one after the other, pieces too
        proven()

    def test_more_than_the_fund_holds_is_shown_and_refused(self) -> None:
        who = saver(1_000_000)
        total_ = quote_revaluation(decision=DECIDED, at=AT).total
        self._leave_in_fund(total_ - Money.of(1))
        seen = quote_revaluation(decision=DECIDED, at=AT)
        assert seen.fund == seen.total - Money.of(1)
        with pytest.raises(FundTooSmall) as refusal:
            revalued()
        assert refusal.value.details == {"fund": seen.fund, "total": seen.total}
        assert not AportesRevaluation.objects.exists()
        assert not AportesCredit.objects.exists()
        assert total(who) == 1_000_000
        fill(1)
        assert revalued().total == total_
        assert fund() == 0
        assert revalued().is_done  # the same act again asks for nothing more
        proven()

    def _leave_in_fund(self, left: Money) -> None:
        places = [accounts.internal_account(key) for key in (FUND, "CASH")]
        away = Money(fund()) - left
        post.post(
            EntryDraft(
                key=ids.uuid7(), kind="test", business_date=YEAR_END, occurred_at=AT,
                description="Prueba", actor="system:test",
                lines=(debit(places[0], away), credit(places[1], away)),
            )
        )  # fmt: skip

    def test_nobody_held_anything(self) -> None:
        set_cpi(year=1990, rate=Decimal("0.3"), source="a test's own", staff="staff:ana", at=AT)
        long_ago = Decision(Decimal("0.03"), 1990, "Acta 2", date(1991, 3, 20))
        saver(10, on=date(1990, 6, 30))  # 30 centavos: no peso
        with pytest.raises(NothingToRevalue):
            revalued(long_ago)
        assert not AportesRevaluation.objects.exists()

    def test_the_web_cannot_write_what_the_assembly_decided(self, as_web: None) -> None:
        del as_web
        with pytest.raises(Exception, match="permission denied"):
            AportesRevaluation.objects.create(
                year=2025, act="x", act_date=YEAR_END, rate=1, posted_on=YEAR_END, accounts=0,
                total=0, staff="x", made_at=AT,
            )  # fmt: skip


def deposit_back(place: int, pesos: int) -> None:
    """The member's aportes leave, in cash."""
    cash = accounts.internal_account("CASH")
    post.post(
        EntryDraft(
            key=ids.uuid7(), kind="test", business_date=date(2026, 2, 1), occurred_at=AT,
            description="Retiro", actor="system:test",
            lines=(debit(place, Money.of(pesos)), credit(cash, Money.of(pesos))),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "refusal"),
    [
        (Decision(Decimal(0), 2025, "Acta 45", date(2026, 3, 20)), RateNotPositive),
        (Decision(Decimal("-0.01"), 2025, "Acta 45", date(2026, 3, 20)), RateNotPositive),
        (Decision(Decimal("0.0000001"), 2025, "Acta 45", date(2026, 3, 20)), RateNotPositive),
        (Decision(Decimal("0.050001"), 2025, "Acta 45", date(2026, 3, 20)), AboveCpi),
        (Decision(Decimal("0.03"), 2025, "", date(2026, 3, 20)), ActMissing),
        (Decision(Decimal("0.03"), 2025, "A" * 61, date(2026, 3, 20)), ActMissing),
        (Decision(Decimal("0.03"), 2025, "Acta\n45", date(2026, 3, 20)), ActMissing),
        (Decision(Decimal("0.03"), 2026, "Acta 45", date(2026, 3, 20)), YearNotOver),
        (Decision(Decimal("0.03"), 2025, "Acta 45", date(2025, 12, 31)), ActOutOfTime),
        (Decision(Decimal("0.03"), 2025, "Acta 45", date(2026, 4, 11)), ActOutOfTime),
        (Decision(Decimal("0.03"), 2024, "Acta 40", date(2025, 3, 20)), CpiMissing),
    ],
)
@pytest.mark.usefixtures("prices")
def test_refuses_what_the_law_or_the_act_does_not_allow(
    decision: Decision, refusal: type[Refusal]
) -> None:
    who = saver(1_000_000)
    with pytest.raises(refusal):
        revalued(decision)
    assert total(who) == 1_000_000


def test_the_very_growth_of_prices_is_allowed(prices: None) -> None:
    del prices
    who = saver(1_000_000)
    revalued(Decision(Decimal("0.05"), 2025, "Acta 45", date(2026, 3, 20)))
    assert total(who) == 1_050_000


class TestPrices:
    def test_are_written_once_with_their_source(self, prices: None) -> None:
        del prices
        assert cpi_of(2025, AT.date()) == Decimal("0.05")
        row = Parameter.objects.get(key="cpi.2025")
        assert (row.valid_from, row.source, row.confidence) == (
            date(2026, 1, 1), "a test's own", "S"
        )  # fmt: skip
        with pytest.raises(FigureAlreadySet):
            set_cpi(year=2025, rate=Decimal("0.06"), source="x", staff="staff:ana", at=AT)

    def test_a_year_that_nobody_wrote_down_says_which_row_is_missing(self) -> None:
        with pytest.raises(CpiMissing) as missing:
            cpi_of(2023, AT.date())
        assert missing.value.details == {"year": 2023, "key": "cpi.2023"}

    @pytest.mark.parametrize("rate", ["1", "5.1", "-0.01"])
    def test_are_a_share(self, rate: str) -> None:
        with pytest.raises(CpiNotAShare):
            set_cpi(year=2025, rate=Decimal(rate), source="x", staff="staff:ana", at=AT)

    def test_of_a_year_that_is_running_are_not_known(self) -> None:
        with pytest.raises(YearNotOver):
            set_cpi(year=2026, rate=Decimal("0.05"), source="x", staff="staff:ana", at=AT)
