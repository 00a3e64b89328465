"""«Tu registro está listo» (S8)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.passkey_site import passkey_site

WITH, WITH_KEY = "con", "llave"


@require_safe
def registered(request: HttpRequest) -> HttpResponse:
    """Says what can be done now. It knows nothing about who reads it."""
    return render(
        request,
        "web/registered.html",
        {
            "has_passkeys": passkey_site(request) is not None,
            "with_key": request.GET.get(WITH) == WITH_KEY,
        },
    )
