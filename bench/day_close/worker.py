"""One piece of work on an office that is there, in a process of its own with Django, timed inside.

    python -m bench.day_close.worker seed SAVINGS LOANS
    python -m bench.day_close.worker close DATE
    python -m bench.day_close.worker orm DATE SAVINGS LOANS

Prints one line of JSON: `seconds`, and the most memory that it and its database process used, MiB.
"""

import json
import resource
import sys
import threading
import time
from pathlib import Path

import django


class Watch:
    """The most anonymous memory of the database's process that serves us, looked at often."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._over = threading.Event()
        self.most_kb = 0
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            for line in self._status.read_text(encoding="ascii").splitlines():
                if line.startswith("RssAnon:"):
                    self.most_kb = max(self.most_kb, int(line.split()[1]))


def main(what: str, *words: str) -> dict[str, float]:
    """Does it; what it took."""
    from bench.day_close import work
    from minga.kit import sql

    (pid,) = sql.one("SELECT pg_backend_pid()", [])
    with Watch(pid) as watch:
        began = time.perf_counter()
        work.DO[what](*words)
        seconds = time.perf_counter() - began
    own_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "own_mib": own_kb / 1024, "database_mib": watch.most_kb / 1024}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(*sys.argv[1:])))
