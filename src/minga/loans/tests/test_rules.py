from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.kit.rates import RateOutOfRange
from minga.kit.refusal import Refusal
from minga.loans.allocate import Due, Part, allocate
from minga.loans.arrears_category import (
    BadBands,
    Bands,
    Category,
    Graded,
    Modality,
    category,
    dragged,
)
from minga.loans.due_dates import MONTHLY, Frequency, Unit, due_dates, guessed_frequency, in_order
from minga.loans.impairment import BadImpairment, Share, general, individual, individual_share
from minga.loans.insurance import insurance_lines
from minga.loans.overdue_interest import BadStretch, Stretch, housing_mora_rate, overdue_interest
from minga.loans.period_rates import EQUAL_PERIODS, Effective, Nominal, PeriodCount, period_years
from minga.loans.plan import Method, Terms, plan
from minga.loans.refusals import (
    AmountOutOfRange,
    DatesOutOfOrder,
    FrequencyOutOfRange,
    GraceTooLong,
    PrincipalNotPositive,
    TooFewPeriods,
)
from minga.loans.rounding import PESOS
from minga.loans.usury import AboveUsury, UsuryCapMissing, check_usury

START = date(2026, 1, 31)
LOAN = Terms(
    principal=Money.of(1_200_000),
    rate=Nominal(Decimal("0.12")),
    dates=due_dates(start=START, periods=12),
)
CONSUMO = Bands((30, 60, 90, 180))
amounts = st.integers(min_value=0, max_value=10**9).map(Money.of)
dues = st.builds(
    Due, insurance=amounts, collection=amounts, mora=amounts, interest=amounts, capital=amounts
)


def test_grace_pays_interest_and_the_rest_repay_all_the_capital() -> None:
    rows = plan(replace(LOAN, grace=3)).instalments
    assert [row.instalment for row in rows[:3]] == [Money.of(12_000)] * 3
    assert rows[3].principal > ZERO
    assert len({row.instalment for row in rows[3:-1]}) == 1


def test_equal_principal_repays_the_same_each_time() -> None:
    rows = plan(replace(LOAN, method=Method.EQUAL_PRINCIPAL)).instalments
    assert {row.principal for row in rows} == {Money.of(100_000)}
    assert [row.interest for row in rows[:2]] == [Money.of(12_000), Money.of(11_000)]


def test_a_third_of_a_rate_is_exact_so_that_halves_round_by_their_rule() -> None:
    terms = Terms(
        principal=Money.of(50),
        rate=Nominal(Decimal("0.03")),
        dates=due_dates(start=START, periods=1, frequency=Frequency(4, Unit.MONTHS)),
        frequency=Frequency(4, Unit.MONTHS),
    )
    assert plan(terms).total_interest == Money.of(1)  # exactly 0.50, half up


def test_a_longer_first_period_earns_its_days_and_keeps_the_rest_on_its_day() -> None:
    dates = due_dates(start=START, periods=3, first_due=date(2026, 3, 15))
    assert dates[1:] == (date(2026, 3, 15), date(2026, 4, 15), date(2026, 5, 15))
    rows = plan(replace(LOAN, dates=dates)).instalments
    assert rows[0].interest > Money.of(12_000)
    assert len({row.instalment for row in rows[:-1]}) == 1


def test_a_first_period_dearer_than_the_instalment_pays_only_its_interest() -> None:
    dates = due_dates(start=START, periods=60, first_due=date(2032, 1, 31))
    rows = plan(replace(LOAN, dates=dates, rate=Effective(Decimal("0.3")))).instalments
    assert rows[0].principal == ZERO
    assert rows[0].instalment == rows[0].interest
    assert rows[1].principal > ZERO


def test_due_days_that_roll_forward_are_whole_months_of_360_days() -> None:
    days = [date(2025, 1, 31), date(2025, 3, 1), date(2025, 3, 31), date(2025, 5, 1)]
    assert guessed_frequency(days) == MONTHLY
    rolled = plan(replace(LOAN, dates=tuple(days)))
    kept = plan(replace(LOAN, dates=due_dates(start=days[0], periods=3)))
    assert [row.interest for row in rolled.instalments] == [
        row.interest for row in kept.instalments
    ]


