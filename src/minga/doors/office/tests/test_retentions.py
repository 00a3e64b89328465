"""Retention of earlier years through the pages: the letter, the second person, the money."""

from uuid import UUID

import pytest

from minga.day_close.tests.test_return_retention import TODAY, ended_early
from minga.doors.office.tests.test_bad_loans import YES, act_of
from minga.doors.office.tests.workers import Desk, field, text
from minga.doors.web.tests import visitors
from minga.kit.money import Money
from minga.payments.tests.cast import Person
from minga.payments.tests.depositors import at
from minga.savings.models import RetentionReturn, TermDeposit
from minga.staff.models import Role

pytestmark = pytest.mark.django_db
type Kept = tuple[Person, TermDeposit, Money]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    found = ended_early()
    visitors.at(monkeypatch, at(TODAY))
    return found


def letter(kept: Kept, **changes: str) -> dict[str, str]:
    said = {"carta": "Radicado 118", "fecha": "02/02/2026", "cuenta": str(kept[0].savings)}
    return said | changes


def test_it_is_given_back_by_two_people(kept: Kept, request: pytest.FixtureRequest) -> None:
    _, made, amount = kept
    maker, checker = Desk(Role.ANALYST, name="Amparo Quintero"), Desk(Role.APPROVER)
    request.getfixturevalue("as_web")
    assert made.number in text(maker.get("retentions", ver="pendientes"))
    found = maker.get("retentions", numero=made.number.lower())
    assert found["Location"] == f"/gestion/retenciones/cdat/{made.id}/"
    file = text(maker.open("retention_file", "cdat", made.id))
    assert f"{amount.amount:,.0f}".replace(",", ".") in file
    done = maker.post("propose_return", "cdat", made.id, **letter(kept))
    assert done.status_code == 302, text(done)
    act_id = act_of(done)
    assert "Devoluciones de retención por decidir 1" in text(checker.get("home"))
    assert "Castigos y recuperaciones por decidir 0" in text(checker.get("home"))
    assert made.number in text(checker.get("retentions"))
    page = checker.open("decide_return", act_id)
    for words in ("Radicado 118", "2 de febrero de 2026", "Amparo Quintero", made.number):
        assert words in text(page), words
    assert checker.get("loan_act", act_id).status_code == 404
    done = checker.post("decide_return", act_id, **YES, visto=field(page, "visto"))
    assert done.status_code == 302, text(done)
    assert RetentionReturn.objects.get().amount == amount.amount
    assert "Aprobado y hecho" in text(checker.get("return_act", act_id))
    after = text(checker.get("retention_file", "cdat", made.id))
    assert RetentionReturn.objects.get().reference in after
    assert "Registrar su carta" not in text(maker.get("retention_file", "cdat", made.id))
    assert maker.get("propose_return", "cdat", made.id).status_code == 302


def test_whoever_may_not_is_turned_away(kept: Kept) -> None:
    auditor, accountant = Desk(Role.AUDITOR), Desk(Role.ACCOUNTANT)
    for desk in (auditor, accountant):
        assert desk.get("retentions").status_code == 200
        assert desk.get("propose_return", "cdat", kept[1].id).status_code == 403
        assert desk.post("decide_return", UUID(int=3)).status_code == 403
    assert Desk(Role.ADMIN).get("retentions").status_code == 403


def test_what_is_not_there_is_not_found(kept: Kept) -> None:
    desk = Desk(Role.ANALYST)
    assert "Ningún CDAT ni meta" in text(desk.get("retentions", numero="X-1"))
    for what, product in (("cdat", UUID(int=3)), ("meta", kept[1].id), ("otro", kept[1].id)):
        assert desk.get("retention_file", what, product).status_code == 404
    assert desk.get("return_act", UUID(int=3)).status_code == 404


def test_mistakes_are_told_in_place(kept: Kept) -> None:
    made = kept[1]
    both = Desk(Role.ANALYST, Role.APPROVER)
    both.open("retention_file", "cdat", made.id)
    for changes, words in (
        ({"fecha": "05/02/2026"}, "no puede ser futura"),
        ({"fecha": "mañana"}, "Escribe la fecha así"),
        ({"carta": ""}, "Escribe cómo está archivada la carta"),
        ({"cuenta": str(UUID(int=3))}, "Elige una cuenta de ahorros."),
    ):
        answer = both.post("propose_return", "cdat", made.id, **letter(kept, **changes))
        assert (answer.status_code, words in text(answer)) == (422, True), words
    both.post("propose_return", "cdat", made.id, **letter(kept))
    page = both.get("decide_return", act_of(None))
    assert "que decida otra persona" in text(page)
    assert not RetentionReturn.objects.exists()
