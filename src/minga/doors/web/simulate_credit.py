"""`/simulador/credito/`: what a loan would cost, for anybody, by a link that can be shared."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.forms.simulate_credit import SimulateCreditForm
from minga.doors.web.loan_words import OUTSIDE, SHORT_METHODS, outside, percent
from minga.kit import clock
from minga.loans.line_quote import LineQuote, quote_line
from minga.loans.lines import lines_offered
from minga.loans.plan import Method
from minga.loans.plan_cost import PlanCost


@require_safe
def simulate_credit(request: HttpRequest) -> HttpResponse:
    """The questions and, once they are answered, the instalment, the cost and the plan."""
    on = clock.business_date(clock.now())
    lines = lines_offered(on)
    asked = bool(SimulateCreditForm.base_fields.keys() & request.GET.keys())
    form = SimulateCreditForm(request.GET if asked else None, lines=lines)
    quoted = _quoted(form, on) if form.is_valid() else None
    shown = {"form": form, "lines": lines, "quote": quoted and shown_quote(quoted)}
    status = 422 if form.errors else 200
    return render(request, "web/simulate_credit.html", shown, status=status)


def shown_quote(quoted: LineQuote) -> dict[str, object]:
    """A quote as the pages show it."""
    line = quoted.line
    rates = (line.rate_ea, line.mora_rate_ea, line.insurance_monthly)
    shown = shown_cost(quoted, line=line.name, method=quoted.method, rates=rates)
    return shown | {"collection": line.collection}


def shown_cost(
    plan: PlanCost, *, line: str, method: Method, rates: tuple[Decimal, Decimal, Decimal]
) -> dict[str, object]:
    """What a plan costs, as the pages show it; `rates`: interest, mora, insurance."""
    first, last = plan.instalments[0], plan.instalments[-1]
    bare = plan.interest_only
    rest = {one.total for one in plan.instalments[bare:-1]}
    return {
        "line": line,
        "amount": plan.amount,
        "periods": len(plan.instalments),
        "method": SHORT_METHODS[method],
        "rate": percent(rates[0]),
        "mora_rate": percent(rates[1]),
        "insurance_rate": percent(rates[2]),
        "cost_rate": percent(plan.cost_ea),
        "bare": bare,
        "is_grace": bool(plan.grace),
        "in_grace": first.total if bare else None,
        "first": plan.usual.total,
        "last": last.total,
        "is_level": len(rest) <= 1,
        "interest": plan.interest,
        "insurance": plan.insurance,
        "cost": plan.cost,
        "total": plan.total,
        "on": plan.on,
        "first_due": first.due_on,
        "last_due": last.due_on,
        "instalments": plan.instalments,
    }


def _quoted(form: SimulateCreditForm, on: date) -> LineQuote | None:
    """The quote; None when the line does not take it, which the form then says."""
    try:
        return quote_line(form.line, on=on, **form.wanted)
    except OUTSIDE as refusal:
        form.add_error(*outside(refusal))
    return None