def test_twice_a_month_is_half_a_month_of_360_days_whatever_its_days() -> None:
    def years(
        *days: str, of: Frequency = MONTHLY, by: PeriodCount = DayCount.THIRTY_360
    ) -> tuple[Fraction, ...]:
        dates = [date.fromisoformat(day) for day in days]
        return period_years(dates, count=by, frequency=of)

    half = Fraction(1, 24)
    wages = ("2026-01-31", "2026-02-15", "2026-02-28", "2026-03-15")
    assert years("2026-01-15", *wages) == (half,) * 4
    assert years("2026-01-15", *wages, by=EQUAL_PERIODS) == (half,) * 4
    # Handed out before the first of the two days: its days first, for their part of the month.
    assert years("2026-01-21", *wages) == (Fraction(10, 31) / 12, half, half, half)
    assert years("2026-01-15", *wages, by=DayCount.ACTUAL_365)[0] == Fraction(16, 365)
    fortnights = ("2026-02-01", "2026-02-15", "2026-03-01")
    assert years(*fortnights, of=Frequency(2, Unit.WEEKS)) == (Fraction(14, 360),) * 2


def test_explicit_dates_step_by_what_repeats_in_them() -> None:
    def guessed(*days: str) -> Frequency:
        return guessed_frequency([date.fromisoformat(day) for day in days])

    weekly, monthly = Frequency(1, Unit.WEEKS), Frequency(1, Unit.MONTHS)
    assert guessed("2026-01-01", "2026-01-12", "2026-01-19", "2026-01-26") == weekly
    assert guessed("2026-01-01", "2026-01-12", "2026-01-19") == weekly
    assert guessed("2026-04-01", "2026-05-01", "2026-05-31") == Frequency(30, Unit.DAYS)
    assert guessed("2026-05-01", "2026-05-31", "2026-06-30") == Frequency(30, Unit.DAYS)
    assert guessed("2026-06-10", "2026-07-01", "2026-08-01", "2026-09-01") == monthly
    assert guessed("2026-01-01", "2026-04-01", "2026-05-01") == monthly
    assert guessed("2026-01-31", "2026-04-30", "2026-07-31") == Frequency(3, Unit.MONTHS)
    assert guessed("2026-01-31", "2026-03-01") == monthly
    assert guessed("2026-01-15", "2026-04-20", "2026-07-10") == monthly  # two harvests
    assert guessed("2026-01-01", "2066-01-01").unit is Unit.MONTHS
    with pytest.raises(DatesOutOfOrder):
        guessed("2026-02-01", "2026-01-01")


def test_what_is_handed_out_within_a_period_earns_its_share_of_that_period() -> None:
    dates = (date(2026, 2, 5), date(2026, 2, 15), date(2026, 3, 15))
    cut = replace(LOAN, dates=dates, period_start=date(2026, 1, 15))
    assert plan(cut).instalments[0].interest == Money.of(3_871)  # 12 000 for 10 of 31 days
    assert plan(replace(cut, count=DayCount.ACTUAL_360)).instalments[0].interest == Money.of(4_000)
    with pytest.raises(DatesOutOfOrder):
        replace(LOAN, period_start=date(2026, 2, 1))


def test_terms_that_cannot_be_are_refused_by_name() -> None:
    refusals: list[tuple[type[Refusal], object]] = [
        (PrincipalNotPositive, lambda: replace(LOAN, principal=ZERO)),
        (PrincipalNotPositive, lambda: replace(LOAN, principal=Money.of("10.50"))),
        (GraceTooLong, lambda: replace(LOAN, grace=12)),
        (GraceTooLong, lambda: replace(LOAN, grace=-1)),
        (RateOutOfRange, lambda: plan(replace(LOAN, rate=Nominal(Decimal("-0.01"))))),
        (RateOutOfRange, lambda: plan(replace(LOAN, rate=Effective(Decimal(18))))),
        (TooFewPeriods, lambda: due_dates(start=START, periods=0)),
        (TooFewPeriods, lambda: in_order([START])),
        (DatesOutOfOrder, lambda: due_dates(start=START, periods=2, first_due=START)),
        (FrequencyOutOfRange, lambda: Frequency(0, Unit.DAYS)),
    ]
    for expected, call in refusals:
        with pytest.raises(expected):
            call()  # type: ignore[operator]


def test_insurance_is_a_line_on_the_balance_before_each_instalment() -> None:
    schedule = plan(replace(LOAN, method=Method.EQUAL_PRINCIPAL))
    lines = insurance_lines(schedule, monthly_rate=Decimal("0.0005"), months=1, rounding=PESOS)
    assert lines[:2] == (Money.of(600), Money.of(550))
    assert len(lines) == 12
    with pytest.raises(RateOutOfRange):
        insurance_lines(schedule, monthly_rate=Decimal(-1), months=1, rounding=PESOS)


