"""`/demo/oficina/`: into the demo's back office with one click; in demo mode only."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from minga.doors.office.gate import SESSION
from minga.doors.office.sign_in import let_in
from minga.doors.web import cookies
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.staff.let_in_demo import let_in_demo
from minga.staff.queries import employees
from minga.staff.refusals import UnknownEmployee


# Exempt: the usual check answers a form with 403, and so would tell that the address exists.
@csrf_exempt
def demo_office(request: HttpRequest) -> HttpResponse:
    """The invented employees and what each may do; 404 in any other office."""
    if not settings.DEMO:
        raise Http404
    return _demo_office(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _demo_office(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    if request.method != "POST":
        shown = {"employees": [one for one in employees(at, demo_only=True) if not one.disabled_at]}
        return render(request, "office/demo_office.html", shown)
    try:
        token = let_in_demo(
            employee_id=UUID(request.POST.get("quien", "")),
            session_token=cookies.read(request, SESSION), by=visitor(request), at=at,
        )  # fmt: skip
    except (ValueError, UnknownEmployee):
        raise Http404 from None
    return let_in(request, token, request.POST.get("siguiente", ""))
