"""Members with passkeys, and what they do with them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from minga.access import add_passkey, sign_in_passkey
from minga.access.let_in import SignedIn
from minga.access.models import OfficeSession, Passkey
from minga.access.passkey_site import Site, site_of
from minga.access.tests import cast
from minga.access.tests.authenticator import ORIGIN, Authenticator
from minga.access.tests.cast import AT, Person
from minga.members.models import Member


def local_site() -> Site:
    """Where the cast's keys are made."""
    site = site_of(ORIGIN, "Cooperativa El Samán")
    assert site is not None
    return site


SITE = local_site()


@dataclass
class KeyHolder:
    """A registered member inside the office, at a browser with an authenticator."""

    who: Member = field(default_factory=cast.registered)
    person: Person = field(default_factory=cast.stranger)
    device: Authenticator = field(default_factory=Authenticator)

    def enter(self, at: datetime = AT) -> None:
        """By code and PIN, as far as the session."""
        enrolled = cast.stranger()
        enrolled.sign_in_anew(self.who, at)
        self.person.session, self.person.browser = enrolled.session, enrolled.browser

    def options(self, at: datetime = AT, pin: str = "") -> str:
        return add_passkey.begin(
            session_token=self.person.session, pin=pin, site=SITE, by=self.person.by, at=at
        )

    def keep(self, answer: str, at: datetime = AT, name: str = "", site: Site = SITE) -> UUID:
        return add_passkey.finish(
            session_token=self.person.session, answer=answer, name=name, site=site,
            by=self.person.by, at=at,
        )  # fmt: skip

    def add(self, at: datetime = AT, name: str = "") -> Passkey:
        """Makes a key and keeps it."""
        made = self.device.make(self.options(at))
        return Passkey.objects.get(id=self.keep(made, at, name))

    @property
    def session(self) -> OfficeSession:
        return OfficeSession.objects.filter(member=self.who).latest("started_at")


def inside(at: datetime = AT) -> KeyHolder:
    """Somebody who just signed in with the PIN."""
    holder = KeyHolder()
    holder.enter(at)
    return holder


def with_key(at: datetime = AT) -> KeyHolder:
    """Somebody with one passkey."""
    holder = inside(at)
    holder.add(at)
    return holder


def begin(person: Person, at: datetime = AT) -> sign_in_passkey.Begun:
    """«Ingresar con llave de acceso»."""
    return sign_in_passkey.begin(site=SITE, by=person.by, at=at)


def finish(person: Person, holder: str, answer: str, at: datetime = AT, **other: Any) -> SignedIn:
    """The browser's answer."""
    values: dict[str, Any] = {
        "site": SITE, "remembers": False, "next_path": "", "by": person.by, "at": at,
        "browser_token": person.browser, "session_token": person.session,
    }  # fmt: skip
    done = sign_in_passkey.finish(holder=holder, answer=answer, **(values | other))
    person.session = done.session_token
    person.browser = done.browser_token or person.browser
    return done


def sign_in(device: Authenticator, at: datetime = AT, **other: Any) -> Person:
    """From a browser nobody knows to the office, with a key alone."""
    person = cast.stranger()
    begun = begin(person, at)
    finish(person, begun.holder, device.sign(begun.options), at, **other)
    return person
