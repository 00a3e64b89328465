"""«Certificado de aportes»: of today, or of a day that the member says."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.documents import certify_aportes as use_case
from minga.doors.web.forms.certify_aportes import CertifyAportesForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.papers import asked_by, handed_over
from minga.kit import clock


@require_safe
@members_only
def certify_aportes(request: MemberRequest) -> HttpResponse:
    """Asks for the day by plain GET; the answer to a day is the PDF."""
    today = clock.business_date(clock.now())
    data = request.GET if "fecha" in request.GET else None
    form = CertifyAportesForm(data, today=today, initial={"fecha": today.isoformat()})
    if form.is_valid():
        pdf = use_case.certify_aportes(on=form.cleaned_data["fecha"], **asked_by(request))
        if pdf is not None:
            return handed_over(pdf)
        form.add_error("fecha", "Ese día aún no tenías aportes. Elige otro más reciente.")
    status = 422 if form.errors else 200
    return render(request, "web/certify_aportes.html", {"form": form}, status=status)
