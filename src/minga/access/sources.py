"""How many different people one address may try to be."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from minga.access.locks import take_turns
from minga.access.models import SourceAttempt
from minga.access.policy import AccessPolicy
from minga.kit.refusal import Refusal


class TooManyNumbers(Refusal):
    """Too many tries, or too many different numbers, came from this address; it waits `wait`."""

    code = "too_many_numbers"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait=wait)
        self.wait = wait


def admit(
    *, source: str, step: str, subject: bytes, policy: AccessPolicy, at: datetime
) -> TooManyNumbers | None:
    """Counts one try from one address; a refusal when it is one too many.

    Too many are different numbers beyond a few, or tries of whichever numbers beyond many. A
    number that was admitted is admitted again. Addresses take turns, so that a burst is counted
    exactly.
    """
    take_turns(f"access.{step}", source)
    recent = SourceAttempt.objects.filter(
        source=source, step=step, at__gt=at - policy.source_window
    )
    seen = recent.aggregate(
        others=Count("id", filter=~Q(subject=subject)),
        this=Coalesce(Sum("tries", filter=Q(subject=subject)), 0),
        tries=Coalesce(Sum("tries"), 0),
    )
    is_new_and_too_many = not seen["this"] and seen["others"] >= policy.source_ids
    if is_new_and_too_many or seen["tries"] >= policy.source_tries:
        return TooManyNumbers(policy.source_window)
    SourceAttempt.objects.bulk_create(
        [SourceAttempt(source=source, step=step, subject=subject, at=at, tries=seen["this"] + 1)],
        update_conflicts=True,
        unique_fields=["source", "step", "subject"],
        update_fields=["at", "tries"],
    )
    return None
