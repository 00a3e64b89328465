"""Behind a proxy the visitor is known by their own address, and cookies are Secure."""

from typing import Any

import pytest
from django.test import Client

from minga.access.tests import cast
from minga.audit.models import AuditEvent
from minga.doors.web.tests import visitors
from minga.kit import proxies

pytestmark = pytest.mark.django_db
PROXY, VISITOR, LIE = "10.9.8.7", "198.51.100.4", "203.0.113.66"
FORWARDED: dict[str, Any] = {
    "HTTP_X_FORWARDED_FOR": f"{LIE}, {VISITOR}",
    "HTTP_X_FORWARDED_PROTO": "https",
}


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.TRUSTED_PROXIES = proxies.parse(f"{PROXY}/32")


def through(peer: str) -> tuple[Client, Any]:
    """A sign-in begun through that peer, with everything a proxy says."""
    client = Client(REMOTE_ADDR=peer)
    answer = visitors.identify(client, cast.registered().document_number, **FORWARDED)
    return client, answer


def seen_from() -> str:
    event = AuditEvent.objects.filter(action="access.identify").order_by("-id").first()
    assert event is not None
    return str(event.ip)


def test_takes_the_visitors_address_from_a_proxy_that_was_named() -> None:
    through(PROXY)
    assert seen_from() == VISITOR


def test_gives_secure_cookies_of_this_host_only_behind_a_proxy_with_tls() -> None:
    client, answer = through(PROXY)
    assert answer.cookies["__Host-minga_ingreso"]["secure"]
    page = client.get("/ingreso/codigo/", **FORWARDED)
    assert page.status_code == 200
    token = page.cookies["__Host-csrftoken"]
    assert (token["secure"], token["httponly"], token["path"]) == (True, True, "/")
    assert all(name.startswith("__Host-") for name in client.cookies)


def test_ignores_what_anybody_else_says() -> None:
    _, answer = through("10.9.8.8")
    assert seen_from() == "10.9.8.8"
    assert "__Host-minga_ingreso" not in answer.cookies
    assert not answer.cookies["minga_ingreso"]["secure"]


def test_counts_strangers_behind_one_proxy_apart() -> None:
    for host in range(12):
        client = Client(REMOTE_ADDR=PROXY)
        forwarded = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{host + 1}"}
        assert visitors.identify(client, cast.number(), **forwarded).status_code == 302


def test_would_count_them_together_without_the_proxys_word(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ()
    last = 0
    for host in range(12):
        client = Client(REMOTE_ADDR=PROXY)
        forwarded = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{host + 1}"}
        last = visitors.identify(client, cast.number(), **forwarded).status_code
    assert last == 429


def test_believes_http_for_what_it_is() -> None:
    client = Client(REMOTE_ADDR=PROXY)
    answer = visitors.identify(client, cast.number(), HTTP_X_FORWARDED_PROTO="https, http")
    assert not answer.cookies["minga_ingreso"]["secure"]


def test_takes_a_form_from_its_own_https_page_behind_the_proxy() -> None:
    client = Client(REMOTE_ADDR=PROXY, HTTP_HOST="testserver", enforce_csrf_checks=True)
    page = client.get("/ingreso/", **FORWARDED)
    data = {"usuario": cast.number(), "csrfmiddlewaretoken": page.context["csrf_token"]}
    ours: dict[str, Any] = {"HTTP_ORIGIN": "https://testserver"} | FORWARDED
    theirs: dict[str, Any] = {"HTTP_ORIGIN": "https://otra.example"} | FORWARDED
    assert client.post("/ingreso/", data, **ours).status_code == 302
    assert client.post("/ingreso/", data, **theirs).status_code == 403


def test_believes_no_form_token_that_a_neighbouring_host_could_have_written() -> None:
    client = Client(REMOTE_ADDR=PROXY, HTTP_HOST="testserver", enforce_csrf_checks=True)
    planted = client.get("/ingreso/")  # over http: a token of the plain name
    token = planted.cookies["csrftoken"].value
    data = {"usuario": cast.number(), "csrfmiddlewaretoken": planted.context["csrf_token"]}
    ours: dict[str, Any] = {"HTTP_ORIGIN": "https://testserver"} | FORWARDED
    assert client.post("/ingreso/", data, **ours).status_code == 403
    client.cookies["__Host-csrftoken"] = token  # the same, where only this host can put it
    assert client.post("/ingreso/", data, **ours).status_code == 302


def test_asks_browsers_to_stay_with_https_over_https_alone() -> None:
    client = Client(REMOTE_ADDR=PROXY)
    asked = client.get("/", **FORWARDED)["Strict-Transport-Security"]
    assert "max-age=63072000" in asked
    assert "includeSubDomains" in asked
    assert "Strict-Transport-Security" not in client.get("/")
