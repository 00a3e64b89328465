"""Aportes sociales and ahorro permanente (B8): how much is due, what was paid, and paying it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.doors.web.forms.pay_quota import PayQuotaForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.present import product_row
from minga.doors.web.rates import ea
from minga.doors.web.templatetags.money import month_long
from minga.doors.web.transfer_words import not_enough
from minga.kit import clock
from minga.payments.propose_transfer import DoesNotFit, propose_transfer
from minga.savings.irreducible import irreducible_minimum
from minga.savings.queries import products_of
from minga.savings.quota_queries import QuotaView, quotas_of


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def quotas(request: MemberRequest, product_id: UUID) -> HttpResponse:
    """The page, with the form that goes on to the review; 404 for another member's product."""
    at = clock.now()
    today = clock.business_date(at)
    view = quotas_of(request.member.id, product_id, today)
    if view is None:
        raise Http404
    products = products_of(request.member.id)
    asked = request.POST if request.method == "POST" else None
    form = PayQuotaForm(asked, products=products, initial=_due(view) | request.kept)
    if form.is_valid():
        try:
            order = propose_transfer(
                member_id=request.member.id, source_id=UUID(form.cleaned_data["origen"]),
                destination_id=product_id, amount=form.cleaned_data["valor"],
                note=f"Cuota de {month_long(today)}", at=at,
            )  # fmt: skip
        except DoesNotFit as refusal:
            form.add_error("valor", not_enough(refusal.review))
        else:
            return redirect("web:review_transfer", order)
    return render(
        request,
        "web/quotas.html",
        {
            "view": view, "form": form, "product": product_row(view.product),
            "product_id": product_id, "rate": ea(view.rate_ea) if view.rate_ea else "",
            "minimum": irreducible_minimum(today) if view.is_aportes else None,
            "can_pay": any(one.can_pay_out for one in products) and view.product.is_open,
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _due(view: QuotaView) -> dict[str, Any]:
    """What is missing this month, as people write it."""
    month = view.this_month
    if month is None or not month.due:
        return {}
    return {"valor": f"{month.due.amount:,.0f}".replace(",", ".")}
