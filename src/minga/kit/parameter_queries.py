"""Every dated value as pages show it."""

from dataclasses import dataclass
from datetime import date

from minga.kit.models import Parameter


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One value from a day on. `rules`: it is the one in force on the day asked for."""

    key: str
    family: str
    valid_from: date
    value: str
    source: str
    confidence: str
    rules: bool


def families() -> list[str]:
    """The first words of the keys, sorted."""
    return sorted({key.split(".")[0] for key in Parameter.objects.values_list("key", flat=True)})


def parameter_rows(family: str, on: date) -> list[ParameterRow]:
    """The rows of one family, by key, the newest of each first."""
    rows = Parameter.objects.filter(key__startswith=f"{family}.").order_by("key", "-valid_from")
    found, ruled = [], set()
    for row in rows:
        rules = row.valid_from <= on and row.key not in ruled
        if rules:
            ruled.add(row.key)
        found.append(
            ParameterRow(
                row.key, family, row.valid_from, row.value, row.source, row.confidence, rules
            )
        )
    return found
