"""«Verifica este equipo»: the code that an unknown browser must have."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind, Stage
from minga.access.verify_browser import verify_browser as use_case
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.code_page import code_page
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def verify_browser(request: HttpRequest) -> HttpResponse:
    """The same page, words and refusals for everybody; only a right code goes further."""

    def try_code(code: str) -> HttpResponse:
        use_case(
            token=flow_token(request, FlowKind.SIGN_IN),
            code=code,
            by=visitor(request),
            at=clock.now(),
        )
        return to_stage(FlowKind.SIGN_IN, Stage.PIN)

    return code_page(request, FlowKind.SIGN_IN, "web/verify_browser.html", try_code)
