"""«Intereses y condiciones» of a savings account: what it earns, asks for and costs."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.interest_chart import chart_of
from minga.doors.web.present import product_row
from minga.doors.web.rates import ea
from minga.kit import clock
from minga.payments.exempt_queries import marked_account_of
from minga.savings.account_queries import account_of


@require_safe
@members_only
def account_terms(request: MemberRequest, product_id: UUID) -> HttpResponse:
    """The page; 404 for a product that is not this member's or earns no interest."""
    view = account_of(request.member.id, product_id, clock.business_date(clock.now()))
    if view is None:
        raise Http404
    return render(
        request,
        "web/account_terms.html",
        {
            "view": view, "product": product_row(view.product), "product_id": product_id,
            "rate": ea(view.rate_ea) if view.rate_ea is not None else "",
            "chart": chart_of(view.months),
            "is_exempt": marked_account_of(request.member.id) == product_id,
        },
    )  # fmt: skip
