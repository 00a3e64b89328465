"""«Aprobar con llave de acceso»."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from minga.access import approve_with_passkey as use_case
from minga.access.approvals import NoSuchApproval
from minga.access.passkey_assertion import PasskeyRefused
from minga.doors.web.access_page import visitor
from minga.doors.web.approve_words import MOVED_ON
from minga.doors.web.forms.approve import ApprovePasskeyForm
from minga.doors.web.guard import NOTICE, MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock


@require_POST
@members_only
@in_session
def approve_passkey_options(request: MemberRequest, approval_id: UUID) -> HttpResponse:
    """What the browser needs to ask for the signature, as JSON."""
    site = passkey_site(request)
    if site is None:
        return HttpResponse(status=404)
    try:
        options = use_case.begin(
            session_token=session_token(request), approval_id=approval_id, site=site, at=clock.now()
        )
    except NoSuchApproval:
        raise Http404 from None
    except MOVED_ON:
        return HttpResponse(status=409)
    return HttpResponse(options, content_type="application/json")


@require_POST
@members_only
@in_session
def approve_passkey(request: MemberRequest, approval_id: UUID) -> HttpResponse:
    """Judges the signature; whatever is wrong with it, the page says the same."""
    site, form = passkey_site(request), ApprovePasskeyForm(request.POST)
    address = reverse("web:approve", args=[approval_id])
    if site is None or not form.is_valid():
        return redirect(f"{address}?{NOTICE}=llave")
    try:
        use_case.finish(
            session_token=session_token(request),
            approval_id=approval_id,
            answer=form.cleaned_data["respuesta"],
            site=site,
            by=visitor(request),
            at=clock.now(),
        )
    except NoSuchApproval:
        raise Http404 from None
    except PasskeyRefused:
        return redirect(f"{address}?{NOTICE}=llave")
    except MOVED_ON:
        return redirect(address)
    return redirect(address)
