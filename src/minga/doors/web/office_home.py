"""The home of the office (S5): what the ledger says now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.access.last_sign_in import last_sign_in
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.present import loan_row, movement_row, product_row, term_row
from minga.doors.web.signed_in import last_sign_in_words
from minga.kit import clock
from minga.loans.queries import loans_of
from minga.savings import queries
from minga.savings.term_queries import deposits_of

LAST = 4


@require_safe
@members_only
def office_home(request: MemberRequest) -> HttpResponse:
    """Balance of the main product, all products, the last movements."""
    products = queries.products_of(request.member.id)
    terms = deposits_of(request.member.id, clock.business_date(clock.now()))
    main = products[0] if products else None
    last = queries.last_movements(main, limit=LAST) if main else []
    return render(
        request,
        "web/office_home.html",
        {
            "greeting_name": request.member.first_name,
            "main": product_row(main) if main else None,
            "products": [
                *map(product_row, products),
                *map(term_row, terms),
                *map(loan_row, loans_of(request.member.id)),
            ],
            "last_movements": [movement_row(one) for one in last],
            "now": clock.now(),
            "last_sign_in": last_sign_in_words(
                last_sign_in(request.member.id, request.member.last_sign_in_at, visitor(request))
            ),
        },
    )
