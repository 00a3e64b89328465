"""Forgetting what no limit needs any more."""

from datetime import datetime, timedelta

from django.db import transaction

from minga.access import spraying
from minga.access.models import (
    BlockLink,
    Flow,
    KeptForm,
    PasskeyChallenge,
    RecoveryLink,
    SourceAttempt,
    SprayMark,
    WayInLink,
)
from minga.kit.clock import business_date

KEPT = timedelta(days=2)  # the longest limit counts one day


def tidy(*, at: datetime) -> int:
    """Deletes old half-walked flows with their codes, old addresses, challenges and links, what
    was kept half written and the marks of wrong PINs of other days with their keys; returns how
    many rows.

    Meant to run once a day; running it at any time changes nobody's limits.
    """
    with transaction.atomic(durable=True):
        flows, _ = Flow.objects.filter(expires_at__lt=at - KEPT).delete()
        sources, _ = SourceAttempt.objects.filter(at__lt=at - KEPT).delete()
        challenges, _ = PasskeyChallenge.objects.filter(expires_at__lt=at - KEPT).delete()
        links, _ = RecoveryLink.objects.filter(issued_at__lt=at - KEPT).delete()
        ways_in, _ = WayInLink.objects.filter(issued_at__lt=at - KEPT).delete()
        ways_to_block, _ = BlockLink.objects.filter(expires_at__lt=at - KEPT).delete()
        half_written, _ = KeptForm.objects.filter(expires_at__lt=at).delete()
        marks, _ = SprayMark.objects.filter(day__lt=business_date(at)).delete()
    spraying.forget_keys(at)
    links += ways_in + ways_to_block
    return flows + sources + challenges + links + half_written + marks
