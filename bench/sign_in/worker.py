"""One client under measurement: `python -m bench.sign_in.worker NUMBER MEMBERS PORT`.

Like bench.ledger.protocol, and it also tells how long each piece took.
"""

import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from itertools import cycle
from typing import Any

from argon2.low_level import Type, hash_secret, verify_secret

from bench.ledger.cast import member_id
from bench.ledger.protocol import say
from bench.sign_in.cast import PIN, browser_token, document_number, own_members
from bench.sign_in.plan import CLIENTS
from bench.sign_in.portal import Portal
from minga.access.signer.local import LANES, MEMORY_KIB, PASSES

Operation = Callable[[], None]


def operations(number: int, members: int, port: int) -> dict[str, Operation]:
    """What this process can be asked for, by name. Each raises if it is not let in."""
    from minga.access.enter_pin import enter_pin
    from minga.access.identify import identify
    from minga.access.let_in import SignedIn
    from minga.access.models import Credential
    from minga.access.pin_signer import Purpose, SealedSecret, signer
    from minga.access.visitor import Visitor
    from minga.kit import clock

    own = cycle(own_members(number, CLIENTS, members))
    chance = random.Random(number)
    hashed = hash_secret(b"s" * 32, b"t" * 16, PASSES, MEMORY_KIB, LANES, 32, Type.ID)
    sealed = {
        row.member_id: SealedSecret(bytes(row.sealed_pin or b""))
        for row in Credential.objects.filter(
            member_id__in=[member_id(i) for i in own_members(number, CLIENTS, members)]
        )
    }

    def bare_hash() -> None:
        verify_secret(hashed, b"s" * 32, Type.ID)

    def check() -> None:
        who = member_id(next(own))
        if not signer().check(subject=who, secret=PIN, purpose=Purpose.PIN, sealed=sealed[who]):
            raise RuntimeError("the right PIN was refused")

    def sign_in() -> None:
        i = next(own)
        by = Visitor(f"10.{number}.{chance.randrange(256)}.{chance.randrange(256)}", "Firefox/140")
        way = identify(
            number=document_number(i), browser_token=browser_token(i), flow_token="",
            next_path="", by=by, at=clock.now(),
        )  # fmt: skip
        done = enter_pin(
            token=way.token, pin=PIN, browser_token=browser_token(i), session_token="",
            by=by, at=clock.now(),
        )  # fmt: skip
        if not isinstance(done, SignedIn):
            raise RuntimeError(f"led to {done}")

    def portal() -> None:
        i = next(own)
        Portal(port, browser_token(i)).sign_in(document_number(i), PIN)

    return {"hash": bare_hash, "check": check, "sign_in": sign_in, "portal": portal}


def measure(operation: Operation, *, start: float, stop: float) -> dict[str, Any]:
    """Works until `stop`; how often between the two moments, and how long each time (ms)."""
    counted = acknowledged = 0
    took: list[float] = []
    while (began := time.monotonic()) < stop:
        operation()
        acknowledged += 1
        if start <= began:
            counted += 1
            took.append(round(1000 * (time.monotonic() - began), 2))
    seconds = time.monotonic() - start
    return {"counted": counted, "acknowledged": acknowledged, "seconds": seconds, "took_ms": took}


def serve(known: dict[str, Operation]) -> None:
    """Carries out what standard input asks until it ends."""
    say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        try:
            say(measure(known[order["operation"]], start=order["start"], stop=order["stop"]))
        except Exception:
            say({"error": traceback.format_exc()})


if __name__ == "__main__":
    import django

    django.setup()
    serve(operations(*map(int, sys.argv[1:])))
