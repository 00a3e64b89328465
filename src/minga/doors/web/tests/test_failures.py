"""What a visitor and the log are told when something breaks, or is tried."""

import logging
from typing import Any

import pytest
from django.test import Client

from minga.access.tests import cast
from minga.doors.web.tests import visitors

pytestmark = pytest.mark.django_db
SECRET = "detalle-interno-7731"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser at an office whose sign-in has a bug."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("minga.doors.web.open_way_in_link.way_in_link", fail)
    monkeypatch.setattr("minga.doors.web.identify.use_case", fail)
    return visitors.browser(raise_request_exception=False)


def test_a_bug_is_a_page_that_says_what_to_do_and_nothing_of_what_happened(broken: Client) -> None:
    answer = broken.post("/ingreso/", {"usuario": cast.number()})
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "<h1>" in page
    assert not [word for word in (SECRET, "RuntimeError", "Traceback", ".py") if word in page]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_bug_is_logged_with_the_place_where_it_happened(
    broken: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="django.request"):
        broken.post("/ingreso/", {"usuario": cast.number()})
    (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "/ingreso/" in record.getMessage()
    assert record.exc_info is not None


def test_an_address_adds_no_line_to_the_log(
    broken: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert broken.get("/entrar/a%0A2026-11-23 ERROR inventado/").status_code == 500
    (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "inventado" in record.getMessage()
    assert "\n" not in record.getMessage()


def test_a_form_without_its_token_is_refused_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    strict: Any = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.WARNING, logger="django.security.csrf"):
        assert strict.post("/ingreso/", {"usuario": cast.number()}).status_code == 403
    assert [one for one in caplog.records if "Forbidden (CSRF" in one.getMessage()]


def test_every_page_of_the_office_offers_to_leave() -> None:
    from minga.doors.web import office_urls, passkey_urls, security_urls

    client = visitors.browser(HTTP_HOST="localhost:8000")
    visitors.sign_in(client, cast.registered())
    routes = [*office_urls.urlpatterns, *passkey_urls.private, *security_urls.private]
    paths = [f"/{one.pattern}" for one in routes if "<" not in str(one.pattern)]
    shown = [(path, client.get(path)) for path in paths]
    pages = [(path, one.content.decode()) for path, one in shown if one.status_code == 200]
    assert len(pages) >= 8
    assert [path for path, page in pages if 'action="/salir/"' not in page] == []
