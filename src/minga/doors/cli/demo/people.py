"""The demo's members: always the same people, whatever the day.

Nothing about them can belong to somebody: their documents are of ranges that nobody has been given,
their mobiles of a prefix that no operator has, their mail goes to reserved domains (RFC 2606).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from stdnum.co import nit

from minga.doors.cli.demo import names

SEED = "los-guaduales"
COUNT = 300
DOMAINS = ("example.com", "example.org", "example.net", "correo.example")
WITHOUT_EMAIL, WITHOUT_MOBILE, WITHOUT_SIGHT, WITH_TWO = 0.06, 0.05, 0.03, 0.12
LONGEST_DAYS = {"PPT": 1500, "NIT": 9000}  # the PPT is younger than the cooperative


class Living(StrEnum):
    """Where a member's money comes from."""

    SALARY = "salary"
    PENSION = "pension"
    HARVEST = "harvest"
    SHOP = "shop"
    CHILD = "child"
    COMPANY = "company"


YEARS = {
    Living.SALARY: (19, 61), Living.PENSION: (61, 79), Living.HARVEST: (22, 78),
    Living.SHOP: (23, 70), Living.CHILD: (8, 16), Living.COMPANY: (30, 31),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One member and the numbers of their accounts; ages are days before the demo's own day."""

    place: int
    document_type: str
    document_number: str
    given_names: str
    surnames: str
    email: str
    mobile: str
    municipality: str
    address: str
    age_days: int
    member_days: int
    living: Living
    sight: tuple[str, ...]
    aportes: str

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surnames}".strip()

    @property
    def is_shown(self) -> bool:
        """Whether a visitor may register as them."""
        return self.place < len(CAST)

    def born(self, day: date) -> date:
        """When they were born, if that is the demo's day."""
        return day - timedelta(days=self.age_days)

    def joined(self, day: date) -> date:
        """When they became a member of the cooperative."""
        return day - timedelta(days=self.member_days)

    def chance(self, topic: str) -> Random:
        """Their own luck in one matter: the same in every run, and nobody else's."""
        return _chance(self.place, topic)


# Whom `up` invites to register as: type, names, surnames, living, how many sight accounts.
CAST = (
    ("CC", "Luz Marina", "Cardona Ospina", Living.SALARY, 2),
    ("CC", "Jairo Alberto", "Restrepo Henao", Living.HARVEST, 1),
    ("CC", "Blanca Nubia", "Zapata Giraldo", Living.PENSION, 1),
    ("CC", "Wilson Andrés", "Mosquera Palacios", Living.SHOP, 2),
    ("PPT", "Yurany Carolina", "Suárez Rincón", Living.SALARY, 1),
    ("CE", "Hernán Darío", "Valencia Rojas", Living.SALARY, 1),
)


def everybody() -> list[Person]:
    """The members, first those of the cast. Names, documents and addresses are told apart."""
    taken: set[str] = set()
    return [_person(place, taken) for place in range(COUNT)]


def _chance(place: int, topic: str) -> Random:
    return Random(f"{SEED}:{place}:{topic}")  # noqa: S311 (a story, not a secret)


def _person(place: int, taken: set[str]) -> Person:
    chance = _chance(place, "person")
    shown = place < len(CAST)
    kind, given, surnames, living, accounts = CAST[place] if shown else _somebody(chance, place)
    age = chance.randrange(*YEARS[living]) * 365 + chance.randrange(100, 365)
    email = _email(chance, f"{given} {surnames}", taken)
    mobile = f"399{chance.randrange(10**7):07d}"
    return Person(
        place=place, document_type=kind, document_number=_document(chance, kind, taken),
        given_names=given, surnames=surnames,
        email=email if shown or chance.random() > WITHOUT_EMAIL else "",
        mobile=mobile if shown or chance.random() > WITHOUT_MOBILE else "",
        municipality=chance.choice(names.TOWNS), address=_address(chance, living),
        age_days=age, member_days=_member_days(chance, kind, age, shown), living=living,
        sight=tuple(account_number("20", place, n) for n in range(accounts)),
        aportes=account_number("30", place, 0),
    )  # fmt: skip


def _somebody(chance: Random, place: int) -> tuple[str, str, str, Living, int]:
    if place >= COUNT - len(names.COMPANIES):
        return "NIT", names.COMPANIES[place - COUNT], "", Living.COMPANY, 1
    (kind,) = chance.choices(("CC", "TI", "CE", "PPT"), (88, 6, 3, 3))
    woman = chance.random() < 0.54
    first = chance.choice(names.WOMEN if woman else names.MEN)
    second = chance.choice(names.SECOND_WOMEN if woman else names.SECOND_MEN)
    surnames = " ".join(chance.sample(names.SURNAMES, 2))
    accounts = 0 if chance.random() < WITHOUT_SIGHT else 1 + (chance.random() < WITH_TWO)
    return kind, f"{first} {second}".strip(), surnames, _living(chance, kind), accounts


def _living(chance: Random, kind: str) -> Living:
    if kind == "TI":
        return Living.CHILD
    if kind != "CC":
        return Living.SALARY
    ways = (Living.SALARY, Living.PENSION, Living.HARVEST, Living.SHOP)
    return chance.choices(ways, (46, 20, 20, 14))[0]


def _document(chance: Random, kind: str, taken: set[str]) -> str:
    """A number of its type's shape, above the ones given out so far."""
    while True:
        if kind == "NIT":
            bare = f"9999{chance.randrange(10**5):05d}"
            number = f"{bare}{nit.calc_check_digit(bare)}"
        elif kind in {"CC", "TI"}:
            number = f"19{chance.randrange(10**8):08d}"
        else:
            number = f"99{chance.randrange(10**5):05d}"
        if number not in taken:
            taken.add(number)
            return number


def _email(chance: Random, name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    words = plain.replace(".", "").split()
    stem = f"{words[0]}.{words[-2] if len(words) > 2 else words[-1]}"
    domain = chance.choice(DOMAINS)
    address = next(one for one in _variants(stem, domain) if one not in taken)
    taken.add(address)
    return address


def _variants(stem: str, domain: str) -> Iterator[str]:
    yield f"{stem}@{domain}"
    for number in range(2, COUNT):
        yield f"{stem}{number}@{domain}"


def _address(chance: Random, living: Living) -> str:
    if living is Living.HARVEST:
        return f"Vereda {chance.choice(names.HAMLETS)}"
    way = chance.choice(("CL", "CR", "DG", "TV"))
    return (
        f"{way} {chance.randrange(4, 99)} # {chance.randrange(2, 80)}-{chance.randrange(3, 99):02d}"
    )


def _member_days(chance: Random, kind: str, age: int, shown: bool) -> int:
    """Most have been members for long; some joined within the two years that are told."""
    longest = min(age - 30, LONGEST_DAYS.get(kind, 25 * 365))
    if not shown and chance.random() < 0.08:
        return chance.randrange(40, 700)
    return chance.randrange(800, longest)


def account_number(prefix: str, place: int, number: int) -> str:
    """Ten digits that end unlike their neighbours', as members tell accounts by their end."""
    end = place * 7919 + number * 4177 + int(prefix) * 3137 + 1171630
    return f"{prefix}{number + 1}{end % 10**7:07d}"
