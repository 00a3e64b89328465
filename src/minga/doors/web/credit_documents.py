"""The documents of a credit request: attached, taken out, and given back to who attached them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.doors.web.credit_request import editable, mine, next_page
from minga.doors.web.forms.credit_request import DocumentForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.request_words import BAD_FILE, bad_file
from minga.kit import clock
from minga.loans.attach_document import attach_document, remove_document
from minga.loans.clean_document import BYTES_MAX, DocumentTooLarge
from minga.loans.open_request import RequestNotOpen
from minga.loans.request_queries import RequestView, document_of

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}
REMOVE = "quitar"


@require_safe
@members_only
def credit_documents(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Every document that is asked for, and which are there."""
    found = editable(request, request_id)
    if found is None:
        return next_page(mine(request, request_id))
    return render(request, "web/credit_documents.html", {"request_": found})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def credit_document(request: MemberRequest, request_id: UUID, place: int) -> HttpResponse:
    """One document: choose the file, or take it out."""
    found = editable(request, request_id)
    if found is None:
        return next_page(mine(request, request_id))
    name = _name(found, place)
    if request.method != "POST":
        return _page(request, found, name, DocumentForm())
    if REMOVE in request.POST:
        return _removed(request, found, name)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _attach(request, found, name, form)
            return redirect("web:credit_documents", request_id)
        except RequestNotOpen:
            return next_page(found)
        except BAD_FILE as refusal:
            form.add_error("archivo", bad_file(refusal))
    return _page(request, found, name, form)


@require_safe
@members_only
def own_document(request: MemberRequest, request_id: UUID, place: int) -> HttpResponse:
    """A document as it was kept, to be saved and never shown in the page; 404 for a stranger."""
    name = _name(mine(request, request_id), place)
    kept = document_of(request.member.id, request_id, name)
    if kept is None:
        raise Http404
    file = f"documento-{place + 1}.{EXTENSIONS[kept.content_type]}"
    return HttpResponse(
        bytes(kept.content),
        content_type=kept.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _attach(request: MemberRequest, found: RequestView, name: str, form: DocumentForm) -> None:
    file = form.cleaned_data["archivo"]
    if file.size > BYTES_MAX:
        raise DocumentTooLarge(bytes=file.size)
    attach_document(
        member_id=request.member.id, request_id=found.id, name=name, content=file.read(),
        at=clock.now(),
    )  # fmt: skip


def _removed(request: MemberRequest, found: RequestView, name: str) -> HttpResponse:
    try:
        remove_document(member_id=request.member.id, request_id=found.id, name=name, at=clock.now())
    except RequestNotOpen:
        return next_page(found)
    return redirect("web:credit_documents", found.id)


def _name(found: RequestView, place: int) -> str:
    if place >= len(found.documents):
        raise Http404
    return found.documents[place].name


def _page(
    request: MemberRequest, found: RequestView, name: str, form: DocumentForm
) -> HttpResponse:
    shown = {"form": form, "name": name, "request_": found}
    return render(request, "web/credit_document.html", shown, status=422 if form.errors else 200)
