"""Registered members with PINs drawn evenly, straight into an empty office."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from minga.members.models import Member

PINS = 10_000
QUESTION, ANSWER = "padrino", "Aurelio"
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Target:
    """A member, and what only they should know."""

    member_id: UUID
    number: str
    pin: str


@contextmanager
def hashing_cheaply() -> Iterator[None]:
    """Argon2 at its least meanwhile: 20,000 records in seconds.

    What a guess costs changes; how many are accepted, which is what a drill counts, does not.
    """
    from minga.access.signer import local

    before = local.MEMORY_KIB, local.PASSES
    local.MEMORY_KIB, local.PASSES = 8, 1
    try:
        yield
    finally:
        local.MEMORY_KIB, local.PASSES = before


def register_all(count: int, chance: Random, at: datetime) -> list[Target]:
    """Members with e-mail, PIN and one question, registered a month ago; no browser is known."""
    with hashing_cheaply():
        targets = [target for size in _sizes(count) for target in _register(size, chance, at)]
    # Numbers were drawn one after the other: the attacker meets them in another order.
    chance.shuffle(targets)
    return targets


def _sizes(count: int) -> Iterator[int]:
    for done in range(0, count, _AT_ONCE):
        yield min(_AT_ONCE, count - done)


def email_of(number: str) -> str:
    """The mailbox of a number: for whoever joins here, and for nobodies."""
    return f"persona.{number}@ejemplo.co"


def join(count: int, at: datetime) -> "list[Member]":
    """Members who never registered."""
    from minga.members.models import Member

    first = 1_000_000_000 + Member.objects.count()
    made = [
        Member(
            document_type="CC", document_number=number, given_names="Persona",
            surnames="De Simulacro", birth_date=at.date() - timedelta(days=15_000),
            email=email_of(number), municipality="05001", joined_on=at.date(),
        )
        for number in (str(first + i) for i in range(count))
    ]  # fmt: skip
    Member.objects.bulk_create(made)
    return made


def _register(count: int, chance: Random, at: datetime) -> list[Target]:
    from minga.access.models import Credential, SealedAnswer
    from minga.access.pin_signer import Purpose, signer
    from minga.access.rules import folded_answer

    targets = [
        Target(one.id, one.document_number, f"{chance.randrange(PINS):04}")
        for one in join(count, at)
    ]
    seal, answer = signer().seal, folded_answer(ANSWER)
    Credential.objects.bulk_create(
        Credential(
            member_id=one.member_id,
            sealed_pin=seal(subject=one.member_id, secret=one.pin, purpose=Purpose.PIN),
            image="girasol",
            phrase="mi familia",
            registered_at=at - timedelta(days=30),
        )
        for one in targets
    )
    SealedAnswer.objects.bulk_create(
        SealedAnswer(
            credential_id=one.member_id,
            question=QUESTION,
            sealed=seal(subject=one.member_id, secret=answer, purpose=Purpose.ANSWER),
        )
        for one in targets
    )
    return targets
