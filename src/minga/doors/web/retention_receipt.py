"""The comprobante of retention of earlier years that was given back on the member's letter."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.templatetags.money import masked
from minga.savings.kept_retention import KeptRetention, kept_of_deposit, kept_of_goal


@require_safe
@members_only
def deposit_retention_receipt(request: MemberRequest, deposit_id: UUID) -> HttpResponse:
    """Of a CDAT; 404 while it was not given back, and for a stranger."""
    return _page(
        request, kept_of_deposit(deposit_id), reverse("web:term_deposit", args=[deposit_id])
    )


@require_safe
@members_only
def goal_retention_receipt(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """Of a goal; 404 while it was not given back, and for a stranger."""
    return _page(request, kept_of_goal(goal_id), reverse("web:goal", args=[goal_id]))


def _page(request: MemberRequest, kept: KeptRetention | None, product_url: str) -> HttpResponse:
    if kept is None or kept.member_id != request.member.id or kept.returned is None:
        raise Http404
    shown = {
        "kept": kept, "returned": kept.returned, "product_url": product_url,
        "to": masked(kept.returned.paid_to_number[-4:]),
    }  # fmt: skip
    return render(request, "web/retention_receipt.html", shown)
