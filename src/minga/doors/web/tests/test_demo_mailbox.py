"""The demo's mailbox is a page of the demo and of nothing else."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from minga.notices.demo_mailbox import MailboxMessage, keep_demo_message

pytestmark = pytest.mark.django_db
PAGE, JSON = "/demo/buzon/", "/demo/buzon.json"
AT = datetime(2026, 11, 22, 15, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unhashed_files(settings: Any) -> None:
    """Static files by their plain names: nobody collected them for this test."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def messages() -> None:
    for minutes, channel, text in ((0, "email", "el código <b>1</b>"), (1, "sms", "el segundo")):
        keep_demo_message(
            MailboxMessage(channel, "ana@correo.co", "", text, AT + timedelta(minutes=minutes))
        )


@pytest.mark.usefixtures("demo", "messages")
def test_shows_the_newest_message_first(client: Client) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    text = page.content.decode()
    assert text.index("el segundo") < text.index("el código")
    assert "Mensaje de texto para ana@correo.co" in text
    assert "el código &lt;b&gt;1&lt;/b&gt;" in text


@pytest.mark.usefixtures("demo", "messages")
def test_lists_the_same_as_json(client: Client) -> None:
    answer = client.get(JSON)
    assert answer["Content-Type"] == "application/json"
    newest, oldest = answer.json()
    assert newest["text"] == "el segundo"
    assert set(newest) == {"channel", "to", "subject", "text", "at"}
    assert (oldest["channel"], datetime.fromisoformat(oldest["at"])) == ("email", AT)


@pytest.mark.usefixtures("demo")
def test_an_empty_mailbox_is_a_page_too(client: Client) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.get(JSON).json() == []


@pytest.mark.usefixtures("demo")
def test_only_reads(client: Client) -> None:
    assert client.post(PAGE).status_code == 405
    assert client.post(JSON).status_code == 405


def without_nonce(answer: HttpResponse) -> bytes:
    return re.sub(rb'nonce="[^"]+"', b"", answer.content)


@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
@pytest.mark.parametrize("path", [PAGE, JSON, "/demo/buzon", "/demo/buzon.json/"])
def test_outside_the_demo_it_answers_like_a_page_that_never_was(path: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    never = getattr(client, method)("/demo/nada/")
    answer = getattr(client, method)(path)
    assert answer.status_code == never.status_code == 404
    assert without_nonce(answer) == without_nonce(never)
    assert answer.headers.keys() == never.headers.keys()


def test_has_the_names_that_pages_use() -> None:
    assert reverse("web:demo_mailbox") == PAGE
    assert reverse("web:demo_mailbox_json") == JSON
