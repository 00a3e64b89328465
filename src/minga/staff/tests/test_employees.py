"""Inviting, roles and leaving, by whoever runs the office and never by the web."""

from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from minga.audit.models import AuditEvent
from minga.staff.add_employee import (
    DocumentMissing,
    EmployeeKnown,
    NameMissing,
    NoRoles,
    add_employee,
)
from minga.staff.change_roles import change_roles
from minga.staff.disable_employee import disable_employee
from minga.staff.identity import actor_of, document_of, is_concerned, is_same_person, names_of
from minga.staff.let_in_demo import let_in_demo
from minga.staff.make_link import make_link
from minga.staff.models import Employee, EmployeeRole, EnrolmentLink, Role
from minga.staff.queries import employees
from minga.staff.refusals import ReasonMissing, UnknownEmployee
from minga.staff.sessions import inside
from minga.staff.tests.cast import (
    AT,
    BOSS,
    document,
    hired,
    later,
    link,
    number,
    somebody,
    with_key,
)

pytestmark = pytest.mark.django_db


def test_somebody_is_invited_once() -> None:
    who = hired(Role.APPROVER, Role.ADMIN)
    with pytest.raises(EmployeeKnown):
        hired(document=who.document_number)
    event = AuditEvent.objects.get(action="staff.add", subject=actor_of(who.id))
    assert (event.actor, event.detail["roles"]) == (BOSS, ["admin", "approver"])


@pytest.mark.parametrize("name", ["", "  ", "A", "x" * 121])
def test_refuses_a_name_nobody_recognises(name: str) -> None:
    with pytest.raises(NameMissing):
        add_employee(
            document_type="CC", document_number=number(), name=name, roles=[Role.ADMIN],
            actor=BOSS, at=AT,
        )  # fmt: skip


@pytest.mark.parametrize("typed", [("CC", ""), ("", "1090"), ("CC", "1.090"), ("cc", "1090909")])
def test_refuses_what_is_no_document(typed: tuple[str, str]) -> None:
    with pytest.raises(DocumentMissing):
        add_employee(
            document_type=typed[0], document_number=typed[1], name="Nora Tobón",
            roles=[Role.ADMIN], actor=BOSS, at=AT,
        )  # fmt: skip


def test_refuses_somebody_without_roles() -> None:
    with pytest.raises(NoRoles):
        add_employee(
            document_type="CC", document_number=number(), name="Nora", roles=[], actor=BOSS, at=AT
        )
    with pytest.raises(NoRoles):
        change_roles(**document(hired()), roles=[], actor=BOSS, at=AT)


def test_roles_that_are_taken_are_remembered() -> None:
    who = hired(Role.ANALYST, Role.AUDITOR)
    change_roles(**document(who), roles=[Role.AUDITOR, Role.APPROVER], actor=BOSS, at=AT)
    rows = EmployeeRole.objects.filter(employee=who)
    assert set(rows.filter(taken_at=None).values_list("role", flat=True)) == {"auditor", "approver"}
    assert rows.get(role="analyst").taken_by == BOSS


def test_whoever_left_may_come_back_as_the_same_person() -> None:
    who = hired()
    disable_employee(**document(who), why="licencia larga", actor=BOSS, at=AT)
    again = hired(document=who.document_number)
    assert is_same_person(actor_of(who.id), actor_of(again.id))
    assert [one.disabled_at for one in employees(AT) if one.document_number == who.document_number]
    with pytest.raises(ReasonMissing):
        disable_employee(**document(again), why="  ", actor=BOSS, at=AT)


def test_strangers_are_not_employees() -> None:
    nobody = {"document_type": "CC", "document_number": "1", "actor": BOSS}
    with pytest.raises(UnknownEmployee):
        make_link(**nobody, at=AT)
    with pytest.raises(UnknownEmployee):
        disable_employee(**nobody, why="se retiró", at=AT)
    with pytest.raises(UnknownEmployee):
        change_roles(**nobody, roles=[Role.ADMIN], at=AT)


def test_names_and_documents_of_actors() -> None:
    who, other = hired(), hired()
    mine = actor_of(who.id)
    nobody = actor_of(UUID(int=0))
    assert names_of([mine, "staff:ana", "member:x", nobody]) == {mine: who.name}
    assert document_of("staff:ana") is None
    assert not is_same_person(mine, actor_of(other.id))
    assert not is_same_person("staff:ana", "staff:beto")
    assert is_same_person("staff:Ana", "staff:ana")
    assert is_concerned(mine, {("CC", who.document_number)})
    assert not is_concerned(mine, {("CE", who.document_number)})
    assert not is_concerned("staff:ana", {("CC", who.document_number)})


def test_the_list_tells_who_has_a_key_and_who_a_link() -> None:
    ready, invited = with_key().who, hired()
    link(invited)
    rows = {one.id: one for one in employees(AT)}
    assert (rows[ready.id].has_key, rows[ready.id].has_link) == (True, False)
    assert (rows[invited.id].has_key, rows[invited.id].has_link) == (False, True)
    later_rows = {one.id: one for one in employees(later(days=2))}
    assert not later_rows[invited.id].has_link


def test_only_invented_people_are_let_in_without_a_key() -> None:
    demo = add_employee(
        document_type="CC", document_number=number(), name="Elsa Inventada", roles=[Role.AUDITOR],
        actor=BOSS, at=AT, is_demo=True,
    )  # fmt: skip
    token = let_in_demo(employee_id=demo, session_token="", by=somebody(), at=AT)
    assert inside(token, AT).is_demo
    for real in (hired().id, with_key().who.id):
        with pytest.raises(UnknownEmployee):
            let_in_demo(employee_id=real, session_token="", by=somebody(), at=AT)


def test_the_database_employs_nobody_twice_and_gives_no_role_twice() -> None:
    who = hired(Role.ANALYST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Employee.objects.create(
            document_type="CC", document_number=who.document_number, name="Otra",
            invited_at=AT, invited_by=BOSS,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        EmployeeRole.objects.create(employee=who, role="analyst", given_at=AT, given_by=BOSS)


def test_the_web_employs_nobody_and_gives_no_role(request: pytest.FixtureRequest) -> None:
    who = hired()
    link(who)
    request.getfixturevalue("as_web")
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic():
        Employee.objects.filter(id=who.id).update(is_demo=True)
    with denied, transaction.atomic():
        EmployeeRole.objects.create(employee=who, role="admin", given_at=AT, given_by="web")
    with denied, transaction.atomic():
        EnrolmentLink.objects.filter(employee=who).update(expires_at=later(days=9))
