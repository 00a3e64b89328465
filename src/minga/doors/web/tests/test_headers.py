"""What every answer carries, whatever became of the request."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import RequestFactory

from minga.access.tests import cast
from minga.doors.web.middleware import HeadersMiddleware
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
}  # fmt: skip


def inside() -> Any:
    client = browser()
    visitors.sign_in(client, cast.registered())
    return client.get("/oficina/")


ANSWERS: dict[str, Callable[[], Any]] = {
    "page": lambda: browser().get("/ingreso/"),
    "private page": inside,
    "redirect": lambda: browser().get("/oficina/"),
    "form with mistakes": lambda: browser().post("/ingreso/", {"usuario": "x"}),
    "no such page": lambda: browser().get("/no-hay/"),
    "wrong method": lambda: browser().get("/salir/"),
}


@pytest.fixture(params=sorted(ANSWERS))
def answer(request: pytest.FixtureRequest) -> Any:
    return ANSWERS[request.param]()


def test_a_policy_lets_only_our_own_scripts_run_and_nobody_frame_us(answer: Any) -> None:
    said = set(answer["Content-Security-Policy"].split("; "))
    assert said >= POLICY
    assert not any("unsafe" in one or "http" in one or "*" in one for one in said)


def test_scripts_are_named_by_a_nonce_of_this_answer_alone() -> None:
    first, second = (browser().get("/ingreso/") for _ in range(2))
    nonces = [
        one["Content-Security-Policy"].split("'nonce-")[1].split("'")[0] for one in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0]}"' in first.content.decode()


def test_browsers_are_told_to_guess_no_type_and_share_nothing(answer: Any) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


def test_styles_and_scripts_are_served_as_what_they_are() -> None:
    page = browser().get("/ingreso/").content.decode()
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+[.](?:css|js))"', page)
    assert len(addresses) > 1
    for address in addresses:
        served = browser().get(address)
        assert served.getvalue()
        served.close()  # the file it is read from
        assert served["X-Content-Type-Options"] == "nosniff"


def test_no_other_origin_may_read_an_answer() -> None:
    asked = browser().get("/ingreso/", HTTP_ORIGIN="https://mal.example")
    assert not [name for name in asked.headers if name.startswith("Access-Control-")]


def test_cookies_are_out_of_scripts_reach_and_stay_on_this_site() -> None:
    client = browser()
    visitors.sign_in(client, cast.registered())
    assert {"minga_sesion", "minga_equipo", "csrftoken"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Strict", name
        assert len(name) + len(cookie.value) < 4096


def test_session_tokens_are_long_and_never_the_same() -> None:
    tokens = set()
    for _ in range(3):
        client = browser()
        visitors.sign_in(client, cast.registered())
        tokens.add(client.cookies["minga_sesion"].value)
    assert len(tokens) == 3
    assert {len(one) for one in tokens} == {43}  # 256 bits in base64


def test_a_header_of_a_pages_own_would_be_kept() -> None:
    """Which is why each is looked for in real answers: a view could weaken them."""

    def page(_: object) -> HttpResponse:
        return HttpResponse(headers={"X-Frame-Options": "SAMEORIGIN"})

    said = HeadersMiddleware(page)(RequestFactory().get("/"))
    assert said["X-Frame-Options"] == "SAMEORIGIN"
    assert said["Cache-Control"] == "no-store"


def test_files_that_never_change_carry_them_too_and_are_nobody_elses() -> None:
    answer = browser().get(static("minga/css/base.css"))
    answer.close()
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer
    assert "no-store" not in answer["Cache-Control"]
