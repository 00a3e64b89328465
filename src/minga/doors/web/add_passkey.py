"""«Agregar llave de acceso»: proves who it is, lets the browser make a key, keeps it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from minga.access import add_passkey as use_case
from minga.access.models import FlowKind
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_making import TooManyPasskeys
from minga.access.passkey_queries import AddPage, add_page
from minga.access.pin_again import PasskeyFirst, PinNeeded, SignInAgain
from minga.access.pin_gate import PinDisabled, PinWaits, WrongPin
from minga.access.sessions import SessionOver
from minga.doors.web import cookies
from minga.doors.web.access_page import start_again, step, visitor
from minga.doors.web.access_words import locked, words
from minga.doors.web.forms.passkeys import AddPasskeyForm, KeepPasskeyForm
from minga.doors.web.guard import members_only
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.passkeys import to_passkeys
from minga.kit import clock
from minga.kit.passkeys.site import Site
from minga.kit.refusal import Refusal

View = Callable[[HttpRequest], HttpResponse]


def _in_a_session(view: View) -> View:
    """A session that ended meanwhile leads to the sign-in page."""

    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        try:
            return step(FlowKind.SIGN_IN)(view)(request)
        except SessionOver:
            return start_again(FlowKind.SIGN_IN, "sesion")

    return page


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@_in_a_session
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Asks for the PIN unless the sign-in is recent, and then lets the browser make the key."""
    site, token = passkey_site(request), cookies.read(request, cookies.SESSION)
    if site is None:
        return redirect("web:passkeys")
    page = add_page(token, request.headers.get("User-Agent", ""), site, clock.now())
    if page.proof.passkey_only:
        return redirect("web:prove_with_passkey", "llave")
    typed = request.POST if "clave" in request.POST else None
    form = AddPasskeyForm(typed, is_long=page.proof.is_long)
    if request.method != "POST" or (page.proof.asks_pin and not form.is_valid()):
        return _page(request, page, form)
    return _begin(request, site, page, form)


def _begin(request: HttpRequest, site: Site, page: AddPage, form: AddPasskeyForm) -> HttpResponse:
    """The page that makes the key, or what is wrong with the PIN."""
    try:
        options = use_case.begin(
            session_token=cookies.read(request, cookies.SESSION),
            pin=form.cleaned_data["clave"] if page.proof.asks_pin else "",
            site=site,
            by=visitor(request),
            at=clock.now(),
        )
    except WrongPin as refusal:
        form.add_error("clave", words(refusal))
        return _page(request, page, form)
    except (PinWaits, PinDisabled) as refusal:
        return _page(request, page, form, closed=refusal)
    except (PinNeeded, SignInAgain, PasskeyFirst, TooManyPasskeys):
        return redirect("web:passkeys")
    return render(request, "web/make_passkey.html", {"options": options, "name": page.default_name})


@require_POST
@members_only
@_in_a_session
def keep_passkey(request: HttpRequest) -> HttpResponse:
    """Keeps what the browser made."""
    site, form = passkey_site(request), KeepPasskeyForm(request.POST)
    if site is None or not form.is_valid():
        return to_passkeys("fallo")
    try:
        use_case.finish(
            session_token=cookies.read(request, cookies.SESSION),
            answer=form.cleaned_data["respuesta"],
            name=form.cleaned_data["nombre"],
            site=site,
            by=visitor(request),
            at=clock.now(),
        )
    except (PasskeyRefused, TooManyPasskeys):
        return to_passkeys("fallo")
    return to_passkeys("agregada")


def _page(
    request: HttpRequest, page: AddPage, form: AddPasskeyForm, closed: Refusal | None = None
) -> HttpResponse:
    shown = {"form": form, "page": page, "locked_message": locked(closed) if closed else ""}
    status = 422 if form.errors else 403 if closed else 200
    return render(request, "web/add_passkey.html", shown, status=status)
