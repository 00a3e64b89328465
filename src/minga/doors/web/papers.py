"""What all papers have in common at this door: who asks, on whose letterhead, and the file."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from minga.documents.letterhead import Letterhead
from minga.documents.typeset import Pdf
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import MemberRequest
from minga.kit import clock


def asked_by(request: MemberRequest) -> dict[str, Any]:
    """What every paper's use case wants to know: for whom, when, from where, whose letterhead."""
    return {
        "member_id": request.member.id,
        "letterhead": letterhead(),
        "at": clock.now(),
        "ip": visitor(request).ip,
    }


def letterhead() -> Letterhead:
    """The cooperative as its papers name it, with the page where they are checked."""
    check_at = settings.ORIGIN and settings.ORIGIN.rstrip("/") + reverse("web:verify_paper")
    return Letterhead(
        name=settings.COOPERATIVE_NAME, phone=settings.COOPERATIVE_PHONE, check_at=check_at,
        nit=settings.COOPERATIVE_NIT, address=settings.COOPERATIVE_ADDRESS,
        city=settings.COOPERATIVE_CITY, is_insured=settings.DEPOSITS_INSURED,
    )  # fmt: skip


def handed_over(pdf: Pdf | None) -> HttpResponse:
    """A file to be kept; 404 when there is none for this member."""
    if pdf is None:
        raise Http404
    return HttpResponse(
        pdf.body,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{pdf.filename}"'},
    )
