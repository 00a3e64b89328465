import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minga.doors.cli.main import main

SOURCE = Path(__file__).parents[4]
LOAN = ["loan", "--principal", "10000000", "--ea", "0.18", "--periods", "12", "--start"]
DAY = ["2026-01-31"]


def quoted(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["quote", *words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_loan_is_quoted_for_another_program(capsys: pytest.CaptureFixture[str]) -> None:
    found = quoted(capsys, *LOAN, *DAY)
    assert found["total_interest"] == "925565"
    assert found["instalments"][0] == {
        "n": 1, "due_date": "2026-02-28", "instalment": "910464",
        "principal": "771580", "interest": "138884", "balance": "9228420",
    }  # fmt: skip
    assert found["instalments"][11]["due_date"] == "2027-01-31"
    assert found["instalments"][11]["balance"] == "0"


def test_a_loan_is_quoted_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", *LOAN, *DAY]) == 0
    said = capsys.readouterr().out
    assert "Crédito de $ 10.000.000 al 18,00 % E.A." in said
    assert "28/02/2026  $ 910.464" in said
    assert "Intereses: $ 925.565. Total a pagar: $ 10.925.565." in said


def test_a_deposit_is_quoted_with_the_legal_retention(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["cdat", "--principal", "10000000", "--ea", "0.10", "--days", "90"]
    on = ["--on", "2026-11-22"]
    assert quoted(capsys, *words, *on) == {
        "interest": "237795", "retention": "9512", "net": "228283",
    }  # fmt: skip
    assert quoted(capsys, *words, *on, "--base", "360")["interest"] == "241137"
    assert quoted(capsys, *words, "--retention-rate", "0.07")["retention"] == "16646"
    assert quoted(capsys, *words, *on, "--daily-threshold", "2880.57")["retention"] == "0"
    assert main(["quote", *words, *on]) == 0
    assert "Retención (4,00 %): $ 9.512" in capsys.readouterr().out


def test_weeks_and_days_count_one_by_one_in_a_year_of_360(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["loan", "--principal", "36000", "--nominal", "0.1", "--periods", "2", "--rounding"]
    base = [*words, "2", "--method", "bullet", "--start", "2026-01-29"]
    weekly = quoted(capsys, *base, "--unit", "weeks")
    assert [row["interest"] for row in weekly["instalments"]] == ["70.00", "70.00"]
    fortnight = quoted(capsys, *base, "--unit", "days", "--every", "15", "--day-count", "act/360")
    assert [row["interest"] for row in fortnight["instalments"]] == ["150.00", "150.00"]
    equal = quoted(capsys, *base, "--unit", "weeks", "--day-count", "equal-periods")
    assert equal["instalments"][0]["interest"] == "69.23"  # a fifty-second of the year


def test_explicit_dates_need_no_unit(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["loan", "--principal", "36000", "--nominal", "0.1", "--method", "bullet", "--dates"]
    months = quoted(capsys, *words, "2026-01-31,2026-02-28,2026-03-31")
    assert [row["interest"] for row in months["instalments"]] == ["300", "300"]
    weeks = quoted(capsys, *words, "2026-01-01,2026-01-08,2026-01-15")
    assert [row["interest"] for row in weeks["instalments"]] == ["70", "70"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["loan", "--principal", "100", "--periods", "3"], "da una tasa"),
        (["loan", "--principal", "100", "--ea", ".1", "--nominal", ".1", "--periods", "3"], "una"),
        (["loan", "--principal", "100", "--ea", "0.1"], "cuántas cuotas"),
        (["loan", "--principal", "-5", "--ea", "0.1", "--periods", "3"], "mayor que cero"),
        (["loan", "--principal", "10.5", "--ea", "0.1", "--periods", "3"], "sin centavos"),
        (["loan", "--principal", "10", "--ea", "0.1", "--periods", "0"], "de 1 a 1200"),
        (["loan", "--principal", "10", "--ea", "0.1", "--periods", "2", "--grace", "2"], "--grace"),
        (["loan", "--principal", "10", "--ea", "0.1", "--periods", "2", "--every", "0"], "--every"),
        (
            ["loan", "--principal", "9", "--ea", "0", "--periods", "2", "--start", "9999-12-01"],
            "calendario",
        ),
        (
            ["loan", "--principal", "9", "--ea", "0", "--dates", "2026-02-01,2026-01-01"],
            "posterior",
        ),
        (
            ["loan", "--principal", "9", "--ea", "0", "--dates", "2026-01-01,2026-02-01",
             "--periods", "2"],
            "--dates trae 1",
        ),
        (
            ["loan", "--principal", "9", "--ea", "0", "--dates", "2026-01-01,2026-02-01",
             "--first-due", "2026-02-01"],
            "--first-due",
        ),
        (
            ["loan", "--principal", "9", "--ea", "0", "--dates", "2026-01-01,2026-02-01",
             "--start", "2026-03-01"],
            "--start",
        ),
        (["loan", "--principal", "9" * 16, "--ea", "10", "--periods", "9"], "no cabe"),
        (["cdat", "--principal", "9" * 16, "--ea", "10", "--days", "36600"], "no cabe"),
        (["cdat", "--principal", "0", "--ea", "0.1", "--days", "90"], "mayor que cero"),
        (["cdat", "--principal", "9", "--ea", "0.1", "--days", "0"], "--days"),
        (["cdat", "--principal", "9", "--ea", "0.1", "--days", "9", "--on", "2000-01-01"], "falta"),
    ],
)  # fmt: skip
def test_what_cannot_be_quoted_is_said_in_spanish(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quote", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--principal", "10.000", "--ea", "0.1"], "sin puntos de miles"),
        (["--principal", "diez", "--ea", "0.1"], "sin puntos de miles"),
        (["--principal", "10", "--ea", "18"], "0.18 es 18 %"),
        (["--principal", "10", "--ea", "nan"], "0.18 es 18 %"),
        (["--principal", "10", "--ea", "0.1", "--periods", "x"], "número entero"),
        (["--principal", "10", "--ea", "0.1", "--start", "31/01/2026"], "AAAA-MM-DD"),
        (["--principal", "10", "--ea", "0.1", "--method", "otro"], "no es una de las opciones"),
        (["--principal", "10", "--e", "0.1"], "--e puede ser --ea, --every"),
        (["--principal", "10", "--ea", "0.1", "--json=1"], "--json: no lleva valor"),
        ([], "falta: --principal"),
    ],
)
def test_what_is_not_understood_is_said_in_spanish(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main(["quote", "loan", *words])
    assert done.value.code == 2
    assert said in capsys.readouterr().err


def test_a_quote_needs_no_database_nor_any_framework(tmp_path: Path) -> None:
    home = tmp_path / "nobody"
    program = (
        "import sys; from minga.doors.cli.main import main;"
        "code = main(sys.argv[1:]);"
        "sys.exit(code or 9 * any(one in sys.modules for one in ('django', 'psycopg')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "quote", *LOAN, *DAY],
        env={"PYTHONPATH": str(SOURCE), "MINGA_HOME": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not home.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--retention-rate", "4"], "0.04 es 4 %"),
        (["--retention-rate", "-0.1"], "de 0 a 10"),
        (["--daily-threshold", "-5"], "menor que cero"),
    ],
)
def test_more_than_the_interest_is_never_withheld(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["quote", "cdat", "--principal", "9", "--ea", "0.1", "--days", "9"]
    with pytest.raises(SystemExit) as stopped:
        main([*asked, "=".join(words)])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err
