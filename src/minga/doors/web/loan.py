"""A credit on screen: owed today, next payment, plan, paid so far; and what a payoff would be."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.forms.pay_loan import LoanPayoffForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.loan_chart import chart_of
from minga.doors.web.loan_words import percent
from minga.doors.web.pay_loan_words import KIND_WORDS, STATES
from minga.doors.web.progress_chart import of_loan
from minga.kit import clock
from minga.ledger import former
from minga.loans.queries import LoanView, loan_of, owed_on


@require_safe
@members_only
def loan(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """The page of one credit; 404 for another member's."""
    today = clock.business_date(clock.now())
    view = loan_of(request.member.id, loan_id, today)
    if view is None:
        raise Http404
    return render(
        request,
        "web/loan.html",
        {
            "loan": view,
            "rate": percent(view.rate_ea),
            "today": today,
            "is_late": view.owed.days_late > 0,
            "chart": chart_of(view.plan),
            "has_movements": bool(view.brought_on) and former.has_movements(view.id),
            "progress": of_loan(view),
            "plan": [(row, STATES[row.state]) for row in view.plan],
            "payments": [(one, KIND_WORDS[one.kind]) for one in view.payments],
        },
    )


@require_safe
@members_only
def loan_payoff(request: MemberRequest, loan_id: UUID) -> HttpResponse:
    """What settles the credit on a day (today, unless said), by plain GET."""
    today = clock.business_date(clock.now())
    view = _living(request, loan_id, today)
    asked = "fecha" in request.GET
    form = LoanPayoffForm(
        request.GET if asked else None, today=today, initial={"fecha": today.isoformat()}
    )
    day = form.cleaned_data["fecha"] if form.is_valid() else None if asked else today
    return render(
        request,
        "web/loan_payoff.html",
        {
            "loan": view,
            "form": form,
            "day": day,
            "is_today": day == today,
            "quote": owed_on(request.member.id, loan_id, day, today=today) if day else None,
        },
        status=422 if form.errors else 200,
    )


def _living(request: MemberRequest, loan_id: UUID, today: date) -> LoanView:
    view = loan_of(request.member.id, loan_id, today)
    if view is None or not view.is_open or view.waits_for_plan:
        raise Http404
    return view
