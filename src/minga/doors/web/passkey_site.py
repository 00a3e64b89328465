"""At which address this office's passkeys live."""

from django.conf import settings
from django.http import HttpRequest

from minga.kit import origin
from minga.kit.passkeys.site import Site, site_of


def passkey_site(request: HttpRequest) -> Site | None:
    """The office's own address (MINGA_ORIGIN); while it has none, this very machine's names.

    A request's Host header is written by whoever sends it, so it never names a new place to make
    keys at. None too where browsers make no keys: a number such as 127.0.0.1, or plain http.
    """
    asked, pinned = f"//{request.get_host()}", settings.ORIGIN
    if pinned and not origin.is_loopback(pinned):
        return _site(pinned) if origin.host(asked) == origin.host(pinned) else None
    return _site(f"{request.scheme}:{asked}") if origin.is_loopback(asked) else None


def _site(address: str) -> Site | None:
    return site_of(address, settings.COOPERATIVE_NAME)
