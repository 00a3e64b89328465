"""`minga drill crash`: kills under load, again and again, and compares what was confirmed with what
is there.
"""

import json
import sys
import time
from random import Random

from minga.doors.cli.drills.crash.compare import compare, strangers
from minga.doors.cli.drills.crash.crew import Crew
from minga.doors.cli.drills.crash.faults import TURNS, Killer
from minga.doors.cli.drills.crash.orders import Control, Owner, Scene
from minga.doors.cli.drills.crash.report import Course, count, seconds, tell, tell_control
from minga.doors.cli.drills.throw_away import DrillFailed, DrillOffice, throw_away_office

MEMBERS = 50
LOAD_S = (0.05, 0.4)  # how long everyone works before the blow, at random in between
COULD_NOT = 2


def run(*, rounds: int, seed: int, workers: int, control: Control | None) -> int:
    """Carries it out and tells it; 0, 1 or 3 as `minga drill` says, 2 when it was not possible."""
    started = time.monotonic()
    print(f"Simulacro de caídas: {rounds} rondas, semilla {seed}.", flush=True)
    course = Course()
    try:
        with throw_away_office("crash") as office:
            _prepare(office, seed, control)
            with Crew(office, workers) as crew:
                _go_through(course, office, crew, rounds, Random(seed))  # noqa: S311
            if course.wrong.lines and control is None:
                office.keep()
                print(f"Todo queda guardado para mirarlo: {office.home}")
    except DrillFailed as error:
        print(f"minga: el simulacro no se pudo hacer: {error}", file=sys.stderr)
        return COULD_NOT
    tell(course, time.monotonic() - started)
    if control is not None:
        return tell_control(course, control)
    return 1 if course.wrong.lines else 0


def _prepare(office: DrillOffice, seed: int, control: Control | None) -> None:
    code, said = office.run("minga.doors.cli.drills.crash.seed", str(MEMBERS))
    if code:
        raise DrillFailed(said)
    owners = [
        Owner(one["member"], tuple(one["products"]), tuple(one["accounts"]))
        for one in json.loads(said)
    ]
    Scene(str(seed), control, owners).write(office.home)
    print(f"{2 * MEMBERS} cuentas con plata. La base guarda como en producción: fsync y", end=" ")
    print("synchronous_commit encendidos.", flush=True)
    if control is not None:
        print(f"Control «{control}»: hay una falla plantada y este simulacro la debe encontrar.")


def _go_through(
    course: Course, office: DrillOffice, crew: Crew, rounds: int, chance: Random
) -> None:
    killer = Killer(office, crew, chance)
    crew.wait_for_everyone()
    for number in range(rounds):
        print(f"Ronda {number + 1} de {rounds}: {_one_round(course, crew, killer, number)}", end="")
        with office.connect() as connection:
            fresh = crew.take()
            course.confirmed += fresh
            course.add(compare(connection, fresh))
        print(
            f" {count(len(course.confirmed))} confirmadas, {len(course.wrong.lost)} perdidas,"
            f" {len(course.wrong.doubled)} dobles.",
            flush=True,
        )
    crew.stop()
    course.confirmed += crew.take()
    _prove(course, office)


def _one_round(course: Course, crew: Crew, killer: Killer, number: int) -> str:
    kind, load_s = TURNS[number % len(TURNS)], killer.chance.uniform(*LOAD_S)
    time.sleep(load_s)
    blow = time.monotonic()
    what = killer.kill(kind)
    crew.wait_for_everyone()
    back_s = time.monotonic() - blow
    course.killed[kind] += 1
    course.back_in_s.append(back_s)
    return f"kill -9 a {what} tras {seconds(load_s)}; todos de vuelta en {seconds(back_s)}."


def _prove(course: Course, office: DrillOffice) -> None:
    """Everything once more: what stood after one fault must stand after those that followed."""
    with office.connect() as connection:
        course.add(compare(connection, course.confirmed))
        course.wrong.other += strangers(connection, course.confirmed)
    code, said = office.run("minga", "books", "check")
    print(said.strip())
    if code:
        course.wrong.other.append("los libros no cuadran: arriba dice dónde")
