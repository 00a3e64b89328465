"""What `minga day close` says of each step."""

from datetime import UTC, date, datetime

import pytest

from minga.doors.cli import day
from minga.kit import clock


def test_tells_what_a_step_counted_in_words_and_without_what_is_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = {
        "AHORRO_VISTA.accounts": "1325", "AHORRO_VISTA.gross": "229373.178457",
        "AHORRO_PERMANENTE.posted": "0.00",
    }  # fmt: skip
    day._tell(date(2026, 11, 30), "savings.interest", figures)
    day._tell(date(2026, 11, 30), "savings.term", {"posted": "0.00"})
    told = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert told == [
        "30/11/2026  Intereses de ahorros: Ahorro a la vista: cuentas 1.325; "
        "Ahorro a la vista: interés bruto $ 229.373,178457",
        "30/11/2026  CDAT: nada que hacer",
    ]


def test_names_every_step_there_is() -> None:
    from minga.day_close.steps import STEPS

    assert {name for name, _ in STEPS} <= set(day.STEP_WORDS)


@pytest.mark.django_db
def test_says_that_a_day_before_the_first_is_past(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from minga.day_close.models import BusinessDay

    now = datetime(2025, 11, 21, 15, tzinfo=UTC)
    BusinessDay.objects.create(date=date(2025, 11, 20), begun_at=now, closed_at=now)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert day.close(date(2025, 10, 20)) == 1
    assert "anterior al primer día que se cerró" in capsys.readouterr().err
