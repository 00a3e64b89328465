"""«Clave numérica», «Confirma tu clave» (S7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.flows import at_stage
from minga.access.models import FlowKind, Stage
from minga.access.new_pin import WeakPin, new_pin_rules
from minga.access.register_passkey import is_offered
from minga.access.register_pin import register_pin as use_case
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.access_words import words
from minga.doors.web.forms.register_pin import RegisterPinForm
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.REGISTER)
def register_pin(request: HttpRequest) -> HttpResponse:
    """Takes the PIN; a weak one is explained in its place."""
    token, at = flow_token(request, FlowKind.REGISTER), clock.now()
    rules = new_pin_rules(at)
    form = RegisterPinForm(
        request.POST if request.method == "POST" else None, is_long=rules.is_long
    )
    if form.is_valid():
        try:
            use_case(token=token, pin=form.cleaned_data["clave"], by=visitor(request), at=at)
        except WeakPin as refusal:
            form.add_error("clave", words(refusal))
        else:
            return to_stage(FlowKind.REGISTER, Stage.SECURITY)
    flow = at_stage(token, FlowKind.REGISTER, Stage.PIN, at)
    username = flow.member.document_number if flow.member else ""
    return render(
        request,
        "web/register_pin.html",
        {
            "form": form,
            "username": username,
            "rules": rules,
            "offers_passkey": is_offered(at) and passkey_site(request) is not None,
        },
        status=422 if form.errors else 200,
    )
