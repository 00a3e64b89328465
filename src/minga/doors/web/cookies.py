"""The cookies of getting in: out of scripts' reach, sent to this site only, Secure over https."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from minga.access.models import FlowKind

SESSION = "minga_sesion"
BROWSER = "minga_equipo"
PASSKEY = "minga_llave"  # who was given the challenge that a passkey signs
FLOW = {
    FlowKind.SIGN_IN: "minga_ingreso",
    FlowKind.REGISTER: "minga_registro",
    FlowKind.RECOVER_PIN: "minga_clave",
    FlowKind.RECOVER_QUESTIONS: "minga_preguntas",
}
BROWSER_LIFE = timedelta(days=180)  # the enrolment's own end, on the server, decides
PASSKEY_LIFE = timedelta(minutes=30)  # the challenge's own end, on the server, decides
FLOW_LIFE = timedelta(minutes=90)  # likewise


def name(request: HttpRequest, base: str) -> str:
    """`__Host-` ties a cookie to this host and to https; plain http cannot have it."""
    return f"__Host-{base}" if request.is_secure() else base


def read(request: HttpRequest, base: str) -> str:
    """The cookie's token, or nothing."""
    return request.COOKIES.get(name(request, base), "")


def write(
    request: HttpRequest,
    response: HttpResponse,
    base: str,
    token: str,
    life: timedelta | None = None,
) -> None:
    """Gives the browser a token; without a `life` it lasts until the browser is closed."""
    response.set_cookie(
        name(request, base),
        token,
        max_age=life,
        path="/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def forget(request: HttpRequest, response: HttpResponse, base: str) -> None:
    """Takes the token back."""
    write(request, response, base, "", timedelta(0))
