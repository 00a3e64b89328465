"""The back office's one gate: nothing behind it runs for whoever may not."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from minga.doors.office.permissions import OPEN, may
from minga.doors.web import cookies
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import NEXT, NOTICE
from minga.kit import clock
from minga.staff.sessions import EmployeeInside, employee_inside
from minga.staff.turned_away import turned_away

Handler = Callable[[HttpRequest], HttpResponse]
NAMESPACE = "office"
SESSION = "minga_empleado"
KEY = "minga_llave_empleado"  # who was given the challenge that a key signs


class StaffRequest(HttpRequest):
    """A request behind the gate: an employee who may."""

    employee: EmployeeInside


class GateMiddleware:
    """Asks who it is and whether they may, for every page of the back office and for no other."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """None lets the view run."""
        match = request.resolver_match
        if match is None or NAMESPACE not in match.namespaces:
            return None
        page = match.url_name or ""
        if page in OPEN:
            return None
        token = cookies.read(request, SESSION)
        who = _inside(token)
        if who is None:
            return _to_sign_in(request, had_session=bool(token))
        vars(request)["employee"] = who
        if may(page, who.roles):
            return None
        turned_away(who=who, page=page, by=visitor(request), at=clock.now())
        return render(request, "office/not_yours.html", status=403)


def _inside(token: str) -> EmployeeInside | None:
    who = employee_inside(token, clock.now()) if token else None
    return None if who is not None and who.is_demo and not settings.DEMO else who


def _to_sign_in(request: HttpRequest, *, had_session: bool) -> HttpResponse:
    query: dict[str, Any] = {NEXT: request.get_full_path()} if request.method == "GET" else {}
    if had_session:
        query[NOTICE] = "sesion"
    address = reverse("office:sign_in")
    response = HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)
    if had_session:
        cookies.forget(request, response, SESSION)
    return response
