"""`minga savings`: requests for accounts answered; the bylaws' minimum written down once."""

import contextlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from minga.audit.models import AuditEvent
from minga.doors.cli import main
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.kit.money import Money
from minga.payments.ask_account import ask_account
from minga.payments.tests.cast import person
from minga.savings.irreducible import irreducible_minimum
from minga.savings.models import AccountRequest, ProductKind
from minga.savings.tests.plans import plan

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


def test_writes_down_what_the_deposit_insurance_covers(capsys: pytest.CaptureFixture[str]) -> None:
    said = ["--from", SINCE, "--source", "Comunicado de prueba", "--as", "ana"]
    assert main.main(["savings", "insurance-cover", "1000", *said]) == 0
    assert "el aviso ya lo dice" in capsys.readouterr().out
    assert main.main(["savings", "insurance-cover", "1000", *said]) == 0
    assert main.main(["savings", "insurance-cover", "2000", *said]) == 1
    assert "ya rige 1000" in capsys.readouterr().err
    assert main.main(["savings", "insurance-cover", "0", *said]) == 1
    assert "más de cero" in capsys.readouterr().err


def test_staff_read_the_requests_and_answer_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["savings", "requests"]) == 0
    assert "No hay solicitudes" in capsys.readouterr().out
    plan(ProductKind.SIGHT, "0.01")
    young = plan(ProductKind.SIGHT, "0.04", opening_min=Decimal(20_000))
    asked = ask_account(
        member_id=person("Marta").id, plan_code=young.code, source_id=None, key=uuid7(),
        at=clock.now(),
    )  # fmt: skip
    number = AccountRequest.objects.get(id=asked.request_id).number
    main.main(["savings", "requests"])
    told = capsys.readouterr().out
    assert number in told
    assert "Marta Prueba" in told
    assert main.main(["savings", "decide", number, "--reject"]) == 1
    assert "--why" in capsys.readouterr().err
    assert main.main(["savings", "decide", number, "--open", "--as", "ana"]) == 0
    assert "Abierta" in capsys.readouterr().out
    assert main.main(["savings", "decide", number, "--reject", "--why", "No"]) == 1
    assert "ya se respondió" in capsys.readouterr().err
    assert main.main(["savings", "decide", "NADA", "--open"]) == 1
