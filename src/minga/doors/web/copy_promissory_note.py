"""«Pagaré (PDF)»: the note as it was signed."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minga.documents import copy_promissory_note as use_case
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import asked_by, handed_over


@require_safe
@members_only
def copy_promissory_note(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """The member's copy; 404 before it is signed, and for another member's."""
    return handed_over(use_case.copy_promissory_note(request_id=request_id, **asked_by(request)))
