"""Movements of one product (S13), by month, page after page."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.present import movement_row, product_row
from minga.doors.web.templatetags.money import month_long
from minga.kit import clock
from minga.payments.exempt_queries import marked_account_of
from minga.savings.account_queries import EARNING
from minga.savings.goal_queries import goal_names
from minga.savings.inactivity_queries import is_inactive
from minga.savings.models import ProductKind
from minga.savings.queries import movements_page
from minga.savings.quota_queries import KINDS as KINDS_WITH_QUOTAS

EVERYTHING = ("", "Todos los meses")


@require_safe
@members_only
def movements(request: MemberRequest, product_id: UUID) -> HttpResponse:
    """A page of movements; 404 for a product that is not this member's."""
    month = _month(request.GET.get("mes", ""))
    page = movements_page(
        request.member.id,
        product_id,
        month=month,
        cursor=request.GET.get("antes"),
        today=clock.business_date(clock.now()),
    )
    if page is None:
        raise Http404
    chosen = f"{month:%Y-%m}" if month else ""
    choices = [EVERYTHING] + [(f"{one:%Y-%m}", month_long(one)) for one in page.months]
    return render(
        request,
        "web/movements.html",
        {
            "product": product_row(page.product),
            "movements": [movement_row(one) for one in page.movements],
            "months": choices,
            "month": chosen,
            "product_id": product_id,
            "goal_name": goal_names(request.member.id).get(product_id),
            "exempt_url": page.product.can_pay_out
            and reverse("web:mark_exempt_account", args=[product_id]),
            "earns": page.product.kind in EARNING,
            "is_inactive": is_inactive(request.member.id, product_id),
            "has_quotas": page.product.kind in KINDS_WITH_QUOTAS,
            "is_aportes": page.product.kind == ProductKind.APORTES,
            "is_exempt": marked_account_of(request.member.id) == product_id,
            "next_url": page.next_cursor
            and "?" + urlencode({"mes": chosen, "antes": page.next_cursor}),
        },
    )


def _month(text: str) -> date | None:
    """The first day of "2026-11"; anything else means every month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
