"""Everything employees do here works with the rights of the web's database role, and no more."""

import pytest
from django.db import ProgrammingError, transaction

from minga.day_close.tests.test_loan_losses import MAY, bad
from minga.doors.office.tests.test_bad_loans import approve, ask
from minga.doors.office.tests.workers import Desk, field
from minga.doors.web.tests import visitors
from minga.kit import clock
from minga.loans.models import LoanDecision, LoanEnd
from minga.loans.tests.requests_cast import cap, member, sent
from minga.payments.tests.borrowers import DAY, at, savings_of
from minga.staff.models import FileOpening, Role, TwoPersonAct

pytestmark = pytest.mark.django_db


def test_a_request_is_studied_and_decided(request: pytest.FixtureRequest) -> None:
    cap(on=clock.business_date(clock.now()))
    asked = sent(member().id, at=clock.now())
    maker, checker = Desk(Role.ANALYST), Desk(Role.APPROVER)
    request.getfixturevalue("as_web")
    maker.open("loan_request", asked)
    terms = {"valor": "4.000.000", "cuotas": "12", "metodo": "french", "proponer": "1"}
    assert maker.post("propose_loan", asked, **terms).status_code == 302
    seen = field(checker.open("decide_loan", asked), "visto")
    done = checker.post("decide_loan", asked, decision="aprobar", mensaje="", visto=seen)
    assert done.status_code == 302
    assert LoanDecision.objects.get(request_id=asked).is_approved


def test_a_loan_is_written_off_and_recovered(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = bad()
    visitors.at(monkeypatch, at(MAY + DAY))
    maker, checker = Desk(Role.ANALYST), Desk(Role.APPROVER)
    request.getfixturevalue("as_web")
    approve(checker, ask(maker, loan))
    order = {"cuenta": str(savings_of(loan)), "valor": "500.000", "motivo": "Carta del asociado"}
    maker.post("propose_recovery", loan.id, **order)
    approve(checker, TwoPersonAct.objects.get(decided_at=None).id)
    assert LoanEnd.objects.filter(loan=loan).exists()
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic():
        TwoPersonAct.objects.all().delete()
    with denied, transaction.atomic():
        FileOpening.objects.update(reason="otra cosa")


def test_books_and_workings_are_read(request: pytest.FixtureRequest) -> None:
    desk = Desk(Role.AUDITOR, Role.ADMIN)
    request.getfixturevalue("as_web")
    pages = (
        "home", "books", "trial_balance", "trial_balance_csv", "daily_book", "parameters", "closes",
        "employees", "loan_requests", "bad_loans",
    )  # fmt: skip
    assert {desk.get(page).status_code for page in pages} == {200}
    assert desk.get("general_ledger", cuenta="2105").status_code == 200
    assert desk.get("find_entry", referencia="XXXXX-XXXXX").status_code == 200
