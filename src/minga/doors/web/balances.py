"""«Saldos y movimientos» (S13): every product with what it holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.present import loan_row, product_row, term_row
from minga.kit import clock
from minga.loans.queries import loans_of
from minga.savings.queries import products_of
from minga.savings.term_queries import deposits_of


@require_safe
@members_only
def balances(request: MemberRequest) -> HttpResponse:
    """The member's products, in groups."""
    today = clock.business_date(clock.now())
    rows = [product_row(one) for one in products_of(request.member.id)]
    rows += [term_row(one) for one in deposits_of(request.member.id, today)]
    rows += [loan_row(one) for one in loans_of(request.member.id)]
    return render(request, "web/balances.html", {"products": rows})
