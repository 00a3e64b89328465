"""A new PIN before the office opens: the old one may serve no longer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.flows import at_stage
from minga.access.models import FlowKind, Stage
from minga.access.new_pin import SamePin, WeakPin, new_pin_rules
from minga.access.renew_pin import renew_pin as use_case
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, flow_token, step, visitor
from minga.doors.web.access_words import words
from minga.doors.web.forms.renew_pin import RenewPinForm
from minga.doors.web.into_the_office import into_the_office
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def renew_pin(request: HttpRequest) -> HttpResponse:
    """Takes the new PIN and opens the office; a weak one is explained in its place."""
    at = clock.now()
    rules = new_pin_rules(at)
    form = RenewPinForm(request.POST if request.method == "POST" else None, is_long=rules.is_long)
    if form.is_valid():
        try:
            done = use_case(
                token=flow_token(request, FlowKind.SIGN_IN),
                pin=form.cleaned_data["clave"],
                browser_token=browser_token(request),
                session_token=cookies.read(request, cookies.SESSION),
                by=visitor(request),
                at=at,
            )
        except (WeakPin, SamePin) as refusal:
            form.add_error("clave", words(refusal))
        else:
            return into_the_office(request, done)
    flow = at_stage(flow_token(request, FlowKind.SIGN_IN), FlowKind.SIGN_IN, Stage.PIN_CHANGE, at)
    username = flow.member.document_number if flow.member else ""
    return render(
        request,
        "web/renew_pin.html",
        {"form": form, "username": username, "rules": rules},
        status=422 if form.errors else 200,
    )
