"""A page that needs an approval, as those of later rooms will be: the office's addresses and it.

An amount in the address stands for a form that was filled in: `?valor=500000`.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from minga.access.approvals import ApprovalMismatch
from minga.access.intent import Intent
from minga.access.require_approval import require_approval, voids_what_changed
from minga.audit.record import record
from minga.doors.web import urls
from minga.doors.web.approve import approval_of, session_id, start_approval
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.kit import clock
from minga.kit.money import Money

ADDRESS = "oficina/prueba/"
DONE = "test.done"
_PAGE = """{% extends "web/base_approve.html" %}{% block title %}Abre tu CDAT{% endblock %}
{% block content %}<h1>{{ said }}</h1>{% if not is_done %}
<form method="post">{% csrf_token %}<button class="btn">Abrir CDAT</button></form>{% endif %}
{% endblock %}"""


@members_only
@in_session
def open_cdat(request: MemberRequest) -> HttpResponse:
    """Asks, goes through the approval, and does it once."""
    intent = intent_of(request.GET.get("valor", "500000"), request.GET.get("sale", ""))
    if request.method != "POST":
        return _say(request, "Abre tu CDAT")
    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, request.get_full_path())
    try:
        do(request.member.id, session_id(request), approval_id, intent, clock.now())
    except ApprovalMismatch:
        return _say(request, "Cambió")
    return _say(request, "Listo", is_done=True)


def intent_of(amount: str, leaves: str = "") -> Intent:
    return Intent(
        operation="open_term_deposit",
        amount=Money.of(amount),
        destination="al CDAT a 90 días",
        details={"Sale de": "Ahorro a la vista ··4821", "Tasa": "9,50 % E.A."},
        bound={"account": "7"},
        leaves_hands=bool(leaves),
    )


@voids_what_changed
def do(member_id: UUID, session: UUID, approval_id: UUID, intent: Intent, at: datetime) -> None:
    """A use case of a later room."""
    with transaction.atomic(durable=True):
        require_approval(
            approval_id=approval_id, member_id=member_id, session_id=session, intent=intent, at=at
        )
        name = f"member:{member_id}"
        record(at=at, actor=name, action=DONE, subject=name, result="done", ip="", detail=None)


def _say(request: HttpRequest, words: str, *, is_done: bool = False) -> HttpResponse:
    page = engines["django"].from_string(_PAGE)
    return HttpResponse(page.render({"said": words, "is_done": is_done}, request))


_pages, _name = urls.pages
urlpatterns = [
    path("", include("minga.doors.office.urls")),
    path("", include(([*_pages, path(ADDRESS, open_cdat, name="try_out")], _name))),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
