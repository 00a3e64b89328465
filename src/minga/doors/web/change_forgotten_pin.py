"""«Clave» twice and «Cambiar» (S10)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.change_forgotten_pin import change_forgotten_pin as use_case
from minga.access.models import FlowKind, Stage
from minga.access.new_pin import WeakPin, new_pin_rules
from minga.access.recovery_queries import pin_recovered as query
from minga.access.recovery_queries import username
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.access_words import words
from minga.doors.web.forms.change_forgotten_pin import ChangeForgottenPinForm
from minga.doors.web.signed_in import money_held
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_PIN)
def change_forgotten_pin(request: HttpRequest) -> HttpResponse:
    """Takes the new PIN; a weak one is explained in its place."""
    token, at = flow_token(request, FlowKind.RECOVER_PIN), clock.now()
    rules = new_pin_rules(at)
    form = ChangeForgottenPinForm(
        request.POST if request.method == "POST" else None, is_long=rules.is_long
    )
    if form.is_valid():
        try:
            use_case(token=token, pin=form.cleaned_data["clave"], by=visitor(request), at=at)
        except WeakPin as refusal:
            form.add_error("clave", words(refusal))
        else:
            return to_stage(FlowKind.RECOVER_PIN, Stage.DONE)
    return render(
        request,
        "web/change_forgotten_pin.html",
        {"form": form, "username": username(token, at), "rules": rules},
        status=422 if form.errors else 200,
    )


@require_safe
@step(FlowKind.RECOVER_PIN)
def pin_recovered(request: HttpRequest) -> HttpResponse:
    """Says that it is done, and what is still closed."""
    done = query(flow_token(request, FlowKind.RECOVER_PIN), clock.now())
    shown = {"money_held": money_held(done.money_held_until), "is_blocked": done.is_blocked}
    return render(request, "web/pin_recovered.html", shown)
