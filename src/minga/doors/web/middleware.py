"""What every answer of the web door carries."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from minga.access.asked_for_unknown import asked_for_unknown
from minga.access.sessions import member_inside, ran_out
from minga.doors.web import cookies
from minga.doors.web.access_page import visitor
from minga.doors.web.signed_in import Office, SignedInMember, signed_in
from minga.kit import clock
from minga.kit.parameters import MissingParameter

_log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "X-Frame-Options": "DENY",
}


class HeadersMiddleware:
    """Security headers on everything; nothing personal is kept by a browser or a proxy."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class OfficeSessionMiddleware:
    """Who is signed in: `request.member` and `request.office`, both None for a visitor.

    One query for a request that brings a session's cookie, none for any other. Of a session that
    is over `request.session_is_over` tells so, and its cookie is taken back (one query more) once
    it can no longer say whose form a page left open would be.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = cookies.read(request, cookies.SESSION)
        inside = member_inside(token, clock.now()) if token else None
        member: SignedInMember | None = None
        office: Office | None = None
        if inside is not None:
            member, office = signed_in(inside)
        vars(request).update(
            member=member, office=office, session_is_over=bool(token) and member is None
        )
        response = self.get_response(request)
        name = cookies.name(request, cookies.SESSION)
        is_over = vars(request)["session_is_over"] and name not in response.cookies
        if is_over and ran_out(token, clock.now()) is None:
            cookies.forget(request, response, cookies.SESSION)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A member who asks by its id for what is unknown, or another's, leaves a trace."""
        member: SignedInMember | None = vars(request)["member"]
        match = request.resolver_match
        if member is None or match is None or not isinstance(exception, Http404):
            return
        asked = [one for one in match.kwargs.values() if isinstance(one, UUID)]
        if asked:
            asked_for_unknown(
                member_id=member.id, page=match.view_name, asked=asked, by=visitor(request),
                at=clock.now(),
            )  # fmt: skip


class MissingValueMiddleware:
    """Where a legal value that nobody entered is needed (a new year's UVT), nothing is done and the
    page says so; whoever runs the office reads which one in the log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """For what no page of its own says; another exception is let through."""
        if not isinstance(exception, MissingParameter):
            return None
        _log.error("A legal value is missing: %(key)s on %(on)s", exception.details)
        return render(request, "missing_value.html", status=503)
