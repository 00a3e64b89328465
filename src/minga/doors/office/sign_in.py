"""Getting in with a key, and out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from minga.doors.office.forms.key import KeyForm
from minga.doors.office.gate import KEY, SESSION
from minga.doors.web import cookies
from minga.doors.web.access_page import visitor
from minga.doors.web.guard import NEXT, NOTICE, safe_next
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock
from minga.staff import sign_in as use_case
from minga.staff.refusals import KeyRefused, TooManyTries
from minga.staff.sign_out import sign_out as end_session

PREFIX = "/gestion/"
NOTICES = {
    "sesion": "Tu sesión terminó. Ingresa otra vez.",
    "llave": "Esa llave no abre la oficina de empleados. Intenta con la tuya.",
    "lista": "Tu llave quedó lista. Ingresa con ella.",
    "salida": "Saliste. Hasta pronto.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page, and the answer of the browser's key; whatever is wrong, it says the same."""
    site, form = passkey_site(request), KeyForm(request.POST)
    if request.method != "POST":
        return _page(request)
    if site is None or not form.is_valid():
        return _again("llave")
    try:
        token = use_case.finish(
            holder=cookies.read(request, KEY),
            answer=form.cleaned_data["respuesta"],
            site=site,
            session_token=cookies.read(request, SESSION),
            by=visitor(request),
            at=clock.now(),
        )
    except KeyRefused:
        return _again("llave")
    return let_in(request, token, form.cleaned_data["siguiente"])


@require_POST
def sign_in_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a signature, as JSON, with the cookie that may answer."""
    site = passkey_site(request)
    if site is None:
        return HttpResponse(status=404)
    try:
        begun = use_case.begin(site=site, by=visitor(request), at=clock.now())
    except TooManyTries:
        return render(request, "429.html", status=429)
    response = HttpResponse(begun.options, content_type="application/json")
    cookies.write(request, response, KEY, begun.holder, cookies.PASSKEY_LIFE)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """«Salir»."""
    end_session(session_token=cookies.read(request, SESSION), by=visitor(request), at=clock.now())
    response = _again("salida")
    cookies.forget(request, response, SESSION)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def let_in(request: HttpRequest, token: str, wanted: str) -> HttpResponse:
    """To the page that was wanted, if it is one of the back office, with the session's cookie."""
    path = safe_next(wanted)
    response = redirect(path if path.startswith(PREFIX) else "office:home")
    cookies.write(request, response, SESSION, token)
    cookies.forget(request, response, KEY)
    rotate_token(request)
    return response


def _again(notice: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:sign_in')}?{NOTICE}={notice}")


def _page(request: HttpRequest) -> HttpResponse:
    wanted = safe_next(request.GET.get(NEXT, ""))
    shown = {
        "notice": NOTICES.get(request.GET.get(NOTICE, ""), ""),
        "can_use_keys": passkey_site(request) is not None,
        "key_form": KeyForm(initial={"siguiente": wanted}),
    }
    return render(request, "office/sign_in.html", shown)
