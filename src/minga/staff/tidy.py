"""Forgetting what no limit needs any more."""

from datetime import datetime, timedelta

from django.db import transaction

from minga.staff.models import StaffChallenge

KEPT = timedelta(days=2)


def tidy(*, at: datetime) -> int:
    """Deletes old challenges; returns how many. Meant to run once a day."""
    with transaction.atomic(durable=True):
        gone, _ = StaffChallenge.objects.filter(expires_at__lt=at - KEPT).delete()
    return gone
