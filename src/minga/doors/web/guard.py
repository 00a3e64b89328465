"""The door of the office: who may see a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from minga.doors.web import kept_words
from minga.doors.web.signed_in import Office, SignedInMember

NEXT, NOTICE = "siguiente", "aviso"
NEXT_LENGTH_MAX = 300


class MemberRequest(HttpRequest):
    """A request behind the guard: somebody is signed in."""

    member: SignedInMember
    office: Office
    kept: dict[str, str]  # what they had typed on this page when a session ended


def members_only[**P](
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for signed-in members. Everybody else signs in first and comes back to the same page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit: Any = request  # the middleware says who it is
        if visit.member is not None:
            visit.kept = kept_words.given_back(request, visit.member)
            return view(visit, *args, **kwargs)
        query = _over(request) if visit.session_is_over else {}
        if not query:
            query[NEXT] = request.get_full_path()
            if request.method == "POST":
                query[NOTICE] = "sin_guardar"
        return HttpResponseRedirect(f"{reverse('web:identify')}?{urlencode(query)}")

    return guarded


def _over(request: HttpRequest) -> dict[str, str]:
    """Where one whose session ended comes back to, and what they are told."""
    path = kept_words.keep(request)
    if path is None:
        notice = "sin_guardar" if request.method == "POST" else "sesion"
        return {NEXT: request.get_full_path(), NOTICE: notice}
    return {NEXT: path or request.path, NOTICE: "guardado" if path else "sin_guardar"}


def safe_next(path: str) -> str:
    """A path of this site to come back to; empty for anything else."""
    if len(path) > NEXT_LENGTH_MAX or not path.startswith("/"):
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
