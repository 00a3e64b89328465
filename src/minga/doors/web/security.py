"""«Seguridad»: where the member's access stands, and everything that can be done about it."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.access.security_queries import security_page
from minga.doors.web.access_page import browser_token
from minga.doors.web.guard import NOTICE, MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.kit import clock

_SAID = {
    "clave": "Cambiaste tu clave. Cerramos tus otras sesiones.",
    "imagen": "Guardamos tu imagen y tu frase.",
    "preguntas": "Guardamos tus preguntas y respuestas.",
    "equipo": "Olvidamos el equipo. Para entrar desde ahí pediremos un código.",
    "equipos": "Olvidamos los demás equipos. Para entrar desde ahí pediremos un código.",
    "sesion": "Cerramos la sesión.",
    "sesiones": "Cerramos las demás sesiones.",
}


@require_safe
@members_only
@in_session
def security(request: MemberRequest) -> HttpResponse:
    """The whole of it on one page."""
    page = security_page(session_token(request), browser_token(request), clock.now())
    return render(
        request,
        "web/security.html",
        {
            "page": page,
            "other_browsers": any(not one.is_this_one for one in page.browsers),
            "other_sessions": len(page.sessions) > 1,
            "said": _SAID.get(request.GET.get(NOTICE, ""), ""),
        },
    )


def to_security(notice: str) -> HttpResponseRedirect:
    """Back to the page, which says what was done (a key of `_SAID`)."""
    return HttpResponseRedirect(f"{reverse('web:security')}?{urlencode({NOTICE: notice})}")
