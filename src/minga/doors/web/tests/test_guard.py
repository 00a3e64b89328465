"""The guard of private pages, and what the middleware costs."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from minga.access.tests import cast
from minga.doors.web import guard, office_urls
from minga.doors.web.middleware import OfficeSessionMiddleware
from minga.doors.web.signed_in import SignedInMember
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser
from minga.kit import ids

pytestmark = pytest.mark.django_db
PRIVATE = sorted({str(one.pattern) for one in office_urls.urlpatterns})


@pytest.mark.parametrize("pattern", PRIVATE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_shows_no_private_page_to_a_visitor(pattern: str, method: str) -> None:
    path = "/" + re.sub(r"<uuid:\w+>", str(ids.uuid7()), pattern)
    client = browser()
    client.cookies["minga_sesion"] = "guessed"
    answer = getattr(client, method)(path)
    assert answer.status_code in {302, 405}
    assert answer.status_code == 405 or answer["Location"].startswith("/ingreso/")
    assert get_resolver().resolve(path)


def test_asks_the_database_once_for_who_is_signed_in_and_never_for_a_visitor() -> None:
    client, who = browser(), cast.registered()
    visitors.sign_in(client, who)
    token = client.cookies["minga_sesion"].value
    seen: list[object] = []

    def page(request: object) -> object:
        seen.append(vars(request)["member"])
        return HttpResponse()

    middleware = OfficeSessionMiddleware(page)  # type: ignore[arg-type]
    for cookie, queries_made in ((token, 1), ("guessed", 2), (None, 0)):
        request = RequestFactory().get("/oficina/")
        if cookie:
            request.COOKIES["minga_sesion"] = cookie
        with CaptureQueriesContext(connection) as queries:
            middleware(request)
        assert len(queries) == queries_made
    assert seen[0] is not None
    assert seen[1:] == [None, None]
    member = seen[0]
    assert isinstance(member, SignedInMember)
    assert (member.id, member.first_name) == (who.id, "Marta")


def test_shows_a_member_nothing_after_the_session_of_another_in_the_same_browser() -> None:
    client, one, other = browser(), cast.registered(), cast.registered(given_names="Tulio")
    visitors.sign_in(client, one)
    first = client.cookies["minga_sesion"].value
    client.post("/salir/")
    visitors.sign_in(client, other)
    assert "Hola, Tulio" in client.get("/oficina/").content.decode()
    client.cookies["minga_sesion"] = first
    assert client.get("/oficina/").status_code == 302


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("/oficina/", "/oficina/"),
        ("/oficina/?a=1#b", "/oficina/?a=1#b"),
        ("//mal.example", ""),
        ("/\\mal.example", ""),
        ("https://mal.example/", ""),
        ("oficina/", ""),
        ("", ""),
        ("/" + "a" * 300, ""),
    ],
)
def test_comes_back_to_paths_of_this_site_only(path: str, safe: str) -> None:
    assert guard.safe_next(path) == safe


def test_takes_no_form_without_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/ingreso/", "/ingreso/codigo/", "/ingreso/clave/", "/registro/", "/salir/"):
        assert client.post(path).status_code == 403
