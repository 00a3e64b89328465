"""«Lo que firmaste (PDF)»: the obligation of a codebtor as it was signed."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minga.documents import copy_codebtor_obligation as use_case
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import asked_by, handed_over


@require_safe
@members_only
def copy_codebtor_obligation(request: MemberRequest, codebtor_id: UUID) -> HttpResponse:
    """The codebtor's copy; 404 before it is signed, and for anybody else."""
    return handed_over(
        use_case.copy_codebtor_obligation(codebtor_id=codebtor_id, **asked_by(request))
    )
