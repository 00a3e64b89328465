"""The link of a security notice: closes the access of whom it was sent to, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access import block_links
from minga.access.block_by_link import BlockLinkDead
from minga.access.block_by_link import block_by_link as use_case
from minga.doors.web.access_page import visitor
from minga.kit import clock

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
def block_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: machines that read mail follow links. Pressing the button does."""
    at = clock.now()
    if request.method == "POST":
        try:
            use_case(token=token, by=visitor(request), at=at)
        except BlockLinkDead:
            return _page(request, "dead")
        return redirect("web:access_blocked")
    return _page(request, block_links.state(token, at))


def _page(request: HttpRequest, state: block_links.LinkState) -> HttpResponse:
    if state == "done":
        return redirect("web:access_blocked")
    status = GONE if state == "dead" else 200
    return render(request, "web/block_by_link.html", {"is_dead": state == "dead"}, status=status)
