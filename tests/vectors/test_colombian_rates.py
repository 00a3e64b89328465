"""Colombian rates, credit and usury."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from minga.kit import parameter_file, rates
from minga.kit.money import ZERO, Money
from minga.loans.allocate import Due, Part, allocate
from minga.loans.arrears_category import Bands, category
from minga.loans.due_dates import due_dates
from minga.loans.french import level_instalment
from minga.loans.overdue_interest import MoraGrowth, Stretch, overdue_interest
from minga.loans.period_rates import Effective, Nominal, YearlyRate
from minga.loans.plan import Method, Terms, plan
from minga.loans.prepay import PrepaymentChoice, prepay
from minga.loans.rounding import PESOS
from minga.loans.schedule import Schedule
from minga.loans.usury import usury_cap
from tests.vectors import colombia

# How each column of the rates is computed from an effective annual rate, in per cent.
COLUMNS: dict[str, Callable[[Decimal], Decimal]] = {
    "mv_pct": lambda ea: rates.periodic(ea, 12),
    "nmv_pct": lambda ea: rates.nominal(ea, 12),
    "tv_pct": lambda ea: rates.periodic(ea, 4),
    "sv_pct": lambda ea: rates.periodic(ea, 2),
    "daily365_pct": lambda ea: rates.periodic(ea, 365),
    "daily360_pct": lambda ea: rates.periodic(ea, 360),
    "monthly_in_advance_pct": lambda ea: rates.in_advance(rates.periodic(ea, 12)),
}


def shown(fraction: Decimal, like: str) -> str:
    """As a percentage with as many decimals as the other text has."""
    return str((fraction * 100).quantize(Decimal(like)))


@pytest.mark.parametrize("vector", colombia()["rates"], ids=lambda one: one["ea"])
def test_effective_rates_become_periodic_nominal_and_in_advance(vector: dict[str, str]) -> None:
    found = {name: shown(of(Decimal(vector["ea"])), vector[name]) for name, of in COLUMNS.items()}
    assert found == {name: vector[name] for name in COLUMNS}


@pytest.mark.parametrize("vector", colombia()["rates_inverse"], ids=lambda one: one["nmv_pct"])
def test_nominal_rates_become_effective(vector: dict[str, str]) -> None:
    found = rates.from_nominal(Decimal(vector["nmv_pct"]) / 100, 12)
    assert shown(found, vector["ea_pct"]) == vector["ea_pct"]


def schedule_of(name: str) -> Schedule:
    vector = next(one for one in colombia()["french_schedules"] if one["id"] == name)
    rate: YearlyRate = (
        Effective(Decimal(vector["ea"]))
        if "ea" in vector
        else Nominal(12 * Decimal(vector["monthly_rate"]))
    )
    return plan(
        Terms(
            principal=Money.of(vector["principal"]),
            rate=rate,
            dates=due_dates(start=date(2026, 1, 15), periods=vector["n"]),
            rounding=PESOS,
        )
    )


@pytest.mark.parametrize("vector", colombia()["french_schedules"], ids=lambda one: one["id"])
def test_level_instalments_in_whole_pesos_agree_row_by_row(vector: dict[str, object]) -> None:
    schedule = schedule_of(str(vector["id"]))
    assert schedule.total_interest == Money.of(str(vector["total_interest"]))
    assert schedule.instalments[0].instalment == Money.of(str(vector["cuota"]))
    monthly = (
        rates.periodic(Decimal(str(vector["ea"])), 12)
        if "ea" in vector
        else Decimal(str(vector["monthly_rate"]))
    )
    count = len(schedule.instalments)
    exact = level_instalment(Money.of(str(vector["principal"])), [monthly] * count)
    assert str(exact.quantize(Decimal("0.0001"))) == vector["unrounded_cuota"]
    for row in vector["rows"]:  # type: ignore[attr-defined]
        found = schedule.instalments[row["n"] - 1]
        assert found.instalment == Money.of(row["cuota"])
        assert found.interest == Money.of(row["interes"])
        assert found.principal == Money.of(row["capital"])
        assert found.balance == Money.of(row["saldo"])


def test_an_extra_payment_lowers_the_instalment_or_shortens_the_term() -> None:
    vector = colombia()["prepayment"]
    schedule = schedule_of(vector["schedule"])
    done = vector["after_instalment"]
    balance = schedule.instalments[done - 1].balance
    assert balance == Money.of(vector["saldo_before"])
    ahead = schedule.instalments[done:]
    monthly = rates.periodic(Decimal("0.18"), 12)
    rests = {
        choice: prepay(
            balance,
            Money.of(vector["abono"]),
            [monthly] * len(ahead),
            dues=[row.due_date for row in ahead],
            rest_before=ahead,
            choice=choice,
            method=Method.FRENCH,
            rounding=PESOS,
        ).rest.instalments
        for choice in PrepaymentChoice
    }
    lower = rests[PrepaymentChoice.LOWER_INSTALMENT]
    shorter = rests[PrepaymentChoice.SHORTER_TERM]
    assert lower[0].balance + lower[0].principal == Money.of(vector["saldo_after"])
    assert lower[0].instalment == Money.of(vector["reduce_cuota"]["cuota"])
    assert len(lower) == vector["reduce_cuota"]["n_left"]
    assert shorter[0].instalment == Money.of(vector["reduce_plazo"]["cuota"])
    assert len(shorter) == vector["reduce_plazo"]["n_left"]


def test_usury_is_one_and_a_half_times_the_certified_interest() -> None:
    times = parameter_file.number("usury.times_ibc", date(2026, 1, 1))
    for vector in colombia()["usura_rule"]:
        cap = usury_cap(Decimal(vector["ibc_ea"]) / 100, times)
        assert shown(cap, "0.01") == vector["usura_ea"] == vector["published"]


@pytest.mark.parametrize("vector", colombia()["mora"])
def test_mora_compounds_by_the_day_and_a_contract_may_say_linear(vector: dict[str, object]) -> None:
    rate = Decimal(str(vector["ea"]))
    days = int(str(vector["days"]))
    for growth, column in (
        (MoraGrowth.COMPOUND, "compound365"),
        (MoraGrowth.LINEAR, "linear_daily365"),
    ):
        found = overdue_interest(
            Money.of(str(vector["overdue_capital"])),
            effective_annual=rate,
            stretches=[Stretch(days, cap=rate)],
            growth=growth,
        )
        assert found == Money.of(str(vector[column]))


# How the file names the parts of what is due.
PARTS = {
    "seguro": Part.INSURANCE,
    "cobranza": Part.COLLECTION,
    "mora": Part.MORA,
    "interes_corriente": Part.INTEREST,
    "capital": Part.CAPITAL,
}


def due_of(amounts: dict[str, int]) -> Due:
    return Due(**{PARTS[name].value: Money.of(value) for name, value in amounts.items()})


def test_a_payment_is_applied_in_its_order() -> None:
    for vector in colombia()["payment_waterfall"]:
        found = allocate(
            Money.of(vector["paid"]),
            [due_of(vector["due"])],
            order=[PARTS[name] for name in vector["order"]],
        )
        assert found.applied == (due_of(vector["applied"]),)
        assert found.left_over == ZERO


def bands_of(modality: str, on: date) -> Bands:
    a, b, c, d = (
        int(parameter_file.text(f"arrears.{modality}.{letter}_days_max", on)) for letter in "abcd"
    )
    return Bands((a, b, c, d))


def test_days_past_due_give_the_category_and_the_parameters_are_the_table() -> None:
    vector = colombia()["cartera_categories"]
    on = date(2026, 11, 22)
    for modality, days in vector["table"].items():
        assert bands_of(modality, on).days_max == tuple(days)
    for modality, days, letter in vector["cases"]:
        assert category(days, bands_of(modality, on)) == letter
