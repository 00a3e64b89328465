"""Behind a proxy: who the visitor is, and whether they came over https."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from minga.doors.web.middleware import Handler
from minga.kit.proxies import is_trusted, visitor_address

_HTTPS = "https"


class TrustedProxyMiddleware:
    """First of all: from here on REMOTE_ADDR and `is_secure` are the visitor's.

    The word of a proxy named in MINGA_TRUSTED_PROXIES counts. What any other peer says about itself
    is taken out, so that nothing further in can believe it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = {
            name: request.META.pop(name)
            for name in list(request.META)
            if name == "HTTP_FORWARDED" or name.startswith("HTTP_X_FORWARDED_")
        }
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer, settings.TRUSTED_PROXIES):
            _believe(request, peer, said)
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


def _believe(request: HttpRequest, peer: str, said: dict[str, str]) -> None:
    forwarded_for = said.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded_for:
        request.META["REMOTE_ADDR"] = visitor_address(peer, forwarded_for, settings.TRUSTED_PROXIES)
    # The last word is that of the proxy at hand; what is before it came from further out.
    proto = said.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
    if proto == _HTTPS:
        request.META["wsgi.url_scheme"] = _HTTPS
