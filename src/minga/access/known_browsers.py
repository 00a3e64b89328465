"""The browsers a member is known in, and how they are forgotten."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from minga.access.models import Enrolment, OfficeSession

WHY = "forgotten"


def of(member_id: UUID, at: datetime) -> QuerySet[Enrolment]:
    """Those in which a PIN alone opens the office now."""
    return Enrolment.objects.filter(
        member_id=member_id, enrolled_at__isnull=False, ended_at=None, expires_at__gt=at
    )


def forget(which: QuerySet[Enrolment], but_session: UUID, at: datetime) -> int:
    """Ends enrolments and the sessions opened in them, but the one at hand; returns how many."""
    ids = list(which.select_for_update().order_by("id").values_list("id", flat=True))
    opened = OfficeSession.objects.filter(enrolment_id__in=ids, ended_at=None)
    opened.exclude(id=but_session).update(ended_at=at, ended_why=WHY)
    return Enrolment.objects.filter(id__in=ids).update(ended_at=at, ended_why=WHY)
