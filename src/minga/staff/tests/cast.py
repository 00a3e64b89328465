"""The fixed cast of the staff: people with roles and keys, and what they do."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from minga.kit import ids
from minga.kit.passkeys.site import Site, site_of
from minga.kit.tests.authenticator import ORIGIN, Authenticator
from minga.kit.visitor import Visitor
from minga.staff import enrol_key, sign_in
from minga.staff.add_employee import add_employee
from minga.staff.make_link import make_link
from minga.staff.models import Employee, Role
from minga.staff.sessions import EmployeeInside, inside

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
BOSS = "os:prueba"
_numbers = count(int(ids.uuid7().hex[:10], 16) % 10**9)
_hosts = count(1)


def local_site() -> Site:
    """Where the cast's keys are made."""
    site = site_of(ORIGIN, "Cooperativa El Samán")
    assert site is not None
    return site


SITE = local_site()


def later(**span: float) -> datetime:
    """A while after the beginning."""
    return AT + timedelta(**span)


def somebody() -> Visitor:
    """A visitor from an address nobody used before."""
    number = next(_hosts)
    return Visitor(f"10.9.{number >> 8 & 255}.{number & 255}", "Mozilla Firefox/140")


def number() -> str:
    """A document number that is nobody's yet."""
    return f"{next(_numbers):010}".replace("0", "8", 1)


def hired(
    *roles: Role, name: str = "Nora Inés Tobón", document: str = "", at: datetime = AT
) -> Employee:
    """Somebody with roles, and no key."""
    employee_id = add_employee(
        document_type="CC", document_number=document or number(), name=name,
        roles=roles or (Role.ANALYST,), actor=BOSS, at=at,
    )  # fmt: skip
    return Employee.objects.get(id=employee_id)


def link(who: Employee, at: datetime = AT) -> str:
    """A new link of theirs."""
    return make_link(
        document_type=who.document_type, document_number=who.document_number, actor=BOSS, at=at
    )


@dataclass
class Worker:
    """An employee at a browser with an authenticator."""

    who: Employee
    device: Authenticator = field(default_factory=Authenticator)
    by: Visitor = field(default_factory=somebody)
    session: str = ""

    def enrol(self, token: str, at: datetime = AT, site: Site = SITE) -> None:
        made = self.device.make(enrol_key.begin(token=token, site=site, by=self.by, at=at))
        enrol_key.finish(token=token, answer=made, site=site, by=self.by, at=at)

    def enter(self, at: datetime = AT, site: Site = SITE) -> str:
        begun = sign_in.begin(site=site, by=self.by, at=at)
        self.session = sign_in.finish(
            holder=begun.holder, answer=self.device.sign(begun.options), site=site,
            session_token=self.session, by=self.by, at=at,
        )  # fmt: skip
        return self.session

    def here(self, at: datetime = AT) -> EmployeeInside:
        return inside(self.session, at)


def with_key(*roles: Role, at: datetime = AT, **person: str) -> Worker:
    """Somebody with a key, outside."""
    worker = Worker(hired(*roles, at=at, **person))
    worker.enrol(link(worker.who, at), at)
    return worker


def at_work(*roles: Role, at: datetime = AT, **person: str) -> Worker:
    """Somebody inside."""
    worker = with_key(*roles, at=at, **person)
    worker.enter(at)
    return worker


def document(who: Employee) -> dict[str, str]:
    """How commands name them."""
    return {"document_type": who.document_type, "document_number": who.document_number}


def everything() -> Collection[Role]:
    """All roles at once, which nobody should have."""
    return tuple(Role)
