"""`minga savings cpi` and `revalue`: shown first, applied when asked, never twice."""

import contextlib
from datetime import UTC, date, datetime

import pytest

from minga.doors.cli import main
from minga.kit import clock
from minga.payments.tests.cast import deposit, person
from minga.savings.models import AportesRevaluation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 10, 15, tzinfo=UTC)
CPI = ("cpi", "2025", "0.05", "--source", "a test's own", "--as", "ana")


@pytest.fixture(autouse=True)
def office_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.doors.cli.office.database_ready", contextlib.nullcontext)
    monkeypatch.setattr(clock, "now", lambda: AT)


def revalue(*more: str, rate: str = "0.03", day: str = "2026-03-20") -> int:
    given = ["--rate", rate, "--act", "Acta 45", "--act-date", day, "--year", "2025"]
    return main.main(["savings", "revalue", *given, "--as", "ana", *more])


def test_shows_it_first_and_applies_it_when_told(capsys: pytest.CaptureFixture[str]) -> None:
    deposit(person("Marta").aportes, 1_000_000, on=date(2025, 6, 30))
    assert main.main(["savings", *CPI]) == 0
    assert main.main(["savings", *CPI]) == 0
    assert "Ya estaba escrito" in capsys.readouterr().out
    assert revalue() == 0
    told = capsys.readouterr().out
    for words in ("31 de diciembre de 2025", "Acta 45", "No se escribió nada", "--apply"):
        assert words in told
    assert "Así no se puede aplicar" in told  # nothing is in the fund
    assert not AportesRevaluation.objects.exists()
    capsys.readouterr()
    assert revalue("--apply") == 1
    assert "el fondo (3310) tiene $ 0 y esto suma $ " in capsys.readouterr().err
    assert not AportesRevaluation.objects.exists()
    into = ["savings", "fund", "1000000000000", "--act", "Acta 45", "--act-date", "2026-03-20"]
    assert main.main([*into, "--as", "ana"]) == 0
    assert main.main([*into, "--as", "ana"]) == 0
    assert "no cambió nada" in capsys.readouterr().out
    assert revalue("--apply") == 0
    assert "Aplicada" in capsys.readouterr().out
    assert AportesRevaluation.objects.get().staff == "staff:ana"
    assert revalue("--apply") == 0
    assert "no cambió nada" in capsys.readouterr().out
    assert revalue("--apply", rate="0.02") == 1
    assert "ya se revalorizó por Acta 45" in capsys.readouterr().err


def test_the_fund_takes_an_act_once_and_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ask(amount: str, act: str = "Acta 45", day: str = "2026-03-20") -> str:
        code = main.main(
            ["savings", "fund", amount, "--act", act, "--act-date", day, "--as", "ana"]
        )
        out = capsys.readouterr()
        assert (code == 0) == (not out.err)
        return out.err

    assert not ask("500000")
    assert "ya llevó otro valor" in ask("500001")
    assert "más que cero" in ask("0")
    assert "en 60 letras o menos" in ask("500", act=" ")
    assert "aún no se ha reunido" in ask("500", day="2026-04-11")


def test_says_which_row_is_missing_and_what_passes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert revalue() == 1
    assert "falta el IPC de 2025 (parámetro cpi.2025)" in capsys.readouterr().err
    assert main.main(["savings", "cpi", "2025", "5", "--source", "x"]) == 1
    assert "como fracción" in capsys.readouterr().err
    main.main(["savings", *CPI])
    assert revalue(rate="0.06") == 1
    assert "que fue 0.05" in capsys.readouterr().err
    assert revalue(day="2025-12-01") == 1
    assert "después de 2025" in capsys.readouterr().err
    assert revalue(rate="0") == 1
    with pytest.raises(SystemExit):
        main.main(["savings", "cpi", "25", "0.05", "--source", "x"])
