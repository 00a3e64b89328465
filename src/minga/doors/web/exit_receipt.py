"""The comprobante of a CDAT or goal that ended: what it paid, what was withheld, where it went."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.templatetags.money import masked
from minga.payments.exit_receipts import ExitReceipt, deposit_receipt, goal_receipt

TITLES = {
    "cancelled": "CDAT cancelado", "undone": "Renovación deshecha", "redeemed": "CDAT pagado",
    "early": "Meta retirada", "reached": "Meta alcanzada", "ended": "Meta terminada",
}  # fmt: skip
JUST_DONE = "hecho"


@require_safe
@members_only
def deposit_exit_receipt(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """Of a CDAT; 404 while it lives, when its money went on in another, and for a stranger."""
    receipt = deposit_receipt(request.member.id, deposit_id)
    return _page(request, receipt, reverse("web:term_deposit", args=[deposit_id]))


@require_safe
@members_only
def goal_exit_receipt(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """Of a goal; 404 while it goes on, when nothing was in it, and for a stranger."""
    receipt = goal_receipt(request.member.id, goal_id)
    return _page(request, receipt, reverse("web:goal", args=[goal_id]))


def to_receipt(name: str, product_id: UUID) -> HttpResponseRedirect:
    """Where an end leads to once it is done."""
    return redirect(f"{reverse(name, args=[product_id])}?{JUST_DONE}")


def _page(request: MemberRequest, receipt: ExitReceipt | None, product_url: str) -> HttpResponse:
    if receipt is None:
        raise Http404
    shown = {
        "receipt": receipt,
        "title": TITLES[receipt.how],
        "is_goal": receipt.how in {"early", "reached", "ended"},
        "to": masked(receipt.to_number[-4:]) if receipt.to_number else "",
        "product_url": product_url,
        "is_later": JUST_DONE not in request.GET,
    }
    return render(request, "web/exit_receipt.html", shown)
