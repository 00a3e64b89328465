"""What all papers have in common at this door: whose letterhead they carry, and how they are handed
over."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from minga.documents.letterhead import Letterhead
from minga.documents.typeset import Pdf


def letterhead() -> Letterhead:
    """The cooperative's, with the address of the page of verification where one is known."""
    check_at = settings.ORIGIN and settings.ORIGIN.rstrip("/") + reverse("web:verify_paper")
    return Letterhead(settings.COOPERATIVE_NAME, settings.COOPERATIVE_PHONE, check_at)


def handed_over(pdf: Pdf | None) -> HttpResponse:
    """A file to be kept; 404 when there is none for this member."""
    if pdf is None:
        raise Http404
    return HttpResponse(
        pdf.body,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{pdf.filename}"'},
    )
