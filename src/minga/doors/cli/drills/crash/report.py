"""What a crash drill found, and how it is told."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from minga.doors.cli.drills.crash.compare import Findings
from minga.doors.cli.drills.crash.orders import Confirmed, Control

LINES_MAX = 1_000
UNNOTICED = 3


@dataclass(slots=True)
class Course:
    """What happened so far."""

    killed: Counter[str] = field(default_factory=Counter)
    back_in_s: list[float] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    wrong: Findings = field(default_factory=Findings)

    def add(self, found: Findings) -> None:
        """What is looked at again and still wrong is told once."""
        for name in ("lost", "doubled", "other"):
            known = getattr(self.wrong, name)
            known += [line for line in getattr(found, name) if line not in known]


def tell(course: Course, took_s: float) -> None:
    """Every fault with its ids (up to LINES_MAX), then the figures."""
    wrong = course.wrong
    for line in wrong.lines[:LINES_MAX]:
        print(line)
    if len(wrong.lines) > LINES_MAX:
        print(f"… y {count(len(wrong.lines) - LINES_MAX)} fallas más.")
    killed = ", ".join(f"{times} de {kind}" for kind, times in course.killed.items())
    replayed = sum(one.replayed for one in course.confirmed)
    print(
        f"{sum(course.killed.values())} caídas ({killed}). De vuelta en"
        f" {seconds(median(course.back_in_s))} (mediana) y {seconds(max(course.back_in_s))}"
        f" (lo más).\n"
        f"{count(replayed)} reintentos encontraron su asiento ya hecho y no lo repitieron.\n"
        f"{count(len(course.confirmed))} confirmadas · {count(len(wrong.lost))} perdidas ·"
        f" {count(len(wrong.doubled))} dobles · {count(len(wrong.other))} fallas de otra clase ·"
        f" {seconds(took_s)}."
    )
    print("El simulacro encontró fallas." if wrong.lines else "Nada se perdió y nada se repitió.")


def tell_control(course: Course, control: Control) -> int:
    """1 when the planted fault was noticed, UNNOTICED when it was not."""
    if course.wrong.lost if control is Control.LOSE else course.wrong.doubled:
        print(f"El control «{control}» se notó: este simulacro sabe fallar.")
        return 1
    print(f"El control «{control}» NO se notó: este simulacro no prueba nada.", file=sys.stderr)
    return UNNOTICED


def seconds(value: float) -> str:
    """«0,31 s»."""
    return f"{value:.2f} s".replace(".", ",")


def count(number: int) -> str:
    """«12.345»."""
    return f"{number:,}".replace(",", ".")
