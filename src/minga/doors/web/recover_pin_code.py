"""The second proof of a forgotten PIN: the code sent to the mobile on file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind, Stage
from minga.access.recover_pin_code import recover_pin_code as use_case
from minga.access.recovery_queries import second_proof
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.code_page import code_page
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_PIN)
def recover_pin_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and leads whoever has a passkey and no mobile to their passkey."""
    token = flow_token(request, FlowKind.RECOVER_PIN)
    proof = second_proof(token, clock.now())
    if not proof.has_code:
        return redirect("web:recover_pin_passkey")

    def try_code(code: str) -> HttpResponse:
        use_case(token=token, code=code, by=visitor(request), at=clock.now())
        return to_stage(FlowKind.RECOVER_PIN, Stage.PIN)

    template = "web/recover_pin_code_or_passkey.html" if proof.has_passkey else _WITH_CODE
    return code_page(request, FlowKind.RECOVER_PIN, template, try_code)


_WITH_CODE = "web/recover_pin_code.html"
