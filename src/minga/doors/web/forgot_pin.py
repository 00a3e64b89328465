"""«¿Olvidaste tu contraseña?» (S9)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.forgot_pin import forgot_pin as use_case
from minga.access.models import FlowKind, Stage
from minga.access.queries import stage_of
from minga.access.register import OfficeOnly
from minga.doors.web.access_page import browser_token, flow_token, step, to_stage, visitor
from minga.doors.web.access_words import NOTICES
from minga.doors.web.forms.forgot_pin import ForgotPinForm
from minga.doors.web.guard import NOTICE
from minga.doors.web.recovery_words import OFFICE_ONLY
from minga.kit import clock

ANEW = "nuevo"
HALF_WAY = (Stage.CODE, Stage.PIN)


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_PIN)
def forgot_pin(request: HttpRequest) -> HttpResponse:
    """Takes the document; the answer is the same whether or not it is anybody's."""
    if request.method != "POST" and ANEW not in request.GET:
        token = flow_token(request, FlowKind.RECOVER_PIN)
        stage = stage_of(token, FlowKind.RECOVER_PIN, clock.now())
        if stage in HALF_WAY:
            return to_stage(FlowKind.RECOVER_PIN, stage)
    form = ForgotPinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            use_case(
                document_type=form.cleaned_data["tipo_documento"],
                number=form.cleaned_data["numero"],
                browser_token=browser_token(request),
                by=visitor(request),
                at=clock.now(),
            )
        except OfficeOnly:
            form.add_error("tipo_documento", OFFICE_ONLY)
        else:
            return redirect("web:pin_link_sent")
    return render(
        request,
        "web/forgot_pin.html",
        {"form": form, "notice": NOTICES.get(request.GET.get(NOTICE, ""))},
        status=422 if form.errors else 200,
    )


@require_safe
def pin_link_sent(request: HttpRequest) -> HttpResponse:
    """The same page for everybody."""
    return render(request, "web/pin_link_sent.html")
