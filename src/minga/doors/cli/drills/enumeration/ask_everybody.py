"""The comparison itself, in a throw-away office's own process; prints its figures as JSON.

Run as `python -m minga.doors.cli.drills.enumeration.ask_everybody PAIRS SEED`, as the owner.
"""

import json
import os
import sys
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from minga.access.pin_signer import IN_PROCESS
from minga.doors.cli.office import database_ready
from minga.doors.cli.progress import Progress
from minga.kit import clock, sql
from minga.kit.home import read_environment

if TYPE_CHECKING:
    from minga.doors.cli.drills.enumeration.pages import Somebody

WARM_UP = 20


def ask_everybody(count: int, seed: int) -> list[dict[str, Any]]:
    """Every form with so many pairs; then the first one with a leak planted, with a quarter."""
    from minga.doors.cli.drills.enumeration.measure import PLANTED_S, compare
    from minga.doors.cli.drills.enumeration.pages import REGISTER, SIGN_IN, WAYS

    chance = Random(seed)  # noqa: S311
    registered, unregistered = people(2 * count + WARM_UP, chance), members(count + WARM_UP)
    nobody = nobodies(6 * count + 6 * WARM_UP)
    turns = [(way, registered[:count], 0.0) for way in WAYS]
    turns.append((replace(REGISTER, name="registro de quien falta"), unregistered[:count], 0.0))
    turns.append((replace(SIGN_IN, name="control"), registered[count:][: count // 4], PLANTED_S))
    for way in WAYS:  # templates, connections and caches are ready before anything is timed
        compare(way, [(registered[-n], next(nobody)) for n in range(1, WARM_UP)], chance)
    figures, done, todo = [], 0, sum(len(known) for _, known, _ in turns)

    def tell() -> None:
        nonlocal done
        done += 1
        progress.advance_to(done, todo)

    with Progress("Preguntando por alguien y por nadie", unit="parejas") as progress:
        for way, known, planted_s in turns:
            pairs = [(one, next(nobody)) for one in known]
            figures.append(compare(way, pairs, chance, tell, planted_s).told)
    return figures


def people(count: int, chance: Random) -> "list[Somebody]":
    """Registered members."""
    from minga.doors.cli.drills.enumeration.pages import Somebody
    from minga.doors.cli.drills.guessing.people import email_of, register_all

    return [
        Somebody(one.number, email_of(one.number))
        for one in register_all(count, chance, clock.now())
    ]


def members(count: int) -> "list[Somebody]":
    """Members who never registered."""
    from minga.doors.cli.drills.enumeration.pages import Somebody
    from minga.doors.cli.drills.guessing.people import join

    made = join(count, clock.now())
    return [Somebody(one.document_number, one.email) for one in made]


def nobodies(count: int) -> "Any":
    """Numbers that are nobody's, with mailboxes of the same shape."""
    from minga.doors.cli.drills.enumeration.pages import Somebody
    from minga.doors.cli.drills.guessing.people import email_of

    numbers = (str(1_500_000_000 + n) for n in range(count))
    return (Somebody(number, email_of(number)) for number in numbers)


if __name__ == "__main__":
    os.environ["MINGA_PIN_SIGNER"] = IN_PROCESS  # keys that open nothing but this drill's records
    with database_ready():
        from minga.doors.cli import static_files

        static_files.collect(read_environment().home)
        sql.run("SET synchronous_commit = off", [])  # disks would only add noise
        print(json.dumps(ask_everybody(int(sys.argv[1]), int(sys.argv[2]))))
