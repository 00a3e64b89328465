"""How many different people one address may try to be."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from minga.access.locks import take_turns
from minga.access.models import SourceAttempt
from minga.access.policy import AccessPolicy
from minga.kit.refusal import Refusal


class TooManyNumbers(Refusal):
    """Too many different numbers came from this address; it waits `wait`."""

    code = "too_many_numbers"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait=wait)
        self.wait = wait


def admit(
    *, source: str, step: str, subject: bytes, policy: AccessPolicy, at: datetime
) -> TooManyNumbers | None:
    """Counts one number tried from one address; a refusal when it is one different number too many.

    The same number again is always admitted. Addresses take turns, so that a burst is counted
    exactly.
    """
    take_turns(f"access.{step}", source)
    from_there = SourceAttempt.objects.filter(source=source, step=step)
    recent = Q(at__gt=at - policy.source_window)
    seen = from_there.aggregate(
        others=Count("id", filter=recent & ~Q(subject=subject)),
        this=Count("id", filter=recent & Q(subject=subject)),
    )
    if not seen["this"] and seen["others"] >= policy.source_ids:
        return TooManyNumbers(policy.source_window)
    SourceAttempt.objects.bulk_create(
        [SourceAttempt(source=source, step=step, subject=subject, at=at)],
        update_conflicts=True,
        unique_fields=["source", "step", "subject"],
        update_fields=["at"],
    )
    return None
