"""The code of a registration, sent to the mailbox on file (S6)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind, Stage
from minga.access.register_code import register_code as use_case
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.code_page import code_page
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.REGISTER)
def register_code(request: HttpRequest) -> HttpResponse:
    """The same page whether or not anything was sent; only a right code goes further."""

    def try_code(code: str) -> HttpResponse:
        use_case(
            token=flow_token(request, FlowKind.REGISTER),
            code=code,
            by=visitor(request),
            at=clock.now(),
        )
        return to_stage(FlowKind.REGISTER, Stage.PIN)

    return code_page(request, FlowKind.REGISTER, "web/register_code.html", try_code)
