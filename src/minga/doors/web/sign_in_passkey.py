"""«Ingresar con llave de acceso», from the sign-in page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from minga.access import sign_in_passkey as use_case
from minga.access.models import FlowKind
from minga.access.passkey_assertion import PasskeyHolderBlocked, PasskeyRefused
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, start_again, step, visitor
from minga.doors.web.forms.sign_in_passkey import SignInPasskeyForm
from minga.doors.web.guard import safe_next
from minga.doors.web.into_the_office import into_the_office
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock


@require_POST
@step(FlowKind.SIGN_IN)
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a signature, as JSON, with the cookie that may answer."""
    site = passkey_site(request)
    if site is None:
        return HttpResponse(status=404)
    begun = use_case.begin(site=site, by=visitor(request), at=clock.now())
    response = HttpResponse(begun.options, content_type="application/json")
    cookies.write(request, response, cookies.PASSKEY, begun.holder, cookies.PASSKEY_LIFE)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Opens the office; whatever is wrong with the answer, the sign-in page says the same."""
    site, form = passkey_site(request), SignInPasskeyForm(request.POST)
    if request.method != "POST" or site is None or not form.is_valid():
        return redirect("web:identify")
    try:
        done = use_case.finish(
            holder=cookies.read(request, cookies.PASSKEY),
            answer=form.cleaned_data["respuesta"],
            site=site,
            remembers=form.cleaned_data["recordar"],
            browser_token=browser_token(request),
            session_token=cookies.read(request, cookies.SESSION),
            next_path=safe_next(form.cleaned_data["siguiente"]),
            by=visitor(request),
            at=clock.now(),
        )
    except PasskeyHolderBlocked:
        return start_again(FlowKind.SIGN_IN, "llave_bloqueada")
    except PasskeyRefused:
        return start_again(FlowKind.SIGN_IN, "llave")
    response = into_the_office(request, done)
    cookies.forget(request, response, cookies.PASSKEY)
    return response
