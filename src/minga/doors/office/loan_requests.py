"""Credit requests by where they stand, and one of them whole."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from minga.documents.copy_codebtor_obligation import copy_obligation_on_file
from minga.doors.office.gate import StaffRequest
from minga.doors.office.loan_words import agreed_words, capacity_of, quote_of, when_paid
from minga.doors.office.member_products import products_shown
from minga.doors.office.pages import cursor, cut, more_url, who_acted
from minga.doors.office.reason import unseen
from minga.doors.web.access_page import visitor
from minga.doors.web.codebtor_words import STATES as STATES_OF_CODEBTORS
from minga.doors.web.credit_documents import EXTENSIONS
from minga.doors.web.loan_words import SHORT_METHODS
from minga.doors.web.papers import handed_over, letterhead
from minga.doors.web.request_words import STATUS
from minga.kit import clock
from minga.loans.models import RequestStep
from minga.loans.queries import loan_of, loans_of
from minga.loans.request_queries import RequestView
from minga.loans.request_status import STUDIED
from minga.loans.staff_queries import (
    PAGE_SIZE,
    document_for_staff,
    request_for_staff,
    request_rows,
)

STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "espera": ("Las que esperan a la cooperativa", tuple(STUDIED)),
    "estudio": (
        "Por estudiar", (RequestStep.SENT, RequestStep.COMPLETED, RequestStep.IN_ANALYSIS),
    ),
    "decision": ("Por decidir", (RequestStep.RECOMMENDED,)),
    "falta": ("Falta algo del asociado", (RequestStep.MISSING,)),
    "vencida": ("Ofertas que nadie firmó a tiempo", (RequestStep.EXPIRED,)),
    "aprobada": ("Aprobadas, sin firmar", (RequestStep.APPROVED,)),
    "terminada": (
        "Terminadas",
        (
            RequestStep.REJECTED, RequestStep.WITHDRAWN, RequestStep.SIGNED,
            RequestStep.DISBURSED,
        ),
    ),
    "todas": ("Todas", ()),
}  # fmt: skip


@require_safe
def loan_requests(request: StaffRequest) -> HttpResponse:
    """A page of requests, the oldest first."""
    state = request.GET.get("estado", "espera")
    title, statuses = STATES.get(state, STATES["espera"])
    after = cursor(request.GET.get("despues", ""))
    rows, last = cut(request_rows(statuses, after=after, limit=PAGE_SIZE + 1), PAGE_SIZE)
    shown = {
        "rows": [(one, STATUS[one.status]) for one in rows],
        "state": state,
        "states": [(key, words) for key, (words, _) in STATES.items()],
        "title": title,
        "next_url": last and more_url(request, despues=f"{last.since.isoformat()}_{last.id}"),
    }
    return render(request, "office/loan_requests.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def loan_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Everything that helps to study one; each look is written down with its reason."""
    found = sent(request_id)
    page = unseen(
        request, subject=subject_of(request_id), what="loan_request", title=title_of(found)
    )
    if page is not None:
        return page
    return render(request, "office/loan_request.html", whole(found))


@require_http_methods(["GET", "HEAD", "POST"])
def loan_document(request: StaffRequest, request_id: UUID, place: int) -> HttpResponse:
    """A document as it was kept, to be saved and never shown in the page."""
    found = sent(request_id)
    if place >= len(found.documents):
        raise Http404
    name = found.documents[place].name
    page = unseen(
        request, subject=subject_of(request_id), what="loan_document", title=title_of(found),
        document=name,
    )  # fmt: skip
    if page is not None:
        return page
    kept = document_for_staff(request_id, name)
    if kept is None:
        raise Http404
    file = f"{found.number}-{place + 1}.{EXTENSIONS[kept.content_type]}"
    return HttpResponse(
        bytes(kept.content),
        content_type=kept.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def codebtor_obligation(request: StaffRequest, request_id: UUID, codebtor_id: UUID) -> HttpResponse:
    """What a codebtor signed, as a paper; 404 before they did."""
    found = sent(request_id)
    if not any(one.id == codebtor_id and one.has_signed for one in found.codebtors):
        raise Http404
    page = unseen(
        request, subject=subject_of(request_id), what="codebtor_obligation",
        title=title_of(found), codebtor=str(codebtor_id),
    )  # fmt: skip
    if page is not None:
        return page
    return handed_over(
        copy_obligation_on_file(
            request_id=request_id, codebtor_id=codebtor_id, actor=request.employee.actor,
            letterhead=letterhead(), at=clock.now(), ip=visitor(request).ip,
        )
    )  # fmt: skip


def sent(request_id: UUID) -> RequestView:
    """A request that was sent. Raises Http404."""
    found = request_for_staff(request_id, clock.now())
    if found is None:
        raise Http404
    return found


def subject_of(request_id: UUID) -> str:
    """How the trail names a request."""
    return f"loan_request:{request_id}"


def title_of(found: RequestView) -> str:
    """What is about to be opened, without saying whose it is."""
    return f"Solicitud {found.number}"


def whole(found: RequestView) -> dict[str, Any]:
    """What the page of one request shows."""
    on = clock.business_date(clock.now())
    quote = quote_of(found, on)
    loans = [loan_of(found.member_id, one.id, on) for one in loans_of(found.member_id)]
    due = found.expires_at
    expired = found.status == RequestStep.RECOMMENDED and bool(due and due <= clock.now())
    names = who_acted([one.actor for one in found.story] + [found.maker])
    return {
        "request_": found,
        "status": STATUS[found.status],
        "method": SHORT_METHODS[found.method],
        "when": when_paid(found.pay_day, found.grace),
        "quote": quote,
        "capacity": capacity_of(found, quote),
        "products": products_shown(found.member_id, on),
        "late": [one for one in loans if one and one.owed.days_late],
        "story": [(STATUS[one.step], names[one.actor], one) for one in found.story],
        "codebtors": [(one, STATES_OF_CODEBTORS[one.state]) for one in found.codebtors],
        "agreed": agreed_words(found),
        "maker": names.get(found.maker, ""),
        "can_renew": found.status == RequestStep.EXPIRED,
        "can_study": found.status in STUDIED,
        "can_decide": found.status == RequestStep.RECOMMENDED and not expired,
        "expired": expired,
    }
