"""«Transferencias» between the member's own products (S15): fill in, review, confirm, receipt."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.web.forms.make_transfer import MakeTransferForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.look_again import has_changed, look_again
from minga.doors.web.templatetags.money import cop, masked
from minga.doors.web.transfer_words import not_enough
from minga.kit import clock
from minga.ledger.entry import InsufficientFunds
from minga.payments import make_transfer as use_case
from minga.payments import queries
from minga.payments.gmf_room import CostChanged
from minga.payments.propose_transfer import DoesNotFit, propose_transfer
from minga.savings.least_balance import BelowLeastBalance
from minga.savings.queries import Product, products_of
from minga.savings.tails import tails

ALREADY = "ya"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def make_transfer(request: MemberRequest) -> HttpResponse:
    """The form; what was filled in before (`?desde=`) comes back to be changed."""
    products = products_of(request.member.id)
    if request.method == "POST":
        form = MakeTransferForm(request.POST, products=products)
        if form.is_valid():
            try:
                order = propose_transfer(
                    member_id=request.member.id,
                    source_id=form.source_id,
                    destination_id=form.destination_id,
                    amount=form.cleaned_data["valor"],
                    note=form.cleaned_data["nota"],
                    at=clock.now(),
                )
            except DoesNotFit as refusal:
                form.add_error("valor", not_enough(refusal.review))
            else:
                return redirect("web:review_transfer", order)
    else:
        form = MakeTransferForm(initial=_filled_in(request) | request.kept, products=products)
    return render(
        request,
        "web/make_transfer.html",
        {"form": form, "none_possible": not _possible(products)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def review_transfer(request: MemberRequest, order_id: UUID) -> HttpResponse:
    """Everything before consent; confirming twice, or coming back later, is still one transfer."""
    if request.method != "POST" and queries.receipt(request.member.id, order_id):
        return _to_receipt(order_id, already=True)
    at = clock.now()
    order = queries.review(request.member.id, order_id, clock.business_date(at))
    if order is None:
        raise Http404
    if request.method != "POST":
        return _review_page(request, order)
    if _costs_otherwise(request, order):
        return look_again(request, request.path)
    try:
        done = use_case.make_transfer(
            member_id=request.member.id,
            source_id=order.source.id,
            destination_id=order.destination.id,
            amount=order.amount,
            note=order.note,
            key=order.id,
            at=at,
            shown_cost=order.cost,
        )
    except (InsufficientFunds, BelowLeastBalance, CostChanged):
        return look_again(request, request.path)
    return _to_receipt(done.id, already=done.made_at != at)


@require_safe
@members_only
def transfer_receipt(request: MemberRequest, order_id: UUID) -> HttpResponse:
    """The comprobante; 404 for a transfer that is not this member's."""
    made = queries.receipt(request.member.id, order_id)
    if made is None:
        raise Http404
    return render(
        request,
        "web/transfer_receipt.html",
        {
            "reference": made.reference,
            "source": _account(made.source_name, made.source_number, made.destination_number),
            "destination": _account(
                made.destination_name, made.destination_number, made.source_number
            ),
            "amount": made.amount,
            "cost": made.cost,
            "note": made.note,
            "at": made.made_at,
            "already_done": ALREADY in request.GET,
        },
    )


def _costs_otherwise(request: MemberRequest, order: queries.Review) -> bool:
    """Whether it would cost something else than the page that was confirmed showed."""
    shown = request.POST.get("costo", "")
    if not shown or shown == str(order.cost.amount):
        return False
    return queries.receipt(request.member.id, order.id) is None


def _review_page(request: MemberRequest, order: queries.Review) -> HttpResponse:
    back = reverse("web:make_transfer") + "?" + urlencode({"desde": str(order.id)})
    return render(
        request,
        "web/review_transfer.html",
        {
            "source": _account(order.source.name, order.source.number, order.destination.number),
            "destination": _account(
                order.destination.name, order.destination.number, order.source.number
            ),
            "amount": order.amount,
            "note": order.note,
            "cost": order.cost,
            "total": order.total,
            "balance_after": order.balance_after,
            "available": order.available,
            "change_url": back,
            "problem": None if order.fits else not_enough(order),
            "has_changed": has_changed(request),
        },
        status=200 if order.fits else 409,
    )


def _account(name: str, number: str, other: str) -> dict[str, str]:
    return {"name": name, "number_masked": masked(tails([number, other])[number])}


def _possible(products: list[Product]) -> bool:
    return any(one.can_pay_out for one in products) and sum(one.is_open for one in products) > 1


def _filled_in(request: MemberRequest) -> dict[str, str]:
    """What an earlier order of this member says; nothing for anything else."""
    try:
        order_id = UUID(request.GET.get("desde", ""))
    except ValueError:
        return {}
    order = queries.review(request.member.id, order_id, clock.business_date(clock.now()))
    if order is None:
        return {}
    return {
        "origen": str(order.source.id),
        "destino": str(order.destination.id),
        "valor": cop(order.amount).removeprefix("$\u00a0"),
        "nota": order.note,
    }


def _to_receipt(order_id: UUID, *, already: bool) -> HttpResponse:
    address = reverse("web:transfer_receipt", args=[order_id])
    return redirect(f"{address}?{ALREADY}" if already else address)
