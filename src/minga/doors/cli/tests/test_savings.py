"""`minga savings`: the bylaws' irreducible minimum, written down once for a day."""

import contextlib
from collections.abc import Iterator
from datetime import date

import pytest

from minga.audit.models import AuditEvent
from minga.doors.cli import main
from minga.kit.money import Money
from minga.savings.irreducible import irreducible_minimum

pytestmark = pytest.mark.django_db
SINCE = "2026-03-01"


@pytest.fixture(autouse=True)
def office_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the test's own database."""

    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr("minga.doors.cli.office.database_ready", ready)


def write(pesos: str) -> int:
    given = ["irreducible", pesos, "--from", SINCE, "--source", "Estatutos, art. 30", "--as", "ana"]
    return main.main(["savings", *given])


def test_writes_it_down_once_and_never_changes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert write("45000000") == 0
    assert "próximo cierre" in capsys.readouterr().out
    assert write("45000000") == 0
    assert "Ya estaba escrito" in capsys.readouterr().out
    assert write("46000000") == 1
    assert "ya rige 45000000.00" in capsys.readouterr().err
    assert irreducible_minimum(date.fromisoformat(SINCE)) == Money.of(45_000_000)
    assert AuditEvent.objects.get(action="set_irreducible_minimum").actor == "staff:ana"


def test_refuses_less_than_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert write("0") == 0
    with pytest.raises(SystemExit):
        write("mucho")
    assert main.main(["savings", "irreducible", "--from", "2026-04-01", "--source", "Acta 3",
                      "--", "-5"]) == 1  # fmt: skip
    assert "cero o más" in capsys.readouterr().err
