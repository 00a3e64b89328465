"""«Cuenta exenta del 4x1000»: mark one sight account, see the month, take the mark away."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from minga.access.intent import Intent
from minga.access.require_approval import voids_what_changed
from minga.doors.web.approve import approval_for, approval_of
from minga.doors.web.forms.mark_exempt_account import MarkExemptAccountForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.doors.web.present import product_row
from minga.doors.web.templatetags.money import masked
from minga.kit import clock
from minga.kit.parameters import MissingParameter
from minga.payments import mark_exempt_account as use_case
from minga.payments.exempt_queries import ExemptAccount, exempt_account_of, marked_account_of
from minga.payments.gmf_room import cap_of_month
from minga.payments.unmark_exempt_account import unmark_exempt_account as unmark
from minga.savings.queries import Product, products_of
from minga.savings.tails import tails

OTHER = "Ya tienes otra cuenta marcada. Quita primero esa marca."


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def mark_exempt_account(request: MemberRequest, product_id: UUID) -> HttpResponse:
    """What marking means, the declaration, and the mark; 404 for another member's account."""
    at = clock.now()
    products = products_of(request.member.id)
    product = next((one for one in products if one.id == product_id and one.can_pay_out), None)
    if product is None:
        raise Http404
    form = MarkExemptAccountForm(request.POST if request.method == "POST" else None)
    intent = _intent(product)
    if form.is_valid() and marked_account_of(request.member.id) not in {None, product_id}:
        form.add_error(None, OTHER)
    elif form.is_valid():
        try:
            approved = approval_for(request, intent, return_to=request.path)
            if isinstance(approved, HttpResponse):
                return approved
            voids_what_changed(use_case.mark_exempt_account)(
                member_id=request.member.id, account_id=product_id,
                statement=use_case.STATEMENT, at=at, approve=approved,
            )  # fmt: skip
        except use_case.OtherAccountMarked:
            form.add_error(None, OTHER)
        else:
            return redirect(f"{reverse('web:mark_exempt_account', args=[product_id])}?listo=si")
    on = clock.business_date(at)
    try:
        marked = exempt_account_of(request.member.id, on)
        shown = _shown(product, marked, products) | {"form": form, "cap": cap_of_month(on)}
    except MissingParameter:
        shown = {"product": product_row(product), "product_id": product.id, "problem": True}
        return render(request, "web/mark_exempt_account.html", shown, status=409)
    shown["done"] = "listo" in request.GET and shown["is_marked"]
    shown["is_approved"] = approval_of(request, intent) is not None
    status = 422 if form.errors else 200
    return render(request, "web/mark_exempt_account.html", shown, status=status)


def _intent(product: Product) -> Intent:
    return Intent(
        operation="mark_exempt_account",
        amount=None,
        destination="marcar tu cuenta exenta del 4x1000",
        details={"Cuenta": f"{product.name} {masked(product.tail)}"},
        bound={"account": str(product.id), "statement": use_case.STATEMENT},
    )


@require_POST
@members_only
def unmark_exempt_account(request: MemberRequest, product_id: UUID) -> HttpResponse:
    """Takes the mark away and shows the page again."""
    try:
        unmark(member_id=request.member.id, account_id=product_id, at=clock.now())
    except use_case.NotMarkable:
        raise Http404 from None
    return redirect("web:mark_exempt_account", product_id)


def _shown(
    product: Product, marked: ExemptAccount | None, products: list[Product]
) -> dict[str, Any]:
    is_marked = marked is not None and marked.account_id == product.id
    ends = tails(one.number for one in products)
    return {
        "product": product_row(product),
        "product_id": product.id,
        "statement": marked.statement if marked and is_marked else use_case.STATEMENT,
        "is_marked": is_marked,
        "marked": marked,
        "other": masked(ends[marked.number]) if marked and not is_marked else None,
    }
