"""«Saldos y movimientos» (S13): every product with what it holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.present import product_row
from minga.savings.queries import products_of


@require_safe
@members_only
def balances(request: MemberRequest) -> HttpResponse:
    """The member's products, in groups."""
    rows = [product_row(one) for one in products_of(request.member.id)]
    return render(request, "web/balances.html", {"products": rows})
