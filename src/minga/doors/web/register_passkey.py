"""«Usar una llave de acceso»: the registration ends with a key instead of a PIN (S7)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.access import register_passkey as use_case
from minga.access.models import FlowKind
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_making import TooManyPasskeys
from minga.access.passkey_names import default_name
from minga.access.register_passkey import SecretNeeded
from minga.access.register_security import AlreadyRegistered
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, flow_token, start_again, step, visitor
from minga.doors.web.forms.passkeys import KeepPasskeyForm
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.registered import WITH, WITH_KEY
from minga.kit import clock
from minga.kit.passkeys.site import Site

FAILED = "No se creó la llave. Intenta otra vez."


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.REGISTER)
def register_passkey(request: HttpRequest) -> HttpResponse:
    """Lets the browser make the key, and keeps it; where there is none to make, back to the PIN."""
    site = passkey_site(request)
    if site is None:
        return redirect("web:register_pin")
    try:
        return _keep(request, site) if request.method == "POST" else _page(request, site)
    except SecretNeeded:
        return redirect("web:register_pin")
    except AlreadyRegistered:
        return start_again(FlowKind.SIGN_IN, "registrado")


def _keep(request: HttpRequest, site: Site) -> HttpResponse:
    form = KeepPasskeyForm(request.POST)
    if not form.is_valid():
        return _page(request, site, FAILED)
    try:
        token = use_case.finish(
            token=flow_token(request, FlowKind.REGISTER),
            answer=form.cleaned_data["respuesta"],
            name=form.cleaned_data["nombre"],
            browser_token=browser_token(request),
            site=site,
            by=visitor(request),
            at=clock.now(),
        )
    except (PasskeyRefused, TooManyPasskeys):
        return _page(request, site, FAILED)
    response = HttpResponseRedirect(f"{reverse('web:registered')}?{urlencode({WITH: WITH_KEY})}")
    cookies.write(request, response, cookies.BROWSER, token, cookies.BROWSER_LIFE)
    return response


def _page(request: HttpRequest, site: Site, fault: str = "") -> HttpResponse:
    token, at = flow_token(request, FlowKind.REGISTER), clock.now()
    shown = {
        "options": use_case.begin(token=token, site=site, at=at),
        "name": default_name(request.headers.get("User-Agent", ""), []),
        "fault": fault,
    }
    return render(request, "web/register_passkey.html", shown, status=422 if fault else 200)
