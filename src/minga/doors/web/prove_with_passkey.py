"""«Usar mi llave de acceso» where a page asks for the PIN in force."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access import prove_with_passkey as use_case
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.prove_with_passkey import What
from minga.doors.web.access_page import visitor
from minga.doors.web.forms.recover_pin_passkey import RecoverPinPasskeyForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.recovery_words import PASSKEY
from minga.kit import clock


@dataclass(frozen=True)
class Asking:
    """A page that asks for the PIN in force, or for a key: what it does and where it is."""

    what: What
    url_name: str


ASKING = {
    "clave": Asking("change_pin", "web:change_pin"),
    "preguntas": Asking("change_questions", "web:change_questions"),
    "imagen": Asking("change_strip", "web:change_strip"),
    "llave": Asking("add_passkey", "web:add_passkey"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def prove_with_passkey(request: MemberRequest, page: str) -> HttpResponse:
    """Asks the browser for a signature, judges it and goes back to the page that asked."""
    asking, site = ASKING.get(page), passkey_site(request)
    if asking is None:
        raise Http404
    token, at = session_token(request), clock.now()
    form = RecoverPinPasskeyForm(request.POST if request.method == "POST" else None)
    if site is not None and form.is_valid():
        answer = form.cleaned_data["respuesta"]
        try:
            use_case.finish(
                session_token=token, what=asking.what, answer=answer, site=site,
                by=visitor(request), at=at,
            )  # fmt: skip
        except PasskeyRefused:
            form.add_error(None, PASSKEY)
        else:
            return redirect(asking.url_name)
    options = (
        use_case.begin(session_token=token, what=asking.what, site=site, at=at) if site else ""
    )
    return render(
        request,
        "web/prove_with_passkey.html",
        {"form": form, "options": options},
        status=422 if form.errors else 200,
    )
