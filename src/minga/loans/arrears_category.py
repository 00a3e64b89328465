"""Categories of risk A to E by days past due, and the drag rule («ley de arrastre»).

Source of the bands: Supersolidaria CBCF, CE 22 of 2020, Tít. IV Cap. II (SARC); the table comes in
as an argument, from the dated parameters `arrears.*`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minga.kit.refusal import Refusal


class Modality(StrEnum):
    """What the credit is for; libranza is a way to pay and crosses them all."""

    CONSUMO = "consumo"
    VIVIENDA = "vivienda"
    MICROCREDITO = "microcredito"
    COMERCIAL = "comercial"


class Category(StrEnum):
    """From normal risk (A) to beyond recovery (E); letters order as risks do."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class BadBands(Refusal):
    """A table of bands wants four growing numbers of days, and days past due are not negative."""

    code = "bad_bands"


@dataclass(frozen=True, slots=True)
class Bands:
    """The last day past due of categories A, B, C and D; beyond them is E."""

    days_max: tuple[int, int, int, int]

    def __post_init__(self) -> None:
        if list(self.days_max) != sorted(set(self.days_max)) or self.days_max[0] < 0:
            raise BadBands(days_max=self.days_max)


def category(days_past_due: int, bands: Bands) -> Category:
    """The category of a credit by its own arrears."""
    if days_past_due < 0:
        raise BadBands(days=days_past_due)
    for limit, letter in zip(bands.days_max, Category, strict=False):
        if days_past_due <= limit:
            return letter
    return Category.E


@dataclass(frozen=True, slots=True)
class Graded:
    """A credit with the category of its own arrears."""

    credit: str
    debtor: str
    modality: Modality
    category: Category


def dragged(credits: Sequence[Graded]) -> Mapping[str, Category]:
    """Each credit's category after dragging: the worst among the debtor's of the same modality."""
    worst: dict[tuple[str, Modality], Category] = {}
    for one in credits:
        key = (one.debtor, one.modality)
        worst[key] = max(worst.get(key, Category.A), one.category)
    return {one.credit: worst[one.debtor, one.modality] for one in credits}
