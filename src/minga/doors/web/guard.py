"""The door of the office: who may see a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from minga.doors.web.signed_in import Office, SignedInMember

NEXT, NOTICE = "siguiente", "aviso"
NEXT_LENGTH_MAX = 300


class MemberRequest(HttpRequest):
    """A request behind the guard: somebody is signed in."""

    member: SignedInMember
    office: Office


def members_only[**P](
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for signed-in members. Everybody else signs in first and comes back to the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit: Any = request  # the middleware says who it is
        if visit.member is not None:
            return view(visit, *args, **kwargs)
        query = {NEXT: request.get_full_path()}
        if request.method == "POST":
            query[NOTICE] = "sin_guardar"
        elif visit.session_is_over:
            query[NOTICE] = "sesion"
        return HttpResponseRedirect(f"{reverse('web:identify')}?{urlencode(query)}")

    return guarded


def safe_next(path: str) -> str:
    """A path of this site to come back to; empty for anything else."""
    if len(path) > NEXT_LENGTH_MAX or not path.startswith("/"):
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
