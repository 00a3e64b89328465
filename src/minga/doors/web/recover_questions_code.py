"""The code of forgotten questions, by text message or e-mail (S12)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind, Stage
from minga.access.recover_questions_code import recover_questions_code as use_case
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.code_page import code_page
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_QUESTIONS)
def recover_questions_code(request: HttpRequest) -> HttpResponse:
    """The same page whether or not anything was sent; only a right code goes further."""

    def try_code(code: str) -> HttpResponse:
        use_case(
            token=flow_token(request, FlowKind.RECOVER_QUESTIONS),
            code=code,
            by=visitor(request),
            at=clock.now(),
        )
        return to_stage(FlowKind.RECOVER_QUESTIONS, Stage.SECURITY)

    return code_page(
        request, FlowKind.RECOVER_QUESTIONS, "web/recover_questions_code.html", try_code
    )
