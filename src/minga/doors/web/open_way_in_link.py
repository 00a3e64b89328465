"""A link that came instead of a code: looking changes nothing, «Continuar» goes on here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods

from minga.access.mailed_links import LinkRefused
from minga.access.models import FlowKind
from minga.access.open_way_in_link import open_way_in_link as use_case
from minga.access.open_way_in_link import way_in_link
from minga.access.register import OfficeOnly
from minga.doors.web.access_page import flow_token, go_on, visitor
from minga.doors.web.access_words import WAY_IN_LINKS, words
from minga.kit import clock

PAGE, PAGE_LENGTH = "pagina", 22
GONE, REFUSED = 410, 422


@require_http_methods(["GET", "HEAD", "POST"])
def open_way_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the button; pressed, it goes on in this browser as after the right code."""
    if request.method == "POST":
        return _continue(request, token)
    found = way_in_link(token, clock.now())
    if isinstance(found, LinkRefused):
        return _refused(request, WAY_IN_LINKS[found.why], GONE)
    shown = {"page": get_random_string(PAGE_LENGTH), "kind": found}
    return render(request, "web/open_way_in_link.html", shown)


def _continue(request: HttpRequest, token: str) -> HttpResponse:
    try:
        on = use_case(
            token=token,
            holder=request.POST.get(PAGE, "")[:PAGE_LENGTH],
            sign_in_token=flow_token(request, FlowKind.SIGN_IN),
            by=visitor(request),
            at=clock.now(),
        )
    except LinkRefused as refusal:
        return _refused(request, WAY_IN_LINKS[refusal.why], GONE)
    except OfficeOnly as refusal:
        return _refused(request, words(refusal), REFUSED)
    return go_on(request, on.kind, on.token, on.stage)


def _refused(request: HttpRequest, said: str, status: int) -> HttpResponse:
    return render(request, "web/way_in_link_refused.html", {"said": said}, status=status)
