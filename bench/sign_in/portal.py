"""A sign-in as a browser does it: four requests, each page's cookies and token kept."""

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FORM = "application/x-www-form-urlencoded"
NUMBER, PIN = "/ingreso/", "/ingreso/clave/"


class NotLetIn(RuntimeError):
    """The portal answered something else than a sign-in does."""


class Portal:
    """One browser that a member enrolled, at the portal on this port."""

    def __init__(self, port: int, browser_token: str) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies = {"minga_equipo": browser_token}

    def sign_in(self, number: str, pin: str) -> None:
        """Number, then PIN. Raises NotLetIn."""
        try:
            self._send(NUMBER, {"usuario": number}, leads_to=PIN)
            self._send(PIN, {"clave": pin}, leads_to="/oficina/")
        finally:
            self._line.close()

    def _send(self, path: str, typed: dict[str, str], *, leads_to: str) -> None:
        token = _TOKEN.search(self._ask("GET", path)[1])
        if token is None:
            raise NotLetIn(f"no form on {path}")
        location, page = self._ask("POST", path, typed | {"csrfmiddlewaretoken": token[1]})
        if location != leads_to:
            raise NotLetIn(f"{path} led to {location or page[:500]}")

    def _ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if typed is not None:
            headers["Content-Type"] = _FORM
        self._line.request(method, path, urlencode(typed or {}) if typed else None, headers)
        answer = self._line.getresponse()
        for given in answer.headers.get_all("Set-Cookie") or []:
            for name, cookie in SimpleCookie(given).items():
                self._cookies[name] = cookie.value
        return answer.headers.get("Location", ""), answer.read().decode()
