"""How many secrets may be tried: in all, and for one member.

Whoever takes over the process that serves pages holds no key, but can ask. These limits are what
then stands between it and the 10,000 PINs of a member.
"""

import threading
import time
from collections.abc import Callable
from uuid import UUID

from minga.access.pin_signer import NOBODY
from minga.access.signer.protocol import Outcome

BURST_S = 1.0
HOUR_S = 3600.0
ROUNDING_S = 1e-6  # sixty sixtieths add up to a little more than one
SUBJECTS_MAX = 200_000


class Limits:
    """Token buckets, kept as the moment at which each would be full again."""

    def __init__(
        self,
        *,
        per_second: int,
        per_subject_hour: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._step = 1 / per_second
        self._subject_step = HOUR_S / per_subject_hour
        self._now = now
        self._full_at = 0.0
        self._subjects: dict[tuple[UUID, int], float] = {}
        self._lock = threading.Lock()

    def admit(self, subject: UUID, purpose: int) -> Outcome:
        """DONE counts one hash. BUSY: too many in this second. LIMITED: too many for this member
        within the hour.

        A decoy is nobody's, and nothing is learnt from it: it has no hourly limit.
        """
        with self._lock:
            now = self._now()
            full_at = max(self._full_at, now) + self._step
            if full_at - now > BURST_S + ROUNDING_S:
                return Outcome.BUSY
            if subject != NOBODY and not self._counts(subject, purpose, now):
                return Outcome.LIMITED
            self._full_at = full_at
            return Outcome.DONE

    def _counts(self, subject: UUID, purpose: int, now: float) -> bool:
        full_at = max(self._subjects.get((subject, purpose), 0.0), now) + self._subject_step
        if full_at - now > HOUR_S + ROUNDING_S or not self._has_room(now):
            return False
        self._subjects[subject, purpose] = full_at
        return True

    def _has_room(self, now: float) -> bool:
        if len(self._subjects) < SUBJECTS_MAX:
            return True
        self._subjects = {who: at for who, at in self._subjects.items() if at > now}
        return len(self._subjects) < SUBJECTS_MAX
