"""Undo the renewal of a CDAT: what comes back is shown, approved, and then exactly that is done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access.intent import Intent
from minga.access.require_approval import voids_what_changed
from minga.doors.web.approve import approval_of, start_approval, uses_up
from minga.doors.web.exit_receipt import to_receipt
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.doors.web.look_again import has_changed, look_again
from minga.doors.web.templatetags.money import day_long
from minga.doors.web.term_pages import deposit_or_404
from minga.doors.web.term_words import refused
from minga.kit import clock
from minga.kit.refusal import Refusal
from minga.payments import undo_term_renewal as use_case
from minga.payments.undo_term_renewal import UndoQuote
from minga.savings.term_queries import TermView


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def undo_term_renewal(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """The review, the approval, and the end; 404 for another member's."""
    view = deposit_or_404(request, deposit_id)
    if view.ended_how == "undone":  # twice, or back after it was done
        return redirect("web:deposit_exit_receipt", deposit_id)
    shown: dict[str, Any] = {"deposit": view, "has_changed": has_changed(request)}
    try:
        quoted = use_case.quote_undo(request.member.id, deposit_id, clock.now())
        if request.method == "POST":
            return _undo(request, view, quoted)
        shown["quote"] = quoted
    except Refusal as refusal:
        _, shown["problem"] = refused(refusal)
        if request.method == "POST":
            return look_again(request, request.path)
    status = 409 if "problem" in shown else 200
    return render(request, "web/undo_term_renewal.html", shown, status=status)


def _undo(request: MemberRequest, view: TermView, quoted: UndoQuote) -> HttpResponse:
    intent = Intent(
        operation="undo_term_renewal",
        amount=quoted.pays,
        destination="a tu cuenta, sin renovar tu CDAT",
        details={"CDAT": view.number, "Plazo para deshacer": day_long(quoted.until)},
        bound={"deposit": str(view.id)},
    )
    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, return_to=request.path)
    at = clock.now()
    voids_what_changed(use_case.undo_term_renewal)(
        member_id=request.member.id, deposit_id=view.id, pays=quoted.pays, at=at,
        approve=uses_up(request, approval_id, intent, at),
    )  # fmt: skip
    return to_receipt("web:deposit_exit_receipt", view.id)
