"""«Clave» and «Ingresar» (S4), below the image and the word that only the cooperative can show."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.access.enter_pin import SignedIn
from minga.access.enter_pin import enter_pin as use_case
from minga.access.models import FlowKind
from minga.access.pin_gate import PinDisabled, PinWaits, WrongPin
from minga.access.queries import pin_page
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, flow_token, step, visitor
from minga.doors.web.access_words import locked, words
from minga.doors.web.forms.enter_pin import EnterPinForm
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def enter_pin(request: HttpRequest) -> HttpResponse:
    """Shows image and word, takes the PIN, opens the office."""
    form = EnterPinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = use_case(
                token=flow_token(request, FlowKind.SIGN_IN),
                pin=form.cleaned_data["clave"],
                browser_token=browser_token(request),
                session_token=cookies.read(request, cookies.SESSION),
                by=visitor(request),
                at=clock.now(),
            )
        except WrongPin as refusal:
            form.add_error("clave", words(refusal))
        except (PinWaits, PinDisabled):
            form = EnterPinForm()  # the page itself says that it is closed, and for how long
        else:
            return _into_the_office(request, done)
    return _page(request, form)


def _page(request: HttpRequest, form: EnterPinForm) -> HttpResponse:
    shown = pin_page(flow_token(request, FlowKind.SIGN_IN), clock.now())
    return render(
        request,
        "web/enter_pin.html",
        {
            "form": form,
            "image_url": reverse("web:security_image", args=[shown.image_token]),
            "image_alt": shown.image_name,
            "phrase": shown.phrase,
            "username": shown.number,
            "locked_message": locked(shown.closed) if shown.closed else "",
        },
        status=422 if form.errors else 403 if shown.closed else 200,
    )


def _into_the_office(request: HttpRequest, done: SignedIn) -> HttpResponse:
    response = HttpResponseRedirect(done.next_path or reverse("web:office_home"))
    cookies.write(request, response, cookies.SESSION, done.session_token)
    if done.browser_token:
        cookies.write(request, response, cookies.BROWSER, done.browser_token, cookies.BROWSER_LIFE)
    cookies.forget(request, response, cookies.FLOW[FlowKind.SIGN_IN])
    rotate_token(request)
    return response
