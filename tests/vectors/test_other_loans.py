"""Published payoffs, time values, deposits and boards of rates."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from minga.kit import rates, time_value
from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.loans.payoff import PayoffInterest, payoff
from minga.loans.plan import plan
from minga.loans.rounding import CENTAVOS
from minga.savings.daily_interest import linear_daily_yield
from minga.savings.rate_board import BoardLine, rate_on_board
from minga.savings.term_interest import nominal_maturity, term_interest
from tests.vectors import loans, of_kind
from tests.vectors.terms_of import base_terms

FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "pmt": time_value.payment,
    "ppmt": time_value.capital_part,
    "ipmt": time_value.interest_part,
}


def number(text: str) -> Decimal:
    top, _, bottom = text.partition("/")
    return Decimal(top) / Decimal(bottom or 1)


def test_a_payoff_counts_interest_to_the_day_or_the_whole_period() -> None:
    vector = loans()["PAYOFF-2024-02-15"]
    terms = base_terms(vector)
    first = plan(terms).instalments[0]
    assert str(first.instalment) == vector["paid"][0]["amount"]
    for rule, expected in (
        (PayoffInterest.TO_THE_DAY, vector["expected"]),
        (PayoffInterest.WHOLE_PERIOD, vector["alternative"]),
    ):
        found = payoff(
            first.balance,
            rate=terms.rate,
            count=DayCount.THIRTY_360,
            accrued_from=first.due_date,
            on=date.fromisoformat(vector["payoff_on"]),
            next_due=terms.dates[2],
            rounding=CENTAVOS,
            interest=rule,
        )
        assert str(found.amount) == expected["amount"]
        assert str(found.principal) == expected["principal"]
        assert str(found.interest) == expected["interest"]


def close(found: Decimal, expected: str, tolerance: str) -> bool:
    difference = abs(found - Decimal(expected))
    if tolerance == "exact":  # to the last digit that the peer prints
        return difference < Decimal(1).scaleb(Decimal(expected).as_tuple().exponent)  # type: ignore[arg-type]
    kind, size = tolerance.split()[:2]
    return difference <= Decimal(size) * (1 if kind == "abs" else abs(Decimal(expected)))


@pytest.mark.parametrize("vector", of_kind("time_value"), ids=lambda one: one["id"])
def test_the_time_value_of_money_agrees(vector: dict[str, Any]) -> None:
    args, name = vector["args"], vector["function"]
    found: list[Decimal]
    if name == "irr":
        found = [time_value.rate_of_return(args["values"])]
    elif name == "nper":
        found = [
            time_value.periods_needed(
                number(args["rate"]), Decimal(args["pmt"]), Decimal(args["pv"]), Decimal(args["fv"])
            )
        ]
    elif name == "pmt":
        found = [time_value.payment(number(args["rate"]), args["nper"], Decimal(args["pv"]))]
    else:
        wanted = args["per"] if isinstance(args["per"], list) else [args["per"]]
        found = [
            FUNCTIONS[name](
                number(args["rate"]), period, args["nper"], Decimal(args["pv"]),
                begin=args.get("when") == "begin",
            )
            for period in wanted
        ]  # fmt: skip
    expected = vector["expected"]
    expected = expected if isinstance(expected, list) else [expected]
    for one, other in zip(found, expected, strict=True):
        assert close(one, other, vector["tolerance"])


@pytest.mark.parametrize("vector", of_kind("term_deposit"), ids=lambda one: one["id"])
def test_a_deposit_at_a_nominal_rate_compounds_as_published(vector: dict[str, Any]) -> None:
    found = nominal_maturity(
        Money.of(vector["principal"]),
        nominal_rate=Decimal(vector["annual_nominal_rate_pct"]) / 100,
        months=vector["months"],
        every_months=vector["compounding_months"],
    )
    assert found == Decimal(vector["expected_maturity"])


def test_a_board_gives_the_rate_of_the_term_and_the_amount() -> None:
    vector = loans()["FD-RATE-CHART"]
    over = Money.of("5000.01")

    def line(rate: str, months: str, amount: Money = Money.of(0)) -> BoardLine:  # noqa: B008
        start = int(months.split("-", maxsplit=1)[0].rstrip("+"))
        return BoardLine(rate=Decimal(rate), term_from=start, amount_from=amount)

    boards = {
        "period": [line(one["rate"], one["months"]) for one in vector["slabs_period"]],
        "period_amount": [
            line(one[name], one["months"], amount)
            for one in vector["slabs_period_amount"]
            for name, amount in (("upto5000", Money.of(0)), ("over", over))
        ],
        "amount_period": [
            line(one[name], months, Money.of(one["amount"].split("-")[0].rstrip("+")))
            for one in vector["slabs_amount_period"]
            for name, months in (("m1_6", "1"), ("m7plus", "7"))
        ],
    }
    for case in vector["cases"]:
        found = rate_on_board(
            boards[case["chart"]], amount=Money.of(case["amount"]), term=case["months"]
        )
        assert found == Decimal(case["rate"]), case


def test_a_linear_day_of_savings_agrees() -> None:
    vector = loans()["SAVINGS-DAILY"]
    found = linear_daily_yield(
        Money.of(vector["balance"]), nominal_rate=Decimal(vector["annual_rate_pct"]) / 100
    )
    assert found.quantize(Decimal(vector["expected"])) == Decimal(vector["expected"])


def test_a_monthly_nominal_rate_becomes_its_effective_one() -> None:
    vector = loans()["CO-NMV-EA"]
    found = 100 * rates.from_nominal(Decimal(vector["nominal_annual_month_end_pct"]) / 100, 12)
    assert str(found.quantize(Decimal("0.01"))) == vector["expected_effective_annual_pct"]
    assert str(found.quantize(Decimal("0.0001"))) == vector["computed"]


@pytest.mark.parametrize("vector", of_kind("term_deposit_withholding"), ids=lambda one: one["id"])
def test_a_published_term_deposit_withholds_every_peso_of_its_interest(
    vector: dict[str, Any],
) -> None:
    found = term_interest(
        Money.of(vector["principal"]),
        effective_annual=Decimal(vector["effective_annual_pct"]) / 100,
        days=vector["days"],
        base=vector.get("base", 360),
        retention_rate=Decimal(vector["withholding_pct"]) / 100,
    )
    assert found.interest == Money.of(vector["expected"]["gross_interest"])
    assert found.retention == Money.of(vector["expected"]["withholding"])
    assert found.net == Money.of(vector["expected"]["net"])
