"""The page behind an employee's link: the browser makes a key, and the link has served."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from minga.doors.office.forms.key import KeyForm
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import NOTICE
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock
from minga.staff import enrol_key as use_case
from minga.staff.enrol_key import LinkSpent, TooManyKeys
from minga.staff.refusals import KeyRefused, TooManyTries

FAILED = "No se creó ninguna llave. Intenta otra vez."
FULL = "Ya tienes todas las llaves que puedes tener. Pide que retiren una."


@require_http_methods(["GET", "HEAD", "POST"])
def enrol_key(request: HttpRequest, token: str) -> HttpResponse:
    """Whose link it is, and the button; then what the browser made. Looking changes nothing."""
    site, form = passkey_site(request), KeyForm(request.POST)
    if request.method != "POST":
        return _page(request, token)
    if site is None or not form.is_valid():
        return _page(request, token, FAILED)
    try:
        use_case.finish(
            token=token, answer=form.cleaned_data["respuesta"], site=site, by=visitor(request),
            at=clock.now(),
        )  # fmt: skip
    except (KeyRefused, LinkSpent):
        return _page(request, token, FAILED)
    except TooManyKeys:
        return _page(request, token, FULL)
    return HttpResponseRedirect(f"{reverse('office:sign_in')}?{NOTICE}=lista")


@require_POST
def enrol_key_options(request: HttpRequest, token: str) -> HttpResponse:
    """What the browser needs to make a key, as JSON."""
    site = passkey_site(request)
    if site is None:
        return HttpResponse(status=404)
    try:
        options = use_case.begin(token=token, site=site, by=visitor(request), at=clock.now())
    except (LinkSpent, TooManyKeys):
        return HttpResponse(status=404)
    except TooManyTries:
        return render(request, "429.html", status=429)
    return HttpResponse(options, content_type="application/json")


def _page(request: HttpRequest, token: str, wrong: str = "") -> HttpResponse:
    name = use_case.whose_link(token, clock.now())
    shown = {
        "name": name, "wrong": wrong, "token": token, "key_form": KeyForm(),
        "can_use_keys": passkey_site(request) is not None,
    }  # fmt: skip
    status = 404 if name is None else 422 if wrong else 200
    return render(request, "office/enrol_key.html", shown, status=status)
