"""Loans that went bad: which may be written off, which were, what waits for a second person."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.office.act_pages import acts_on, acts_page
from minga.doors.office.gate import StaffRequest
from minga.doors.office.pages import cut, more_url, typed, who_acted
from minga.doors.office.reason import unseen
from minga.doors.web.present import product_row
from minga.kit import clock
from minga.loans.decide_write_off import subject_of
from minga.loans.models import LoanEnd
from minga.loans.recovered import left_to_recover
from minga.loans.staff_queries import (
    PAGE_SIZE,
    LoanFile,
    loan_numbered,
    loans_to_write_off,
    loans_written_off,
)
from minga.loans.staff_queries import (
    loan_file as find_loan,
)
from minga.savings.queries import products_of
from minga.staff.models import ActKind

LOAN_ACTS = (ActKind.WRITE_OFF, ActKind.RECOVERY)
VIEWS = {
    "esperan": "Por decidir", "categoria-e": "Se pueden castigar", "castigados": "Castigados",
    "decididas": "Decididas",
}  # fmt: skip


@require_safe
def bad_loans(request: StaffRequest) -> HttpResponse:
    """One of the lists, or the loan of a number that was typed."""
    number = typed(request, "numero")
    if number:
        loan_id = loan_numbered(number)
        if loan_id is not None:
            return redirect("office:loan_file", loan_id)
    view = request.GET.get("ver", "esperan")
    view = view if view in VIEWS else "esperan"
    if view in {"esperan", "decididas"}:
        listed = acts_page(request, LOAN_ACTS, waiting=view == "esperan")
    else:
        listed = _loans(request, view)
    shown = listed | {
        "view": view, "views": VIEWS.items(), "title": VIEWS[view], "typed": number,
        "unknown": bool(number),
    }  # fmt: skip
    return render(request, "office/bad_loans.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def loan_file(request: StaffRequest, loan_id: UUID) -> HttpResponse:
    """One loan: what it owes, its debtor's savings, and what two people did or may do."""
    found = known(loan_id)
    page = loan_unseen(request, found)
    if page is not None:
        return page
    names = who_acted(one.forgiven_by for one in found.charges if one.forgiven)
    shown = {
        "file": found,
        "left": left_of(found),
        "charges": [(one, names.get(one.forgiven_by, "")) for one in found.charges],
        "products": [
            product_row(one) for one in products_of(found.member_id) if one.can_pay_out
        ],
        "acts": acts_on(LOAN_ACTS, subject_of(loan_id)),
        "can_write_off": found.loan.is_open and found.category == "E",
    }  # fmt: skip
    return render(request, "office/loan_file.html", shown)


def known(loan_id: UUID) -> LoanFile:
    """A loan as it stands today. Raises Http404."""
    found = find_loan(loan_id, clock.business_date(clock.now()))
    if found is None:
        raise Http404
    return found


def loan_unseen(request: StaffRequest, found: LoanFile) -> HttpResponse | None:
    """As `unseen`, for a loan."""
    return unseen(
        request, subject=subject_of(found.loan.id), what="loan",
        title=f"Crédito {found.loan.number}",
    )  # fmt: skip


def left_of(found: LoanFile) -> object:
    """What may still be recovered of a loan that was written off; None for any other."""
    end = LoanEnd.objects.filter(loan_id=found.loan.id, how="written_off").first()
    return left_to_recover(end) if end else None


def _loans(request: StaffRequest, view: str) -> dict[str, object]:
    listed = loans_to_write_off if view == "categoria-e" else loans_written_off
    found = listed(after=typed(request, "despues"), limit=PAGE_SIZE + 1)
    rows, last = cut(found, PAGE_SIZE)
    return {"loans": rows, "next_url": last and more_url(request, despues=last.number)}
