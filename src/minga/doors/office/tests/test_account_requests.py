"""A request for an account in the back office: seen with a reason, answered by one employee."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.audit.models import AuditEvent
from minga.doors.office.tests.workers import WHY, Desk, text
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.members.models import Member
from minga.payments.ask_account import ask_account
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.account_request_queries import AccountRequestView, account_request_for_staff
from minga.savings.account_requests import decide_account_request, withdraw_account_request
from minga.savings.models import (
    AccountStep,
    FeeKind,
    PlanFee,
    ProductKind,
    SavingsPlan,
)
from minga.savings.queries import products_of
from minga.savings.tests.plans import plan
from minga.staff.models import Role

pytestmark = pytest.mark.django_db
YES = {"decision": "abrir", "mensaje": ""}
NO = {"decision": "negar", "mensaje": "Falta la firma de tu mamá"}


@pytest.fixture
def young(db: None) -> SavingsPlan:
    plan(ProductKind.SIGHT, "0.01")
    made = plan(ProductKind.SIGHT, "0.04", opening_min=Decimal(20_000))
    SavingsPlan.objects.filter(id=made.id).update(name="Ahorro joven")
    return made


@pytest.fixture
def marta(young: SavingsPlan) -> Person:
    return person("Marta")


@pytest.fixture
def asked(marta: Person, young: SavingsPlan) -> UUID:
    return ask(marta, young)


def ask(who: Person, of: SavingsPlan) -> UUID:
    return ask_account(
        member_id=who.id, plan_code=of.code, source_id=None, key=uuid7(), at=clock.now()
    ).request_id


def found(request_id: UUID) -> AccountRequestView:
    one = account_request_for_staff(request_id)
    assert one is not None
    return one


def test_a_reason_comes_before_anything_of_the_member(asked: UUID) -> None:
    desk = Desk(Role.ANALYST)
    first = desk.get("account_request", asked)
    assert "¿Para qué lo abres?" in text(first)
    assert "Marta" not in text(first)
    assert "Marta Prueba" in text(desk.open("account_request", asked))
    looks = AuditEvent.objects.filter(
        subject=f"account_request:{asked}", action__startswith="staff."
    )
    assert [one.action for one in looks.order_by("id")] == [
        "staff.open_file", "staff.see_account_request",
    ]  # fmt: skip


def test_shows_what_helps_to_answer(asked: UUID, marta: Person, young: SavingsPlan) -> None:
    deposit(marta.savings, 345_678)
    PlanFee.objects.create(
        plan=young, what=FeeKind.HANDLING, amount=Decimal(3_000),
        valid_from=clock.business_date(clock.now()), source="test",
    )  # fmt: skip
    page = text(Desk(Role.ANALYST).open("account_request", asked))
    for words in (
        "Ahorro joven", "4,00 % E.A.", "Se abre con $ 20.000", "$ 3.000 Cada mes", "$ 345.678",
        "Enviada", "El asociado", "Abrir la cuenta", "No abrirla",
    ):  # fmt: skip
        assert words in page
    auditor = text(Desk(Role.AUDITOR).open("account_request", asked))
    assert "No abrirla" not in auditor
    for stranger in (Role.APPROVER, Role.ACCOUNTANT, Role.ADMIN):
        assert Desk(stranger).get("account_request", asked).status_code == 403


def test_opens_the_account_in_the_employees_own_name(
    asked: UUID, marta: Person, request: pytest.FixtureRequest
) -> None:
    desk, auditor = Desk(Role.ANALYST, name="Amparo Quintero"), Desk(Role.AUDITOR)
    assert "Solicitudes de cuentas por responder 1" in text(desk.get("home"))
    request.getfixturevalue("as_web")
    desk.open("account_request", asked)
    assert auditor.post("answer_account", asked, **YES).status_code == 403
    assert desk.post("answer_account", asked, **YES).status_code == 302
    one = found(asked)
    assert (one.status, one.story[-1].actor) == (AccountStep.OPENED, desk.actor)
    assert one.account_id in {product.id for product in products_of(marta.id)}
    event = AuditEvent.objects.get(action="decide_account_request")
    assert event.actor == desk.actor
    page = text(desk.get("account_request", asked))
    assert "Cuenta abierta" in page
    assert "Amparo Quintero" in page
    assert "Enviar la respuesta" not in page
    assert "Solicitudes de cuentas por responder 0" in text(desk.get("home"))


def test_a_no_says_why(asked: UUID) -> None:
    desk = Desk(Role.ANALYST)
    desk.open("account_request", asked)
    for typed, words in (
        (NO | {"mensaje": "  "}, "Escribe por qué: el asociado lo lee."),
        (NO | {"mensaje": "x" * 301}, "Escribe máximo 300 letras."),
        ({"mensaje": "Hola"}, "Elige si la abres o no."),
        ({"decision": "quizás", "mensaje": ""}, "Elige si la abres o no."),
    ):
        answer = desk.post("answer_account", asked, **typed)
        assert answer.status_code == 422
        assert answer.content.decode().count(words) == 2
        assert found(asked).status == AccountStep.SENT
    assert desk.post("answer_account", asked, **NO).status_code == 302
    assert found(asked).story[-1].note == NO["mensaje"]
    assert NO["mensaje"] in text(desk.get("account_request", asked))


def test_of_two_answers_the_first_stands_and_the_second_is_told(asked: UUID) -> None:
    first, second = Desk(Role.ANALYST, name="Amparo Quintero"), Desk(Role.ANALYST)
    first.open("account_request", asked)
    second.open("account_request", asked)
    assert first.post("answer_account", asked, **NO).status_code == 302
    late = second.post("answer_account", asked, **YES)
    assert late.status_code == 409
    for words in ("Otra persona la respondió", "Negada", "Amparo Quintero", NO["mensaje"]):
        assert words in text(late)
    assert "Enviar la respuesta" not in text(late)
    assert found(asked).status == AccountStep.REJECTED


def test_what_its_member_took_back_is_not_opened(asked: UUID, marta: Person) -> None:
    desk = Desk(Role.ANALYST)
    desk.open("account_request", asked)
    withdraw_account_request(member_id=marta.id, request_id=asked, at=clock.now())
    late = desk.post("answer_account", asked, **YES)
    assert (late.status_code, "el asociado la retiró" in text(late)) == (409, True)
    assert found(asked).account_id is None


def test_nobody_answers_what_they_ask_for(asked: UUID, marta: Person) -> None:
    own = Member.objects.get(id=marta.id)
    me = Desk(Role.ANALYST, document=own.document_number)
    me.open("account_request", asked)
    forced = me.post("answer_account", asked, **YES)
    assert (forced.status_code, "Nadie responde lo que pide" in text(forced)) == (422, True)
    assert found(asked).status == AccountStep.SENT


def test_an_answer_that_was_typed_waits_for_a_reason(asked: UUID) -> None:
    desk = Desk(Role.ANALYST)
    held = desk.post("answer_account", asked, **NO)
    assert "¿Para qué lo abres?" in text(held)
    assert NO["mensaje"] in held.content.decode()
    assert found(asked).status == AccountStep.SENT
    assert desk.post("answer_account", asked, **NO, **WHY).status_code == 302
    assert found(asked).status == AccountStep.REJECTED


def test_an_address_of_nothing_is_not_found(asked: UUID) -> None:
    desk = Desk(Role.ANALYST)
    for page in ("account_request", "answer_account"):
        assert desk.get(page, uuid7()).status_code == 404
    desk.open("account_request", asked)
    assert desk.get("answer_account", asked)["Location"] == f"/gestion/cuentas/{asked}/"


def test_lists_by_state_page_by_page(young: SavingsPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.doors.office.account_requests.PAGE_SIZE", 2)
    desk, people = Desk(Role.ANALYST), [person(f"Marta{n}") for n in range(6)]
    numbers = [found(ask(who, young)).number for who in people]
    for number in numbers[:3]:
        decide_account_request(
            number=number, staff=desk.actor, opens=False, why="No", at=clock.now()
        )

    def shown(page: Any) -> list[str]:
        return sorted((one for one in numbers if one in text(page)), key=text(page).index)

    def walked(**query: str) -> list[str]:
        page = desk.get("account_requests", **query)
        rest = desk.client.get(f"/gestion/cuentas/{page.context['next_url']}")
        assert rest.context["next_url"] is None
        return shown(page) + shown(rest)

    assert walked() == numbers[3:]  # whoever waits longest comes first
    assert walked(estado="negada") == numbers[2::-1]  # the newest first
    assert "No hay solicitudes aquí" in text(desk.get("account_requests", estado="abierta"))
    assert len(shown(desk.get("account_requests", estado="todas"))) == 2
    for junk in ("x", "2026-01-01_x", "2026-01-01T00:00:00_" + str(people[0].id)):
        assert shown(desk.get("account_requests", despues=junk, estado="nada")) == numbers[3:5]


def test_a_list_costs_the_same_however_long_it_is(young: SavingsPlan) -> None:
    desk = Desk(Role.ANALYST)

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            desk.get("account_requests")
        return len(made)

    ask(person("Marta"), young)
    few = queries()
    for name in ("Luz", "Ana", "Eva", "Sol"):
        ask(person(name), young)
    assert queries() == few
