"""What the pages of a CDAT have in common."""

from uuid import UUID

from django.http import Http404

from minga.doors.web.guard import MemberRequest
from minga.kit import clock
from minga.savings.term_queries import TermView, deposit_of


def deposit_or_404(request: MemberRequest, deposit_id: UUID) -> TermView:
    """A CDAT of whoever is signed in; 404 for another member's, as for one that is not there."""
    found = deposit_of(request.member.id, deposit_id, clock.business_date(clock.now()))
    if found is None:
        raise Http404
    return found
