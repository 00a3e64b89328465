"""At which address this office's passkeys live."""

from django.conf import settings
from django.http import HttpRequest

from minga.access.passkey_site import Site, site_of
from minga.doors.web.access_page import own_host
from minga.kit import origin


def passkey_site(request: HttpRequest) -> Site | None:
    """The office's own address (MINGA_ORIGIN), or this very machine's; None at any other.

    A request's Host header is written by whoever sends it, so it never names a new place to make
    keys at. None too where browsers make no keys: a number such as 127.0.0.1, or plain http.
    """
    name = own_host(request)
    if not name:
        return None
    pinned = settings.ORIGIN if name == origin.host(settings.ORIGIN) else ""
    return site_of(pinned or f"{request.scheme}://{request.get_host()}", settings.COOPERATIVE_NAME)
