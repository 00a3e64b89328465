"""Colombian deposits, their taxes and the parameters they stand on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from minga.kit import parameter_file
from minga.kit.money import ZERO, Money
from minga.payments import rules
from minga.payments.gmf_exemption import monthly_cap, tax_withdrawal, undone
from minga.savings import term_interest
from minga.savings.daily_interest import day_of_interest, retention_threshold
from tests.vectors import colombia

YEARS = colombia()["parameters_by_year"]
GMF = parameter_file.number("gmf.rate", date(2026, 11, 22))


def seeded(key: str, year: object) -> Decimal:
    return parameter_file.number(key, date(int(str(year)), 12, 31))


def test_the_parameters_hold_every_known_legal_value() -> None:
    for name in ("uvt", "uvb"):
        for year, value in YEARS[name].items():
            assert seeded(f"{name}.{year}", year) == value
    for name, column in (("usury", "usura"), ("ibc", "ibc")):
        for month, value in YEARS[f"{column}_consumo_ordinario_ea_pct"].items():
            found = parameter_file.number(f"{name}.consumo.{month}", date(2026, 12, 31))
            assert found * 100 == Decimal(value)
    component = YEARS["componente_inflacionario_pct"]["AG2024"]
    assert seeded("inflation_component.2024", 2024) * 100 == Decimal(component)


def test_caps_and_thresholds_follow_from_the_parameters() -> None:
    for year, cap in YEARS["breb_cap_cop"].items():
        assert seeded("breb.cap_uvb", year) * seeded(f"uvb.{year}", year) == cap
    for year, cap in YEARS["gmf_exempt_350_uvt"].items():
        assert seeded("gmf.exempt_uvt_month", year) * seeded(f"uvt.{year}", year) == cap
    for year, threshold in YEARS["retefuente_daily_threshold_0_055_uvt"].items():
        share = seeded("retention.savings.daily_threshold_uvt", year)
        found = retention_threshold(seeded(f"uvt.{year}", year), share)
        assert found == Decimal(threshold)


def test_the_usury_of_an_unknown_month_is_missing() -> None:
    for month in ("2026-02", "2026-03", "2026-04", "2026-07", "2026-08", "2026-10", "2026-11"):
        with pytest.raises(parameter_file.MissingParameter):
            parameter_file.text(f"usury.consumo.{month}", date(2026, 12, 31))


@pytest.mark.parametrize("vector", colombia()["cdat"])
def test_a_term_deposit_earns_and_withholds_as_worked_out(vector: dict[str, Any]) -> None:
    threshold = vector["daily_threshold"]
    found = term_interest.term_interest(
        Money.of(vector["principal"]),
        effective_annual=Decimal(vector["ea"]),
        days=vector["days"],
        base=vector["base"],
        retention_rate=Decimal(vector["ret_rate"]),
        daily_threshold=Decimal(threshold) if threshold else None,
    )
    assert found.interest == Money.of(vector["interest"])
    assert found.retention == Money.of(vector["retefuente"])
    assert found.net == Money.of(vector["net_interest"])
    daily = found.interest.amount / vector["days"]
    assert str(daily.quantize(Decimal("0.01"))) == vector["daily"]


def test_an_early_exit_counts_interest_again_at_the_lower_rate() -> None:
    vector = colombia()["cdat_early_cancel"]
    principal = Money.of(vector["principal"])
    days = vector["days_elapsed"]

    def leave(paid: Money) -> term_interest.EarlyExit:
        return term_interest.early_exit(
            principal,
            penalty_annual=Decimal(vector["penalty_ea"]),
            days=days,
            base=365,
            already_paid=paid,
        )

    assert leave(ZERO).interest == leave(ZERO).owed == Money.of(vector["interest_paid"])
    agreed = term_interest.interest(
        principal, effective_annual=Decimal(vector["agreed_ea"]), days=days, base=365
    )
    after = leave(agreed)  # what was paid beyond the lower rate comes out of the capital
    assert after.owed == ZERO
    assert after.recovered == agreed - Money.of(vector["interest_paid"])


@pytest.mark.parametrize("vector", colombia()["savings_daily"])
def test_a_day_of_savings_is_withheld_from_whole_or_not_at_all(vector: dict[str, Any]) -> None:
    found = day_of_interest(
        Money.of(vector["balance"]),
        effective_annual=Decimal(vector["ea"]),
        retention_rate=seeded("retention.savings.rate", 2026),
        daily_threshold=Decimal(vector["threshold"]),
    )
    assert found.gross == Money.of(vector["gross_day"])
    assert found.withheld == Money.of(vector["withheld"])
    assert found.net == Money.of(vector["net"])


@pytest.mark.parametrize("vector", colombia()["gmf"])
def test_the_four_per_thousand_rounds_half_up_to_the_peso(vector: dict[str, Any]) -> None:
    assert Money.of(vector["amount"]).amount * GMF == Decimal(vector["exact"])
    assert rules.gmf(Money.of(vector["amount"]), rate=GMF) == Money.of(vector["gmf"])


@pytest.mark.parametrize("vector", colombia()["gmf_max_withdrawable"])
def test_the_most_transferable_is_what_was_worked_out(vector: dict[str, Any]) -> None:
    most = rules.most_transferable(Money.of(vector["balance"]), rate=GMF)
    tax = rules.gmf(most, rate=GMF)
    assert most + tax == Money.of(vector["balance"])
    assert most == Money.of(vector["max_amount"])
    assert tax == Money.of(vector["gmf"])


def cap_2026() -> Money:
    return monthly_cap(seeded("uvt.2026", 2026), seeded("gmf.exempt_uvt_month", 2026))


@pytest.mark.parametrize(
    "vector", [one for one in colombia()["gmf_exempt_cap_2026"] if "withdrawal" in one]
)
def test_a_marked_account_is_exempt_up_to_its_monthly_cap(vector: dict[str, Any]) -> None:
    done = tax_withdrawal(
        Money.of(vector["withdrawal"]),
        marked=vector["marked"],
        used_before=Money.of(vector["used_before"]),
        cap=cap_2026(),
        rate=GMF,
    )
    assert done.tax == Money.of(vector["gmf"])
    if "exempt_part" in vector:
        assert done.exempt == Money.of(vector["exempt_part"])
        assert done.taxed == Money.of(vector["taxed_part"])


# What each case of the file is taxed by: a dated parameter (1 taxed, 0 exempt), or always.
TAXED_BY = {
    "transfer between own accounts, same sole holder, same cooperative": (
        "gmf.taxes.own_savings_to_savings"
    ),
    "loan disbursement credited to the debtor's account": "gmf.taxes.loan_to_debtor",
    "transfer to another member": None,
}


@pytest.mark.parametrize(
    "vector", [one for one in colombia()["gmf_exempt_cap_2026"] if one.get("case") in TAXED_BY]
)
def test_each_kind_of_movement_is_taxed_as_its_parameter_says(vector: dict[str, Any]) -> None:
    key = TAXED_BY[vector["case"]]
    rate = GMF * (seeded(key, 2026) if key else 1)
    assert rules.gmf(Money.of(vector["amount"]), rate=rate) == Money.of(vector["gmf"])


def test_money_that_returns_brings_back_its_tax_and_the_room_in_the_month() -> None:
    vector = colombia()["gmf_exempt_cap_2026"][-1]
    done = tax_withdrawal(
        Money.of(vector["amount"]), marked=False, used_before=ZERO, cap=cap_2026(), rate=GMF
    )
    assert undone(done).tax == -Money.of(vector["gmf_reversed"])
    exempt = tax_withdrawal(
        Money.of(vector["amount"]), marked=True, used_before=ZERO, cap=cap_2026(), rate=GMF
    )
    assert exempt.used == Money.of(vector["amount"])
    assert (undone(exempt).used == ZERO) is vector["cap_restored"]
