"""Through the office's door: what a finished sign-in gives the browser."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse

from minga.access.let_in import SignedIn
from minga.access.models import FlowKind, Stage
from minga.doors.web import cookies
from minga.doors.web.access_page import to_stage


def into_the_office(request: HttpRequest, done: SignedIn | Stage) -> HttpResponse:
    """To the page that was wanted, with the session's cookie; or to the step that comes before."""
    if isinstance(done, Stage):
        return to_stage(FlowKind.SIGN_IN, done)
    response = HttpResponseRedirect(done.next_path or reverse("web:office_home"))
    cookies.write(request, response, cookies.SESSION, done.session_token)
    if done.browser_token:
        cookies.write(request, response, cookies.BROWSER, done.browser_token, cookies.BROWSER_LIFE)
    cookies.forget(request, response, cookies.FLOW[FlowKind.SIGN_IN])
    rotate_token(request)
    return response
