"""Browsers for the tests of getting in, each from an address of its own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from minga.access.tests import cast
from minga.kit import clock, embedded_postgres
from minga.members.models import Member

_hosts = count(1)
_CHANGING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|pagina)" value|nonce)="[^"]*"|/imagen/[\w-]+/|value="[\w-]{22}"'
)


def browser(**extra: Any) -> Client:
    """A browser nobody used before."""
    number = next(_hosts)
    return Client(REMOTE_ADDR=f"10.200.{number >> 8 & 255}.{number & 255}", **extra)


def text(response: Any) -> str:
    """What a page says, without what is random in every page."""
    return _CHANGING.sub("*", response.content.decode())


def identify(client: Client, number: str, **extra: Any) -> Any:
    """«Usuario», «Continuar»."""
    return client.post("/ingreso/", {"usuario": number}, **extra)


def enter_code(client: Client, who: Member, **extra: Any) -> Any:
    """The code that was sent."""
    return client.post("/ingreso/codigo/", {"codigo": cast.code_sent_to(who)}, **extra)


def enter_pin(client: Client, pin: str = cast.PIN, **extra: Any) -> Any:
    """«Clave», «Ingresar»."""
    return client.post("/ingreso/clave/", {"clave": pin}, **extra)


def answer_question(client: Client, answer: str = cast.ANSWER, **extra: Any) -> Any:
    """The answer to the question, in a browser that is to be remembered."""
    return client.post("/ingreso/pregunta/", {"respuesta": answer, "recordar": "on"}, **extra)


def sign_in(client: Client, who: Member, **extra: Any) -> Any:
    """From an unknown browser to the office."""
    identify(client, who.document_number, **extra)
    enter_code(client, who, **extra)
    enter_pin(client, **extra)
    return answer_question(client, **extra)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """It is that moment now."""
    monkeypatch.setattr(clock, "now", lambda: moment)


@contextmanager
def as_owner() -> Iterator[None]:
    """What staff do at the command line, with the rights of the owner of the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {embedded_postgres.OWNER}")
        yield
        cursor.execute(f"SET ROLE {embedded_postgres.WEB}")
