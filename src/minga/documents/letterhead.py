"""What a door tells of the cooperative, for the head of a paper and for whoever checks it."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from minga.documents.codes import in_groups

Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`check_at`: the address of the page of verification, empty where nobody said where the office
    is; a code added to it is the address of one paper. What is empty is not printed.
    `is_insured`: the cooperative says that it is inscribed in Fogacoop."""

    name: str
    phone: str
    check_at: str = ""
    nit: str = ""
    address: str = ""
    city: str = ""
    is_insured: bool = False

    def cooperative(self) -> dict[str, object]:
        """For the head of the page: its name, its telephone, and the lines below them."""
        tax = f"NIT {self.nit}" if self.nit else ""
        place = ", ".join(one for one in (self.address, self.city) if one)
        lines = [one for one in (tax, place) if one]
        return {"name": self.name, "phone": self.phone, "lines": lines}

    def check(self, code: str) -> dict[str, object]:
        """For the foot of the paper: what to do, the code, and its square."""
        where = self.check_at.removeprefix("https://").removeprefix("http://")
        return {
            "code": in_groups(code),
            "words": f"Entra a {where} y escribe el código." if where else
            "En la página de tu cooperativa elige «Verificar un documento» y escribe el código.",
            "square": _square(f"{self.check_at}{code}/") if where else [],
        }  # fmt: skip


def _square(address: str) -> list[list[list[int]]]:
    """A QR code, row by row, as runs of black: where each begins and how long it is."""
    return [_runs(row) for row in segno.make(address, error="m", micro=False).matrix]


def _runs(row: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1][1] += 1
        else:
            runs.append([x, 1])
    return runs
