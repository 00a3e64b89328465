"""«Ingreso al portal»: the field «Usuario» (S3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access.identify import identify as use_case
from minga.access.models import FlowKind
from minga.access.recovery_queries import asks_questions
from minga.doors.web.access_page import browser_token, flow_token, go_on, step, visitor
from minga.doors.web.access_words import NOTICES
from minga.doors.web.forms.identify import IdentifyForm
from minga.doors.web.forms.sign_in_passkey import SignInPasskeyForm
from minga.doors.web.guard import NEXT, NOTICE, safe_next
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def identify(request: HttpRequest) -> HttpResponse:
    """Asks who it is; the next page depends on the browser, never on whether the number exists."""
    if getattr(request, "member", None) is not None:
        return redirect("web:office_home")
    form = IdentifyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        way_in = use_case(
            number=form.cleaned_data["usuario"],
            document_type=form.cleaned_data["tipo_documento"],
            browser_token=browser_token(request),
            flow_token=flow_token(request, FlowKind.SIGN_IN),
            page=form.cleaned_data["pagina"],
            next_path=safe_next(request.GET.get(NEXT, "")),
            by=visitor(request),
            at=clock.now(),
        )
        return go_on(request, FlowKind.SIGN_IN, way_in.token, way_in.stage)
    return render(
        request,
        "web/identify.html",
        {
            "form": form,
            "notice": NOTICES.get(request.GET.get(NOTICE, "")),
            "passkey_form": SignInPasskeyForm(initial={"siguiente": request.GET.get(NEXT, "")}),
            "asks_questions": asks_questions(clock.now()),
            "has_passkeys": passkey_site(request) is not None,
        },
        status=422 if form.errors else 200,
    )
