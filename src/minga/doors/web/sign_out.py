"""«Salir»."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from minga.access.sign_out import sign_out as use_case
from minga.doors.web import cookies
from minga.doors.web.access_page import visitor
from minga.kit import clock


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; the browser forgets the pages it kept, and stays enrolled."""
    token = cookies.read(request, cookies.SESSION)
    if token:
        use_case(session_token=token, by=visitor(request), at=clock.now())
    response = redirect("web:home")
    cookies.forget(request, response, cookies.SESSION)
    # Not "cookies": the one that makes this browser known must outlive the session.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
