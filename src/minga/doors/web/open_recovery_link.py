"""The link of the e-mail: looking at it changes nothing, «Cambiar clave» uses it up (S10)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods

from minga.access.mailed_links import LinkRefused
from minga.access.models import FlowKind
from minga.access.open_recovery_link import link_state
from minga.access.open_recovery_link import open_recovery_link as use_case
from minga.doors.web.access_page import browser_token, go_on, step, visitor
from minga.doors.web.recovery_words import LINKS
from minga.kit import clock

PAGE, PAGE_LENGTH = "pagina", 22
GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_PIN)
def open_recovery_link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the button; pressed, it goes on to the second proof or to the new PIN."""
    at = clock.now()
    refusal = link_state(token, at) if request.method != "POST" else None
    if request.method == "POST":
        try:
            way_in = use_case(
                token=token,
                holder=request.POST.get(PAGE, "")[:PAGE_LENGTH],
                browser_token=browser_token(request),
                by=visitor(request),
                at=at,
            )
        except LinkRefused as refused:
            refusal = refused
        else:
            return go_on(request, FlowKind.RECOVER_PIN, way_in.token, way_in.stage)
    if refusal is not None:
        shown = {"said": LINKS[refusal.why], "was_used": refusal.why == "used"}
        return render(request, "web/recovery_link_refused.html", shown, status=GONE)
    shown = {"page": get_random_string(PAGE_LENGTH)}
    return render(request, "web/open_recovery_link.html", shown)
