"""The second proof of a forgotten PIN: one of the member's passkeys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access import recover_pin_passkey as use_case
from minga.access.models import FlowKind, Stage
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.recovery_queries import second_proof
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.forms.recover_pin_passkey import RecoverPinPasskeyForm
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.recovery_words import PASSKEY
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_PIN)
def recover_pin_passkey(request: HttpRequest) -> HttpResponse:
    """Asks the browser for a signature and judges it."""
    token, site = flow_token(request, FlowKind.RECOVER_PIN), passkey_site(request)
    proof = second_proof(token, clock.now())
    form = RecoverPinPasskeyForm(request.POST if request.method == "POST" else None)
    if site is not None and form.is_valid():
        answer = form.cleaned_data["respuesta"]
        try:
            use_case.finish(
                token=token, answer=answer, site=site, by=visitor(request), at=clock.now()
            )
        except PasskeyRefused:
            form.add_error(None, PASSKEY)
        else:
            return to_stage(FlowKind.RECOVER_PIN, Stage.PIN)
    options = use_case.begin(token=token, site=site, at=clock.now()) if site else ""
    return render(
        request,
        "web/recover_pin_passkey.html",
        {"form": form, "options": options, "has_code": proof.has_code},
        status=422 if form.errors else 200,
    )
