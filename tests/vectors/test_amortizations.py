"""Published schedules with a level instalment, row by row."""

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest

from minga.doors.cli.main import main
from minga.kit.money import Money
from minga.loans.due_dates import due_dates
from minga.loans.french import french_of
from minga.loans.period_rates import Nominal, first_rate_of_parts, period_rates
from minga.loans.plan import Method, Terms, plan, plan_of, with_capitals
from minga.loans.rounding import CENTAVOS, PESOS, PESOS_UP
from minga.loans.schedule import Schedule
from minga.loans.unpaid_schedule import unpaid_schedule
from tests.vectors import loans, of_kind
from tests.vectors.terms_of import (
    ANY_START,
    HALF_UP,
    NOT_EVENED,
    base_terms,
    nominal_of,
    published,
    terms_of,
)

SCHEDULES = of_kind("amortization")


def rates_of(terms: Terms) -> tuple[Decimal, ...]:
    return period_rates(terms.dates, rate=terms.rate, count=terms.count, frequency=terms.frequency)


def in_pesos(amount: Money) -> str:
    """As the peer shows what it keeps with centavos."""
    return f"{amount.amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)}"


def named(vector: dict[str, Any]) -> str:
    return str(vector["id"])


@pytest.mark.parametrize("vector", SCHEDULES, ids=named)
def test_centavos_rounding_reproduces_every_published_row(vector: dict[str, Any]) -> None:
    schedule = plan(terms_of(vector))
    assert published(schedule) == vector["expected"]
    if vector["expected_total_interest"]:
        assert str(schedule.total_interest) == vector["expected_total_interest"]


@pytest.mark.parametrize("vector", SCHEDULES, ids=named)
def test_rounding_half_up_gives_the_same_rows(vector: dict[str, Any]) -> None:
    assert published(plan(terms_of(vector, HALF_UP))) == vector["expected"]


@pytest.mark.parametrize("vector", SCHEDULES, ids=named)
def test_only_what_is_tagged_adjusted_needs_its_last_instalment_evened(
    vector: dict[str, Any],
) -> None:
    without = published(plan(terms_of(vector, NOT_EVENED)))
    needs_it = "HALF_EVEN/adjusted" in vector["verified"]
    assert (without != vector["expected"]) == needs_it


CLI_COUNTS = {"actual/actual": "act/act", "equal-periods-52": "equal-periods"}


