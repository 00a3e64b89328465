"""A credit request: begun, its task list, reviewed and sent, followed, taken back."""

import contextlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.web.codebtor_words import STATES
from minga.doors.web.forms.credit_request import CreditTermsForm, account_words
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.loan_words import OUTSIDE, SHORT_METHODS
from minga.doors.web.quoted_today import quoted_today
from minga.doors.web.request_products import words
from minga.doors.web.request_words import IN_A_FORM, STORY, fault
from minga.doors.web.simulate_credit import shown_quote
from minga.kit import clock
from minga.kit.ids import uuid7
from minga.loans.fill_request import start_request
from minga.loans.lines import LineNotOffered, lines_offered
from minga.loans.open_request import RequestNotOpen
from minga.loans.request_queries import RequestView, request_of
from minga.loans.send_request import RequestIncomplete, withdraw_request
from minga.loans.send_request import send_request as send_case
from minga.savings.queries import product_of, products_of


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def start_credit(request: MemberRequest) -> HttpResponse:
    """What is wanted; what was worked out in the simulator comes along in the address."""
    at = clock.now()
    offer: dict[str, Any] = {
        "lines": lines_offered(clock.business_date(at)),
        "products": products_of(request.member.id),
    }
    form = CreditTermsForm(initial=request.GET.dict() | request.kept, **offer)
    if request.method == "POST":
        form = CreditTermsForm(request.POST, **offer)
        if form.is_valid():
            try:
                begun = start_request(
                    member_id=request.member.id, key=_key(request), at=at, **form.terms
                )
                return redirect("web:credit_request", begun)
            except IN_A_FORM as refusal:
                form.add_error(*fault(refusal))
    shown = {
        "form": form,
        "key": request.POST.get("orden") or request.kept.get("orden") or uuid7(),
        "none_possible": not offer["lines"] or form.has_no_account,
    }
    return render(request, "web/start_credit.html", shown, status=422 if form.errors else 200)


@require_safe
@members_only
def credit_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """What is left to do, or where it stands and what happened; 404 for another member's."""
    found = mine(request, request_id)
    status, what_next = words(found)
    shown = {
        "request_": found,
        "status": status,
        "next": what_next,
        "method": SHORT_METHODS[found.method],
        "todo": {task.value for task in found.tasks},
        "is_complete": not found.tasks and found.is_offered,
        "codebtors": [(one, STATES[one.state]) for one in found.codebtors],
        "asks_codebtors": bool(found.codebtors_needed or found.codebtors),
        "story": [(STORY[one.step], one) for one in found.story],
    }
    page = "web/credit_tasks.html" if found.can_edit else "web/credit_status.html"
    return render(request, page, shown)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def review_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Everything before it is sent; sending twice, or coming back, is sending once."""
    found = mine(request, request_id)
    if request.method == "POST":
        # The page it leads to says what is left to do.
        with contextlib.suppress(RequestIncomplete, RequestNotOpen, LineNotOffered, *OUTSIDE):
            send_case(member_id=request.member.id, request_id=request_id, at=clock.now())
        return redirect("web:credit_request", request_id)
    if not found.can_edit or found.tasks:
        return redirect("web:credit_request", request_id)
    account = product_of(request.member.id, found.pays_to) if found.pays_to else None
    shown = {
        "request_": found,
        "quote": _shown(found),
        "account": account and account_words(account),
        "authorisations": found.authorisations.values(),
    }
    return render(request, "web/review_request.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def take_back_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Asks once, and takes it back."""
    found = mine(request, request_id)
    if request.method == "POST":
        with contextlib.suppress(RequestNotOpen):  # the page it leads to says where it stands
            withdraw_request(member_id=request.member.id, request_id=request_id, at=clock.now())
        return redirect("web:credit_request", request_id)
    if not found.can_withdraw:
        return redirect("web:credit_request", request_id)
    return render(request, "web/take_back_request.html", {"request_": found})


def mine(request: MemberRequest, request_id: UUID) -> RequestView:
    """The member's own request. Raises Http404."""
    found = request_of(request.member.id, request_id, clock.now())
    if found is None:
        raise Http404
    return found


def editable(request: MemberRequest, request_id: UUID) -> RequestView | None:
    """The member's own, while it can be filled in; None when it can not. Raises Http404."""
    found = mine(request, request_id)
    return found if found.can_edit else None


def next_page(found: RequestView) -> HttpResponse:
    """Back to the task list."""
    return redirect("web:credit_request", found.id)


def _shown(found: RequestView) -> dict[str, object] | None:
    quoted = quoted_today(found)
    return shown_quote(quoted) if quoted else None


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("orden", ""))
    except ValueError:
        return uuid7()