@given(st.lists(dues, max_size=4), amounts)
def test_a_payment_covers_the_oldest_first_and_nothing_is_lost(
    owed: list[Due], paid: Money
) -> None:
    found = allocate(paid, owed)
    assert sum((one.total for one in found.applied), found.left_over) == paid
    covered = [(one, due) for one, due in zip(found.applied, owed, strict=True)]
    assert all(one.total <= due.total for one, due in covered)
    shares = [
        (getattr(one, part.value), getattr(due, part.value))
        for one, due in covered
        for part in Part
    ]
    short = [number for number, (got, due) in enumerate(shares) if got < due]
    if short:  # whatever comes after the first part left short gets nothing
        assert all(got == ZERO for got, _ in shares[short[0] + 1 :])
        assert found.left_over == ZERO


def test_an_order_that_forgets_a_part_is_refused() -> None:
    for wrong in ([Part.CAPITAL], [Part.CAPITAL] * 5):
        with pytest.raises(AmountOutOfRange):
            allocate(Money.of(1), [Due()], order=wrong)
    with pytest.raises(AmountOutOfRange):
        allocate(Money.of(-1), [Due()])
    with pytest.raises(AmountOutOfRange):
        allocate(Money.of(1), [Due(mora=Money.of(-1))])


def test_mora_changes_with_the_cap_of_each_stretch_and_nothing_overdue_owes_nothing() -> None:
    capital, rate = Money.of(250_000), Decimal("0.30")
    capped = [Stretch(10, Decimal("0.2879")), Stretch(5, Decimal("0.2924"))]
    free = [Stretch(15, Decimal(1))]

    def owed(stretches: list[Stretch], overdue: Money = capital) -> Money:
        return overdue_interest(overdue, effective_annual=rate, stretches=stretches)

    assert owed([Stretch(15, Decimal("0.2879"))]) <= owed(capped) < owed(free)
    assert owed(free, ZERO) == owed([]) == ZERO
    assert housing_mora_rate(Decimal("0.10"), Decimal("1.5")) == Decimal("0.15")
    with pytest.raises(BadStretch):
        Stretch(-1, Decimal(0))


def test_the_worst_credit_of_a_debtor_drags_those_of_its_modality() -> None:
    credits = [
        Graded("1", "ana", Modality.CONSUMO, category(10, CONSUMO)),
        Graded("2", "ana", Modality.CONSUMO, category(95, CONSUMO)),
        Graded("3", "ana", Modality.VIVIENDA, Category.A),
        Graded("4", "luis", Modality.CONSUMO, Category.A),
    ]
    assert dragged(credits) == {
        "1": Category.D, "2": Category.D, "3": Category.A, "4": Category.A,
    }  # fmt: skip


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=0, max_value=2000))
def test_more_days_are_never_a_better_category(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert category(fewer, CONSUMO) <= category(more, CONSUMO)


def test_bands_and_days_that_make_no_sense_are_refused() -> None:
    for wrong in ((30, 30, 60, 90), (60, 30, 90, 180), (-1, 0, 1, 2)):
        with pytest.raises(BadBands):
            Bands(wrong)
    with pytest.raises(BadBands):
        category(-1, CONSUMO)


def test_impairment_follows_the_category_and_then_the_days() -> None:
    table = [
        Share(category=Category.B, share=Decimal("0.01")),
        Share(category=Category.E, share=Decimal("0.5")),
        Share(category=Category.E, share=Decimal(1), from_days=361),
    ]

    def share(letter: Category, days: int) -> Decimal:
        return individual_share(table, category=letter, days_past_due=days)

    assert share(Category.A, 0) == 0
    assert share(Category.E, 360) == Decimal("0.5")
    assert share(Category.E, 361) == 1
    exposed = Money.of(1_000_001)
    assert individual(exposed, share=Decimal("0.5")) == Money.of(500_001)
    assert individual(exposed, guarantee=Money.of(2_000_000), share=Decimal(1)) == ZERO
    assert general(exposed, share=Decimal("0.01")) == Money.of(10_000)
    with pytest.raises(BadImpairment):
        share(Category.C, 70)
    with pytest.raises(BadImpairment):
        Share(category=Category.B, share=Decimal(2))


def test_usury_is_checked_against_its_month_and_an_unknown_month_is_said() -> None:
    caps = {"2026-09": Decimal("0.2924")}
    check_usury(Decimal("0.2924"), on=date(2026, 9, 30), caps=caps)
    with pytest.raises(AboveUsury):
        check_usury(Decimal("0.2925"), on=date(2026, 9, 1), caps=caps)
    with pytest.raises(UsuryCapMissing) as missing:
        check_usury(Decimal("0.10"), on=date(2026, 10, 1), caps=caps)
    assert missing.value.details == {"month": "2026-10"}
