"""«Solicitar productos» and «Mis solicitudes» (S16)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.codebtor_words import STAGES
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.request_savings import NEXT as NEXT_OF_ACCOUNT
from minga.doors.web.request_words import NEXT, OWN
from minga.kit import clock
from minga.loans.codebtor_queries import Stage, invitations_of
from minga.loans.lines import lines_offered
from minga.loans.request_queries import RequestView, requests_of
from minga.savings.account_offer import accounts_offered
from minga.savings.account_request_queries import account_requests_of
from minga.savings.goal_terms import plans_of_goals
from minga.savings.term_offer import terms_offered


@require_safe
@members_only
def request_products(request: MemberRequest) -> HttpResponse:
    """Savings, CDAT or credit; and the requests of before."""
    at = clock.now()
    on = clock.business_date(at)
    waiting = [
        one for one in invitations_of(request.member.id, at)
        if one.stage in {Stage.OPEN, Stage.TO_SIGN}
    ]  # fmt: skip
    shown = {
        "asked": [(one, STAGES[one.stage]) for one in waiting],
        "lends": bool(lines_offered(on)),
        "has_terms": bool(terms_offered(on)),
        "has_savings": bool(accounts_offered(request.member.id, on) or plans_of_goals(on)),
    }
    return render(request, "web/request_products.html", shown)


@require_safe
@members_only
def my_requests(request: MemberRequest) -> HttpResponse:
    """Every request with where it stands and what comes next."""
    at = clock.now()
    found = requests_of(request.member.id, at)
    shown = {
        "asked": [(one, STAGES[one.stage]) for one in invitations_of(request.member.id, at)],
        "requests": [(one, *words(one)) for one in found],
        "accounts": [
            (one, NEXT_OF_ACCOUNT[one.status]) for one in account_requests_of(request.member.id)
        ],
    }
    return render(request, "web/my_requests.html", shown)


def words(one: RequestView) -> tuple[str, str]:
    """Where a request stands, and what comes next."""
    return OWN[one.status], NEXT[one.status]
