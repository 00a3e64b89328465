"""Employees as the trail and other rooms name them, and whether two names are one person."""

from collections.abc import Collection, Iterable
from uuid import UUID

from minga.staff.models import Employee

PREFIX = "staff:"
type Document = tuple[str, str]


def actor_of(employee_id: UUID) -> str:
    """How the trail, a request's story and the books name an employee."""
    return f"{PREFIX}{employee_id}"


def employee_id_of(actor: str) -> UUID | None:
    """Whose name it is; None for a member, a command or the system."""
    try:
        return UUID(actor.removeprefix(PREFIX)) if actor.startswith(PREFIX) else None
    except ValueError:
        return None


def actor_with_document(number: str) -> str | None:
    """The employee of today with that document number; None when there is none, or several."""
    found = Employee.objects.filter(document_number=number, disabled_at=None)
    ids = list(found.values_list("id", flat=True)[:2])
    return actor_of(ids[0]) if len(ids) == 1 else None


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """What people call those of these actors who are employees."""
    wanted = {found: actor for actor in actors if (found := employee_id_of(actor)) is not None}
    known = Employee.objects.filter(id__in=wanted).values_list("id", "name")
    return {wanted[found]: name for found, name in known}


def document_of(actor: str) -> Document | None:
    """The document of an employee; None for a name that is no employee's."""
    found = employee_id_of(actor)
    if found is None:
        return None
    return Employee.objects.filter(id=found).values_list("document_type", "document_number").first()


def is_same_person(one: str, other: str) -> bool:
    """Whether two actors are one: by their name, or by the document of employees that left and
    came back."""
    if one.casefold() == other.casefold():
        return True
    mine = document_of(one)
    return mine is not None and mine == document_of(other)


def is_concerned(actor: str, people: Collection[Document]) -> bool:
    """Whether an employee is one of these people. A name of the command line is nobody's."""
    return document_of(actor) in people
