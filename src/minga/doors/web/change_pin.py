"""«Cambiar clave», from inside the office."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access.change_pin import change_pin as use_case
from minga.access.new_pin import SamePin, WeakPin, new_pin_rules
from minga.access.proof_page import proof_page
from minga.doors.web import asks_pin
from minga.doors.web.access_page import visitor
from minga.doors.web.access_words import words
from minga.doors.web.forms.change_pin import ChangePinForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.security import to_security
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def change_pin(request: MemberRequest) -> HttpResponse:
    """Asks for the PIN in force, or for a key, and for the new one, twice."""
    at = clock.now()
    rules = new_pin_rules(at)
    proof = proof_page(session_token(request), "change_pin", passkey_site(request), at)
    if proof.passkey_only:
        return redirect("web:prove_with_passkey", "clave")
    form = ChangePinForm(
        request.POST if request.method == "POST" else None,
        is_long=rules.is_long,
        proof=proof,
    )
    if form.is_valid():
        try:
            use_case(
                session_token=session_token(request),
                current=form.cleaned_data.get(asks_pin.CURRENT, ""),
                pin=form.cleaned_data["clave"],
                by=visitor(request),
                at=at,
            )
        except (WeakPin, SamePin) as refusal:
            form.add_error("clave", words(refusal))
        except asks_pin.REFUSALS as refusal:
            elsewhere = asks_pin.tell(refusal, form)
            if elsewhere is not None:
                return elsewhere
        else:
            return to_security("clave")
    return render(
        request,
        "web/change_pin.html",
        {"form": form, "rules": rules, "proof": proof},
        status=422 if form.errors else 200,
    )
