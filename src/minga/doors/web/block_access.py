"""«Bloquear mi acceso ahora», from inside the office: one page that asks, one press."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.block_access import block_access as use_case
from minga.doors.web import cookies
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def block_access(request: MemberRequest) -> HttpResponse:
    """Says what will happen, and does it when it is confirmed."""
    if request.method != "POST":
        return render(request, "web/block_access.html")
    use_case(session_token=session_token(request), by=visitor(request), at=clock.now())
    response = redirect("web:access_blocked")
    cookies.forget(request, response, cookies.SESSION)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def access_blocked(request: HttpRequest) -> HttpResponse:
    """It is done, and how to get in again: the same page for everybody, and it knows nobody."""
    return render(request, "web/access_blocked.html")
