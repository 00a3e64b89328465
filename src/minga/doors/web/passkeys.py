"""«Llaves de acceso»: the member's own."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.access.passkey_queries import OwnPasskey, passkeys_max, passkeys_of
from minga.doors.web.guard import NOTICE, MemberRequest, members_only
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.templatetags.money import day_long, hour
from minga.kit import clock

_SAID = {
    "agregada": ("success", "Listo. Ya puedes ingresar con tu llave nueva."),
    "nombre": ("success", "Cambiaste el nombre de la llave."),
    "quitada": ("success", "Quitaste la llave. Ya no sirve para ingresar."),
    "unica": (
        "warning",
        "Es tu única forma de ingresar. Antes de quitarla, agrega otra llave o crea una clave.",
    ),
    "fallo": ("warning", "No se agregó la llave. Intenta otra vez."),
}


@dataclass(frozen=True)
class PasskeyRow:
    """A key in the list."""

    name: str
    added: str
    last_used: str
    is_synced: bool
    rename_url: str
    remove_url: str


@require_safe
@members_only
def passkeys(request: MemberRequest) -> HttpResponse:
    """Every key with when it was added and used, and how to add another."""
    own = passkeys_of(request.member.id)
    kind, said = _SAID.get(request.GET.get(NOTICE, ""), ("", ""))
    most = passkeys_max(clock.now())
    return render(
        request,
        "web/passkeys.html",
        {
            "passkeys": [_row(one) for one in own],
            "is_full": len(own) >= most,
            "most": most,
            "has_passkeys": passkey_site(request) is not None,
            "named_url": named_url(request),
            "said_kind": kind,
            "said": said,
        },
    )


def to_passkeys(notice: str) -> HttpResponseRedirect:
    """Back to the list, which says what happened (a key of `_SAID`)."""
    return HttpResponseRedirect(f"{reverse('web:passkeys')}?{urlencode({NOTICE: notice})}")


def named_url(request: HttpRequest) -> str:
    """On this very machine, the same page under the name that browsers make keys for."""
    host, _, port = request.get_host().partition(":")
    if host != "127.0.0.1":
        return ""
    return f"http://localhost{':' + port if port else ''}{request.path}"


def _row(one: OwnPasskey) -> PasskeyRow:
    used = one.last_used_at
    return PasskeyRow(
        name=one.name,
        added=day_long(one.added_at),
        last_used=f"{day_long(used)} a las {hour(used)}" if used else "",
        is_synced=one.is_synced,
        rename_url=reverse("web:rename_passkey", args=[one.id]),
        remove_url=reverse("web:remove_passkey", args=[one.id]),
    )
