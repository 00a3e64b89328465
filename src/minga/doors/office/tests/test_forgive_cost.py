"""A cost of collection forgiven through its page: by whoever decides, with a reason."""

import pytest

from minga.day_close.tests.test_collection import DUE, LETTER, close, says
from minga.doors.office.tests.workers import Desk, field, text
from minga.doors.web.tests import visitors
from minga.kit.money import Money
from minga.loans.models import CollectionCharge, CollectionForgiveness, Loan
from minga.loans.plan_payment import PayKind
from minga.members.models import Member
from minga.payments.tests.borrowers import DAY, at, borrower, pay
from minga.staff.models import Role

pytestmark = pytest.mark.django_db
TODAY = LETTER + DAY
WHY = "Acuerdo de pago del 20 de noviembre"


@pytest.fixture
def loan(monkeypatch: pytest.MonkeyPatch) -> Loan:
    says(30, 12_000)
    found = borrower()
    close(DUE, TODAY)
    visitors.at(monkeypatch, at(TODAY))
    return found


@pytest.fixture
def charge(loan: Loan) -> CollectionCharge:
    return CollectionCharge.objects.get(loan=loan)


def test_is_forgiven_by_whoever_decides_and_told_on_the_file(
    loan: Loan, charge: CollectionCharge, request: pytest.FixtureRequest
) -> None:
    analyst, approver = Desk(Role.ANALYST), Desk(Role.APPROVER, name="Óscar Loaiza")
    request.getfixturevalue("as_web")
    page = text(analyst.open("loan_file", loan.id))
    assert "Etapa de 30 días Cobrado el" in page
    assert "Debe $ 12.000" in page
    assert "Condonar" not in page
    assert analyst.get("forgive_cost", loan.id, charge.id).status_code == 403
    assert "Condonar Etapa de 30 días" in text(approver.open("loan_file", loan.id))
    asked = approver.get("forgive_cost", loan.id, charge.id)
    assert "Se condona $ 12.000" in text(asked)
    seen = field(asked, "visto")
    empty = approver.post("forgive_cost", loan.id, charge.id, motivo=" ", visto=seen)
    assert (empty.status_code, "Escribe qué lo autoriza." in text(empty)) == (422, True)
    short = approver.post("forgive_cost", loan.id, charge.id, motivo="ya", visto=seen)
    assert "Escribe el motivo con unas palabras." in text(short)
    done = approver.post("forgive_cost", loan.id, charge.id, motivo=WHY, visto=seen)
    assert done["Location"] == f"/gestion/cartera/{loan.id}/"
    told = text(analyst.get("loan_file", loan.id))
    assert "Condonado $ 12.000 el" in told
    assert f"por Óscar Loaiza: {WHY}" in told
    assert "Debe $ 12.000" not in told
    again = approver.get("forgive_cost", loan.id, charge.id)
    assert again["Location"] == f"/gestion/cartera/{loan.id}/"


def test_what_changed_meanwhile_is_shown_again_with_what_was_typed(
    loan: Loan, charge: CollectionCharge
) -> None:
    approver = Desk(Role.APPROVER)
    approver.open("loan_file", loan.id)
    seen = field(approver.get("forgive_cost", loan.id, charge.id), "visto")
    pay(loan, TODAY, PayKind.INSTALMENT, Money.of(5_000))
    again = approver.post("forgive_cost", loan.id, charge.id, motivo=WHY, visto=seen)
    assert again.status_code == 422
    for words in ("Lo que se debe cambió", "Se condona $ 7.000", "Ya pagó $ 5.000", WHY):
        assert words in text(again)
    assert not CollectionForgiveness.objects.exists()
    now = field(again, "visto")
    assert approver.post(
        "forgive_cost", loan.id, charge.id, motivo=WHY, visto=now
    ).status_code == 302  # fmt: skip


def test_a_forged_sum_forgives_nothing(loan: Loan, charge: CollectionCharge) -> None:
    approver = Desk(Role.APPROVER)
    approver.open("loan_file", loan.id)
    for forged in ("1", "999999999", "-12000", "", "todo", "NaN"):
        answer = approver.post("forgive_cost", loan.id, charge.id, motivo=WHY, visto=forged)
        assert answer.status_code == 422, forged
    assert not CollectionForgiveness.objects.exists()


def test_a_charge_of_another_loan_is_not_found(loan: Loan, charge: CollectionCharge) -> None:
    approver, other = Desk(Role.APPROVER), borrower("Rosa")
    approver.open("loan_file", other.id)
    order = {"motivo": WHY, "visto": "12000.00"}
    assert approver.post("forgive_cost", other.id, charge.id, **order).status_code == 404
    assert not CollectionForgiveness.objects.exists()


def test_nobody_forgives_their_own(loan: Loan, charge: CollectionCharge) -> None:
    own = Member.objects.get(id=loan.member_id)
    me = Desk(Role.APPROVER, document=own.document_number)
    me.open("loan_file", loan.id)
    seen = field(me.get("forgive_cost", loan.id, charge.id), "visto")
    forced = me.post("forgive_cost", loan.id, charge.id, motivo=WHY, visto=seen)
    assert "Nadie actúa sobre lo propio" in text(forced)
    assert not CollectionForgiveness.objects.exists()