@pytest.mark.parametrize("dates_alone", [False, True], ids=["by unit", "by its dates"])
@pytest.mark.parametrize("vector", SCHEDULES, ids=named)
def test_the_command_line_says_the_same(
    vector: dict[str, Any], dates_alone: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    count = vector["day_count"]
    words = [
        "--principal", vector["principal"],
        "--nominal", str(Decimal(vector["annual_nominal_rate_pct"]) / 100),
        "--periods", str(vector["n"]),
        "--day-count", CLI_COUNTS.get(count, count.replace("actual", "act")),
        "--method", "french", "--grace", str(vector.get("principal_grace", 0)),
        "--rounding", "2", "--json",
    ]  # fmt: skip
    if vector["dates"]:
        words += ["--dates", ",".join(vector["dates"])]
    if not (vector["dates"] and dates_alone):
        words += ["--every", str(vector["every"]), "--unit", vector["unit"]]
    if "disbursed_on" in vector:
        words += ["--start", vector["disbursed_on"]]
    assert main(["quote", "loan", *words]) == 0
    rows = json.loads(capsys.readouterr().out)["instalments"]
    expected = [{"n": row["nr"]} | row for row in vector["expected"]]
    assert [{key: row[key] for key in ("n", "instalment", "balance")} for row in rows] == [
        {key: row[key] for key in ("n", "instalment", "balance")} for row in expected
    ]


@pytest.mark.parametrize("vector", of_kind("quoted"), ids=named)
def test_the_command_line_says_what_was_published_of_a_loan(
    vector: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quote", "loan", *vector["words"], "--json"]) == 0
    rows = {row["n"]: row for row in json.loads(capsys.readouterr().out)["instalments"]}
    for expected in vector["expected"]:
        assert {key: rows[expected["n"]][key] for key in expected} == expected


def test_a_bullet_is_a_level_loan_whose_grace_leaves_one_instalment() -> None:
    vector = loans()["BULLET-BL01"]
    terms = replace(terms_of(vector), method=Method.BULLET, grace=0)
    assert published(plan(terms)) == vector["expected"]


def test_equal_principal_to_the_nearest_hundred_leaves_the_residue_to_the_last() -> None:
    vector = loans()["EQUAL-PRINCIPAL-MULT100"]
    hundreds = replace(PESOS, step=Decimal(vector["rounding_multiple"]))
    rates = [Decimal(vector["monthly_rate_pct"]) / 100] * vector["n"]
    dues = due_dates(start=ANY_START, periods=vector["n"])[1:]
    schedule = plan_of(
        Money.of(vector["principal"]), rates, dues=dues,
        method=Method.EQUAL_PRINCIPAL, rounding=hundreds,
    )  # fmt: skip
    for row in vector["expected_selected"]:
        found = schedule.instalments[row["nr"] - 1]
        assert found.principal == Money.of(row["principal"])
        assert found.interest == Money.of(row["interest"])


def test_without_interest_whole_pesos_leave_the_residue_to_the_last() -> None:
    vector = loans()["ZERO-RATE-UNIT-ROUNDING"]
    schedule = plan(
        Terms(
            principal=Money.of(vector["principal"]),
            rate=Nominal(Decimal(vector["rate"])),
            dates=due_dates(start=ANY_START, periods=vector["n"]),
            rounding=PESOS,
        )
    )
    assert [row.instalment for row in schedule.instalments] == [
        Money.of(one) for one in vector["expected_instalments"]
    ]


@pytest.mark.parametrize("vector", of_kind("amortization_ceil"), ids=named)
def test_instalments_up_to_the_next_peso_reproduce_the_peer_that_rounds_so(
    vector: dict[str, Any],
) -> None:
    exact = Terms(
        principal=Money.of(vector["principal"]),
        rate=nominal_of(vector),
        dates=due_dates(start=ANY_START, periods=vector["n"]),
        rounding=PESOS_UP,
    )
    schedule, expected = plan(exact), vector["expected"]
    assert schedule.instalments[0].instalment == Money.of(expected["instalment"])
    assert in_pesos(schedule.total_interest) == expected["total_interest"]
    assert in_pesos(schedule.total) == expected["total"]
    for row in expected.get("rows", []):
        found = schedule.instalments[row["nr"] - 1]
        assert in_pesos(found.principal) == row["principal"]
        assert in_pesos(found.interest) == row["interest"]
        assert in_pesos(found.balance) == row["balance"]


def test_moving_a_due_date_keeps_the_instalment_and_lengthens_the_first_period() -> None:
    vector = loans()["RESCHEDULE-C3156"]
    terms = base_terms(vector)
    moved = date.fromisoformat(vector["change"]["new_due"])
    level = plan(terms).instalments[0].instalment
    dates = due_dates(start=terms.dates[0], periods=len(terms.dates) - 1, first_due=moved)
    later = replace(terms, dates=dates)
    capitals = french_of(level, terms.principal, rates_of(later), rounding=CENTAVOS)
    schedule = with_capitals(
        terms.principal, capitals, rates_of(later), dues=dates[1:], rounding=CENTAVOS
    )
    assert published(schedule) == [
        {key: value for key, value in row.items() if key != "days"} for row in vector["expected"]
    ]
    days = [(end - start).days for start, end in pairwise(dates)]
    assert days == [row["days"] for row in vector["expected"]]
    assert str(schedule.total_interest) == vector["expected_total_interest"]


def test_a_second_disbursement_earns_only_the_days_left_of_its_period() -> None:
    vector = loans()["MULTI-DISBURSEMENT-C3194"]
    terms = base_terms(vector)
    second = Money.of(vector["change"]["disburse"])
    parts = [
        (terms.dates[0], terms.principal.amount),
        (date.fromisoformat(vector["change"]["on"]), second.amount),
    ]
    rates = list(rates_of(terms))
    rates[0] = first_rate_of_parts(rates[0], parts, start=terms.dates[0], end=terms.dates[1])
    schedule = plan_of(
        terms.principal + second, rates, dues=terms.dates[1:],
        method=Method.FRENCH, rounding=NOT_EVENED,
    )  # fmt: skip
    assert published(schedule)[:5] == vector["expected"]


def test_a_loan_never_paid_earns_on_all_its_capital_when_it_is_recalculated() -> None:
    vector = loans()["OVERDUE-RECALC-S1"]
    terms = base_terms(vector)
    schedule: Schedule = unpaid_schedule(
        plan(terms),
        rates_of(terms),
        as_of=date.fromisoformat(vector["as_of"]),
        rounding=CENTAVOS,
    )
    assert [str(row.interest) for row in schedule.instalments] == vector["expected_interest"]
    assert str(schedule.instalments[-1].instalment) == vector["expected_last_instalment"]
