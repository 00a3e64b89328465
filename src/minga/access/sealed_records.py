"""Where sealed records are kept, and which keys they name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Count, F, Model, QuerySet
from django.db.models.functions import Substr

from minga.access.models import Credential, Flow, SealedAnswer
from minga.access.pin_signer import NOBODY, KeyKind, SealedSecret
from minga.access.signer.record import INNER_AT, OUTER_AT

_AT = {KeyKind.INNER: INNER_AT, KeyKind.OUTER: OUTER_AT}


@dataclass(frozen=True, slots=True)
class Place:
    """One column with sealed records, and the column with the member each is sealed for."""

    model: type[Model]
    column: str
    member: str

    @property
    def name(self) -> str:
        """As a person may look it up."""
        return f"{self.model._meta.db_table}.{self.column}"

    def rows(self) -> QuerySet[Any]:
        """The rows that hold a record."""
        return self.model._default_manager.exclude(**{self.column: None})

    def naming(self, kind: KeyKind, numbers: list[int]) -> QuerySet[Any]:
        """The rows whose record names one of these keys."""
        bytes_wanted = [bytes([number]) for number in numbers]
        return _with_key(self.rows(), self.column, kind).filter(key__in=bytes_wanted)

    def counted(self, kind: KeyKind) -> Counter[int]:
        """How many records name each key; 0 stands for what is no record."""
        found = _with_key(self.rows(), self.column, kind).values_list("key").annotate(n=Count("*"))
        return Counter({(bytes(key) or b"\0")[0]: n for key, n in found.order_by("key")})


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One record where it is kept."""

    place: Place
    pk: Any
    member_id: UUID
    sealed: SealedSecret

    def replace(self, fresh: SealedSecret) -> bool:
        """Puts another record in its place; False when it is not there any more."""
        same = {"pk": self.pk, self.place.column: bytes(self.sealed)}
        rows = self.place.model._default_manager.filter(**same)
        return bool(rows.update(**{self.place.column: bytes(fresh)}))


PLACES = (
    Place(Credential, "sealed_pin", "member_id"),
    Place(SealedAnswer, "sealed", "credential_id"),
    Place(Flow, "sealed_pin", "member_id"),
)


def anything_is_sealed() -> bool:
    """Whether any record exists that other keys than its own would not open."""
    return any(place.rows().exists() for place in PLACES)


def counted(kind: KeyKind) -> Counter[int]:
    """How many records of all places name each key of a kind."""
    return sum((place.counted(kind) for place in PLACES), Counter())


def sample(size: int) -> list[SealedRow]:
    """Some records of each place, up to `size` each."""
    return [
        SealedRow(place, pk, member_id or NOBODY, SealedSecret(bytes(sealed)))
        for place in PLACES
        for pk, member_id, sealed in place.rows().values_list("pk", place.member, place.column)[
            :size
        ]
    ]


def batches(kind: KeyKind, numbers: list[int], size: int) -> Iterator[list[SealedRow]]:
    """The records that name one of these keys, a batch at a time, each row once."""
    for place in PLACES:
        last = None
        while True:
            rows = place.naming(kind, numbers).order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            found = list(rows.values_list("pk", place.member, place.column)[:size])
            if not found:
                break
            last = found[-1][0]
            yield [
                SealedRow(place, pk, member_id or NOBODY, SealedSecret(bytes(sealed)))
                for pk, member_id, sealed in found
            ]


def _with_key(rows: QuerySet[Any], column: str, kind: KeyKind) -> QuerySet[Any]:
    # A cut, and not a byte by its place: what is too short to be a record gives nothing.
    key = Substr(F(column), _AT[kind] + 1, 1, output_field=BinaryField())
    found: QuerySet[Any] = rows.annotate(key=key)
    return found
