"""`/simulador/credito/`: what a loan would cost, for anybody, by a link that can be shared."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.forms.simulate_credit import SimulateCreditForm
from minga.doors.web.loan_words import OUTSIDE, SHORT_METHODS, outside, percent
from minga.kit import clock
from minga.loans.line_quote import LineQuote, quote_line
from minga.loans.lines import lines_offered


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
    first, last = quoted.instalments[0], quoted.instalments[-1]
    rest = {one.total for one in quoted.instalments[:-1]}
    return {
        "line": quoted.line.name,
        "amount": quoted.amount,
        "periods": quoted.periods,
        "method": SHORT_METHODS[quoted.method],
        "rate": percent(quoted.line.rate_ea),
        "mora_rate": percent(quoted.line.mora_rate_ea),
        "insurance_rate": percent(quoted.line.insurance_monthly),
        "first": first.total,
        "last": last.total,
        "is_level": len(rest) <= 1,
        "interest": quoted.interest,
        "insurance": quoted.insurance,
        "cost": quoted.cost,
        "total": quoted.total,
        "on": quoted.on,
        "first_due": first.due_on,
        "last_due": last.due_on,
        "instalments": quoted.instalments,
    }


def _quoted(form: SimulateCreditForm, on: date) -> LineQuote | None:
    """The quote; None when the line does not take it, which the form then says."""
    filled = form.cleaned_data
    try:
        return quote_line(
            form.line, amount=filled["valor"], periods=filled["cuotas"], method=form.method, on=on
        )
    except OUTSIDE as refusal:
        form.add_error(*outside(refusal))
    return None
