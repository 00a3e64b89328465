"""`minga loans`: what staff read and do with requests, one proposing and another deciding."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.doors.cli import main
from minga.kit import clock
from minga.kit.models import Parameter
from minga.loans.models import LoanDecision, LoanRequest
from minga.loans.send_request import send_request
from minga.loans.tests.codebtors_cast import backed, name
from minga.loans.tests.offered import add_terms, line
from minga.loans.tests.requests_cast import approved, draft, fill, member, sent
from minga.staff.identity import actor_of
from minga.staff.tests.cast import hired

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the test's own database."""

    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr("minga.doors.cli.office.database_ready", ready)


@pytest.fixture
def who(db: None) -> UUID:
    return member().id


@pytest.fixture
def number(who: UUID) -> str:
    return LoanRequest.objects.get(id=sent(who, at=clock.now())).number


def load_cap(rate: str = "29,24", month: str = "") -> int:
    month = month or f"{clock.business_date(clock.now()):%Y-%m}"
    return main.main(["loans", "usury", "CONSUMO", month, rate, "--source", "Certificación"])


def propose(number: str, *more: str) -> int:
    return main.main(["loans", "propose", number, "--as", "ana", *more])


def test_lists_what_waits_and_shows_one_whole(
    number: str, who: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent = LoanRequest.objects.get(id=draft(who, at=clock.now())).number
    assert main.main(["loans", "requests"]) == 0
    told = capsys.readouterr().out
    assert number in told
    assert unsent not in told
    assert main.main(["loans", "show", number.lower()]) == 0
    told = capsys.readouterr().out
    for words in ("$ 5.000.000 en 24 cuotas", "Desprendible de pago, está", "$ 3.000.000"):
        assert words in told
    assert main.main(["loans", "show", unsent]) == 1


def test_one_proposes_another_decides_and_the_trail_knows(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load_cap() == 0
    assert propose(number, "--amount", "4000000", "--periods", "12") == 0
    assert main.main(["loans", "decide", number, "--approve", "--as", "Ana"]) == 1
    assert "quien propone no decide" in capsys.readouterr().err
    assert main.main(["loans", "decide", number, "--approve", "--as", "beto"]) == 0
    decision = LoanDecision.objects.get()
    assert (decision.maker, decision.checker) == ("staff:ana", "staff:beto")
    assert decision.proposal["periods"] == 12
    trail = AuditEvent.objects.filter(actor__startswith="staff:").values_list("action", flat=True)
    assert set(trail) >= {"propose_loan", "decide_loan", "load_usury_cap"}
    assert main.main(["loans", "requests"]) == 0
    assert "No hay solicitudes que esperen." in capsys.readouterr().out


def test_an_employee_named_by_document_is_one_person_here_and_in_the_back_office(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    load_cap()
    who = hired(name="Amparo Quintero")
    typed = f"{int(who.document_number):,}".replace(",", ".")
    assert main.main(["loans", "propose", number, "--as", typed]) == 0
    assert LoanDecision.objects.get().maker == actor_of(who.id)
    assert main.main(["loans", "decide", number, "--approve", "--as", who.document_number]) == 1
    assert "quien propone no decide" in capsys.readouterr().err
    assert main.main(["loans", "show", number]) == 0
    assert "Propuesto por Amparo Quintero" in capsys.readouterr().out


def test_says_what_is_missing_and_why_it_is_rejected(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["loans", "ask-missing", number, "El recibo no se lee", "--as", "ana"]) == 0
    assert propose(number) == 1
    assert "«missing»" in capsys.readouterr().err
    assert main.main(["loans", "requests", "--all"]) == 0
    assert number in capsys.readouterr().out


def test_rejects_with_a_reason_only(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    load_cap()
    propose(number)
    assert main.main(["loans", "decide", number, "--reject", "--as", "beto"]) == 1
    assert "por qué se niega" in capsys.readouterr().err
    reason = ["--why", "La cuota no cabe en tus ingresos"]
    assert main.main(["loans", "decide", number, "--reject", *reason, "--as", "beto"]) == 0


def test_refuses_without_the_cap_of_the_month_and_above_it(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert propose(number) == 1
    assert "minga loans usury" in capsys.readouterr().err
    load_cap("19")
    assert propose(number) == 1
    assert "supera la usura" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [("--amount", "0"), ("--periods", "0")])
def test_zero_is_not_what_was_asked_for(
    number: str, asked: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    load_cap()
    assert propose(number, *asked) == 1
    assert "no cabe" in capsys.readouterr().err
    assert not LoanDecision.objects.exists()


def test_a_cap_is_loaded_once_and_never_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert load_cap("28,5", "2031-03") == 0
    assert load_cap("28,5", "2031-03") == 0
    assert load_cap("29", "2031-03") == 1
    assert "no se cambia" in capsys.readouterr().err
    assert Parameter.objects.get(key="usury.consumo.2031-03").value == "0.285"


def test_shows_the_codebtors_and_proposes_nothing_without_them(
    who: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    load_cap("29,24")
    at, lends, backer = clock.now(), line(codebtors=1), member()
    request_id = draft(who, lends, at=at)
    fill(who, request_id, at)
    backed(who, request_id, backer, at)
    name(who, request_id, member(), at)
    send_request(member_id=who, request_id=request_id, at=at)
    asked = LoanRequest.objects.get(id=request_id).number
    assert main.main(["loans", "show", asked]) == 0
    told = capsys.readouterr().out
    assert f"{backer.full_name} (CC {backer.document_number}), aceptó, sin firmar" in told
    assert "sin respuesta" in told
    add_terms(lends.id, clock.business_date(at), codebtors=2)
    assert propose(asked) == 1
    assert "necesita 2 y aceptaron 1" in capsys.readouterr().err


def test_renews_an_offer_that_nobody_signed(who: UUID, capsys: pytest.CaptureFixture[str]) -> None:
    load_cap("29,24")
    request_id = approved(who, line(sign_days=5), at=clock.now())
    asked = LoanRequest.objects.get(id=request_id).number
    renew = ["loans", "renew", asked, "--as", "ana"]
    assert main.main(renew) == 1
    assert "en otro punto" in capsys.readouterr().err
    yesterday = clock.business_date(clock.now()) - timedelta(days=1)
    LoanDecision.objects.filter(request_id=request_id).update(offer_until=yesterday)
    assert main.main(["loans", "requests"]) == 0
    assert "Oferta vencida" in capsys.readouterr().out
    assert main.main(renew) == 0
    assert main.main(["loans", "show", asked]) == 0
    assert f"Se puede firmar hasta el {yesterday + timedelta(days=6)}" in capsys.readouterr().out


def test_refuses_a_number_that_is_nobodys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["loans", "show", "XXXXX-XXXXX"]) == 1
    assert "ese radicado" in capsys.readouterr().err
