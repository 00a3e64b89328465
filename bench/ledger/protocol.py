"""How a measured process and the one that measures it talk.

One JSON line in: which operation, when to start counting and when to stop (monotonic seconds, one
clock for the whole machine). The process works from the moment it reads the line, so that
everything is warm when the counting starts. One JSON line out: how many were acknowledged while
counting, and how many in all. Standard library only: the peers use it too.
"""

import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

# Does one piece of work, durable when it returns, and says how many entries that was.
Operation = Callable[[random.Random], int]


def serve(operations: Mapping[str, Operation], seed: int) -> None:
    """Carries out what standard input asks until it ends."""
    chance = random.Random(seed)
    say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        try:
            operation = operations[order["operation"]]
            say(measure(operation, chance, start=order["start"], stop=order["stop"]))
        except Exception:
            say({"error": traceback.format_exc()})


def measure(
    operation: Operation,
    chance: random.Random,
    *,
    start: float,
    stop: float,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """Works until `stop`; counts what was acknowledged between the two moments, and everything."""
    counted = acknowledged = 0
    while (now := clock()) < stop:
        done = operation(chance)
        acknowledged += done
        if start <= now:
            counted += done
    # The last piece may end after `stop`: the rate is over the time really taken.
    return {"counted": counted, "acknowledged": acknowledged, "seconds": clock() - start}


def say(message: Mapping[str, Any]) -> None:
    """One line to the process that measures."""
    print(json.dumps(message), flush=True)
