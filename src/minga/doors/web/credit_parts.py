"""The parts of a credit request that are answered in a form: terms, income, authorisations."""

import contextlib
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.doors.web.credit_request import editable, mine, next_page
from minga.doors.web.forms.credit_request import AuthorisationsForm, CreditTermsForm, IncomeForm
from minga.doors.web.forms.simulate_credit import ANY_DAY
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.request_words import IN_A_FORM, fault
from minga.doors.web.templatetags.money import cop
from minga.kit import clock
from minga.kit.money import Money
from minga.loans.authorisation_texts import AUTHORISATIONS
from minga.loans.fill_request import authorise, change_terms, tell_income
from minga.loans.lines import lines_offered
from minga.loans.open_request import RequestNotOpen
from minga.savings.queries import products_of


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def credit_terms(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Line, amount, instalments, way, account."""
    found = editable(request, request_id)
    if found is None:
        return next_page(mine(request, request_id))
    at = clock.now()
    form = CreditTermsForm(
        request.POST if request.method == "POST" else None,
        lines=lines_offered(clock.business_date(at)), products=products_of(request.member.id),
        initial={
            "linea": found.line_code, "valor": _plain(found.amount), "cuotas": found.periods,
            "metodo": found.method.value, "cuenta": str(found.pays_to),
            "dia": found.pay_day or ANY_DAY, "gracia": found.grace or "",
        } | request.kept,
    )  # fmt: skip
    if form.is_valid():
        try:
            change_terms(member_id=request.member.id, request_id=request_id, at=at, **form.terms)
            return next_page(found)
        except RequestNotOpen:
            return next_page(found)
        except IN_A_FORM as refusal:
            form.add_error(*fault(refusal))
    return _page(request, "web/credit_terms.html", form, request_id)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def credit_income(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Income, expenses, purpose."""
    found = editable(request, request_id)
    if found is None:
        return next_page(mine(request, request_id))
    form = IncomeForm(
        request.POST if request.method == "POST" else None,
        initial={
            "ingresos": _plain(found.income), "gastos": _plain(found.expenses),
            "destino": found.purpose,
        } | request.kept,
    )  # fmt: skip
    if not form.is_valid():
        return _page(request, "web/credit_income.html", form, request_id)
    told = form.cleaned_data
    with contextlib.suppress(RequestNotOpen):  # the page it leads to says where it stands
        tell_income(
            member_id=request.member.id, request_id=request_id, income=told["ingresos"],
            expenses=told["gastos"], purpose=told["destino"], at=clock.now(),
        )  # fmt: skip
    return next_page(found)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def credit_authorisations(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Each text whole, and a box for each."""
    found = editable(request, request_id)
    if found is None:
        return next_page(mine(request, request_id))
    form = AuthorisationsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        texts = [
            (form[one.key], one.text.format(cooperative=settings.COOPERATIVE_NAME))
            for one in AUTHORISATIONS
        ]
        given = found.authorisations.values()
        return _page(
            request, "web/credit_authorisations.html", form, request_id, texts=texts, given=given
        )
    with contextlib.suppress(RequestNotOpen):  # the page it leads to says where it stands
        authorise(
            member_id=request.member.id, request_id=request_id,
            cooperative=settings.COOPERATIVE_NAME, at=clock.now(),
        )  # fmt: skip
    return next_page(found)


def _page(
    request: MemberRequest, template: str, form: object, request_id: UUID, **more: object
) -> HttpResponse:
    shown = {"form": form, "request_id": request_id, **more}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, shown, status=status)


def _plain(value: Money | None) -> str:
    return cop(value).removeprefix("$\u00a0") if value else ""
