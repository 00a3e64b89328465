"""Write-off and recovery through the pages: two people, one reason each, nothing alone."""

from decimal import Decimal
from uuid import UUID

import pytest

from minga.day_close.tests.test_loan_losses import MAY, bad
from minga.doors.office.tests.workers import Desk, field, text
from minga.doors.web.tests import visitors
from minga.loans.models import Loan, LoanEnd
from minga.payments.tests.borrowers import DAY, at, holds, proven, savings_of
from minga.staff.models import Role, TwoPersonAct

pytestmark = pytest.mark.django_db
ON = at(MAY + DAY)
YES = {"decision": "aprobar", "mensaje": ""}


@pytest.fixture
def loan(monkeypatch: pytest.MonkeyPatch) -> Loan:
    found = bad()
    visitors.at(monkeypatch, ON)
    return found


def act_of(answer: object) -> UUID:
    return TwoPersonAct.objects.latest("proposed_at", "id").id


def ask(desk: Desk, loan: Loan, why: str = "Acta 12 de la junta") -> UUID:
    desk.open("loan_file", loan.id)
    done = desk.post("propose_write_off", loan.id, motivo=why)
    assert done.status_code == 302, text(done)
    return act_of(done)


def approve(desk: Desk, act_id: UUID) -> None:
    page = desk.open("decide_act", act_id)
    done = desk.post("decide_act", act_id, **YES, visto=field(page, "visto"))
    assert done.status_code == 302, text(done)


def test_a_loan_is_written_off_and_recovered_by_two_people(loan: Loan) -> None:
    maker, checker = Desk(Role.ANALYST, name="Amparo Quintero"), Desk(Role.APPROVER)
    assert loan.number in text(maker.get("bad_loans", ver="categoria-e"))
    act_id = ask(maker, loan)
    assert "Castigo de crédito" in text(checker.get("bad_loans"))
    approve(checker, act_id)
    assert LoanEnd.objects.get(loan=loan).how == "written_off"
    page = text(checker.get("loan_act", act_id))
    assert "Aprobado y hecho" in page
    assert "Amparo Quintero" in page
    assert loan.number in text(checker.get("bad_loans", ver="castigados"))

    before = holds(loan)
    order = {"cuenta": str(savings_of(loan)), "valor": "500.000,50", "motivo": "Carta del asociado"}
    maker.post("propose_recovery", loan.id, **order)
    approve(checker, act_of(None))
    assert (before - holds(loan)).amount == Decimal("502000.50")
    assert "Queda por recuperar" in text(maker.get("loan_file", loan.id))
    assert proven()


def test_a_loan_is_found_by_its_number(loan: Loan) -> None:
    desk = Desk(Role.AUDITOR)
    found = desk.get("bad_loans", numero=f" {loan.number.lower()} ")
    assert found["Location"] == f"/gestion/cartera/{loan.id}/"
    assert "Ningún crédito tiene ese número" in text(desk.get("bad_loans", numero="X-1"))
    assert desk.get("loan_file", UUID(int=3)).status_code == 404
    assert desk.get("loan_act", UUID(int=3)).status_code == 404


def test_whoever_proposed_does_not_decide(loan: Loan) -> None:
    both = Desk(Role.ANALYST, Role.APPROVER)
    act_id = ask(both, loan)
    assert "que decida otra persona" in text(both.get("decide_act", act_id))
    seen = bytes(TwoPersonAct.objects.get(id=act_id).digest).hex()
    forced = both.post("decide_act", act_id, **YES, visto=seen)
    assert (forced.status_code, "Quien propone no decide" in text(forced)) == (422, True)
    assert not LoanEnd.objects.filter(loan=loan).exists()


def test_a_decision_is_bound_to_what_the_page_showed(loan: Loan) -> None:
    act_id, checker = ask(Desk(Role.ANALYST), loan), Desk(Role.APPROVER)
    checker.open("decide_act", act_id)
    typed = {"decision": "aprobar", "mensaje": "De acuerdo"}
    forged = checker.post("decide_act", act_id, **typed, visto="00" * 32)
    assert forged.status_code == 422
    assert "cambió" in text(forged)
    assert "De acuerdo" in text(forged)
    assert not LoanEnd.objects.filter(loan=loan).exists()


def test_mistakes_are_told_in_place(loan: Loan) -> None:
    maker, checker = Desk(Role.ANALYST), Desk(Role.APPROVER)
    maker.open("loan_file", loan.id)
    short = maker.post("propose_write_off", loan.id, motivo="no")
    assert (short.status_code, "Escribe el motivo" in text(short)) == (422, True)
    early = maker.post("propose_recovery", loan.id, cuenta=str(savings_of(loan)), valor="1",
                       motivo="Carta del asociado")  # fmt: skip
    assert "El crédito no está castigado." in text(early)
    act_id = ask(maker, loan)
    page = checker.open("decide_act", act_id)
    seen = field(page, "visto")
    silent = checker.post("decide_act", act_id, decision="negar", mensaje="", visto=seen)
    assert "Escribe el motivo" in text(silent)
    none = checker.post("decide_act", act_id, visto=seen)
    assert "Elige si apruebas o no." in text(none)
    checker.post("decide_act", act_id, decision="negar", mensaje="Falta el acta", visto=seen)
    assert "Falta el acta" in text(checker.get("loan_act", act_id))
    assert checker.get("decide_act", act_id).status_code == 302
    approve(checker, ask(maker, loan))
    order = {"cuenta": str(savings_of(loan)), "motivo": "Carta del asociado"}
    maker.open("loan_file", loan.id)
    much = maker.post("propose_recovery", loan.id, **order, valor="900.000.000")
    assert "Queda por recuperar" in text(much)
    other = maker.post("propose_recovery", loan.id, cuenta="x", valor="1", motivo="Carta")
    assert "Elige una cuenta de ahorros." in text(other)
