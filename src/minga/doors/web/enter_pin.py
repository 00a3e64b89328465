"""«Clave» and «Ingresar» (S4), below the image and the word that only the cooperative can show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.access.enter_pin import enter_pin as use_case
from minga.access.models import FlowKind
from minga.access.pin_gate import NoSecret, PinDisabled, PinWaits, WrongPin
from minga.access.queries import pin_page, takes_long_pin
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, flow_token, step, visitor
from minga.doors.web.access_words import locked, words
from minga.doors.web.forms.enter_pin import EnterPinForm
from minga.doors.web.forms.sign_in_passkey import SignInPasskeyForm
from minga.doors.web.into_the_office import into_the_office
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def enter_pin(request: HttpRequest) -> HttpResponse:
    """Shows image and word, takes the PIN, opens the office or the step before it."""
    is_long = takes_long_pin(flow_token(request, FlowKind.SIGN_IN), clock.now())
    form = EnterPinForm(request.POST if request.method == "POST" else None, is_long=is_long)
    if form.is_valid():
        try:
            done = use_case(
                token=flow_token(request, FlowKind.SIGN_IN),
                pin=form.cleaned_data["clave"],
                remembers=form.cleaned_data["recordar"],
                browser_token=browser_token(request),
                session_token=cookies.read(request, cookies.SESSION),
                by=visitor(request),
                at=clock.now(),
            )
        except WrongPin as refusal:
            form.add_error("clave", words(refusal))
        except (PinWaits, PinDisabled, NoSecret):
            # The page itself says that it is closed, and for how long.
            form = EnterPinForm(is_long=is_long)
        else:
            return into_the_office(request, done)
    return _page(request, form, is_long=is_long)


def _page(request: HttpRequest, form: EnterPinForm, *, is_long: bool) -> HttpResponse:
    shown = pin_page(flow_token(request, FlowKind.SIGN_IN), clock.now())
    if isinstance(shown.closed, NoSecret):
        key = {"form": SignInPasskeyForm(), "has_passkeys": passkey_site(request) is not None}
        return render(request, "web/enter_with_key.html", key)
    return render(
        request,
        "web/enter_pin.html",
        {
            "form": form,
            "is_long": is_long,
            "asks_to_remember": shown.asks_to_remember,
            "image_url": reverse("web:security_image", args=[shown.image_token]),
            "image_alt": shown.image_name,
            "phrase": shown.phrase,
            "username": shown.number,
            "locked_message": locked(shown.closed) if shown.closed else "",
        },
        status=422 if form.errors else 403 if shown.closed else 200,
    )
