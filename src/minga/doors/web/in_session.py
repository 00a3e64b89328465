"""What pages behind the guard do with refusals of the session itself."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse

from minga.access.models import FlowKind
from minga.access.sessions import SessionOver
from minga.doors.web import cookies
from minga.doors.web.access_page import start_again, step
from minga.doors.web.guard import MemberRequest

_refusals_of_all_pages = step(FlowKind.SIGN_IN)


def in_session[**P](
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[MemberRequest, P], HttpResponse]:
    """A session that ended meanwhile leads to the sign-in page; a signer that is busy says so."""

    @wraps(view)
    def page(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return _refusals_of_all_pages(view)(request, *args, **kwargs)
        except SessionOver:
            return start_again(FlowKind.SIGN_IN, "sesion")

    return page


def session_token(request: MemberRequest) -> str:
    """The token of the session at hand."""
    return cookies.read(request, cookies.SESSION)
