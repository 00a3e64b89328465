"""The attack itself, in a throw-away office's own process; prints what came of it as JSON.

Run as `python -m minga.doors.cli.drills.guessing.attack MEMBERS SEED`, as the owner.
"""

import json
import os
import sys
from dataclasses import asdict
from datetime import timedelta
from random import Random
from typing import Any

from minga.access.pin_signer import IN_PROCESS
from minga.doors.cli.office import database_ready
from minga.doors.cli.progress import Progress
from minga.kit import clock

BESIEGED, DAYS = 10, 3


def attack(members: int, seed: int) -> dict[str, Any]:
    """Spraying everybody once, then days at a few chosen ones."""
    from minga.access.models import PinBlock
    from minga.doors.cli.drills.guessing import intruder as knocking
    from minga.doors.cli.drills.guessing import naive, people, siege
    from minga.kit import sql

    chance, at = Random(seed), clock.now()  # noqa: S311
    sql.run("SET synchronous_commit = off", [])  # nothing here outlives the drill
    targets = people.register_all(members, chance, at)
    pins = tuple(f"{pin:04}" for pin in chance.sample(range(people.PINS), naive.TRIES))
    besieged = targets[:BESIEGED]
    with Progress("Rociando claves", unit="asociados") as progress:
        spraying = knocking.Intruder(chance, pins, codes_each=1)
        knocking.spray(spraying, targets, at, progress.advance_to)
    with Progress("Sitiando a unos pocos", unit="días de asociado") as progress:
        sieging = knocking.Intruder(chance, pins, codes_each=3)
        siege_at = at.replace(microsecond=0) + timedelta(days=2)
        besieging = siege.besiege(sieging, besieged, DAYS, siege_at, progress.advance_to)
    return {
        "members": members,
        "spray": asdict(spraying.tally),
        "codes": asdict(sieging.tally),
        "siege": asdict(besieging) | {"members": len(besieged), "days": DAYS},
        "naive": asdict(naive.spray(targets, pins)),
        "blocked": PinBlock.objects.filter(lifted_at=None).count(),
    }


if __name__ == "__main__":
    os.environ["MINGA_PIN_SIGNER"] = IN_PROCESS  # keys that open nothing but this drill's records
    with database_ready():
        print(json.dumps(attack(int(sys.argv[1]), int(sys.argv[2]))))
