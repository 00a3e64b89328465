"""What a stranger can compare: the office's pages, asked as browsers ask."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.test import Client

# Random in every page: tokens of forms, marks of pages, nonces, addresses of images.
_RANDOM = re.compile(
    r'(name="(?:csrfmiddlewaretoken|pagina)" value|nonce)="[^"]*"|/imagen/[\w-]+/'
    r'|value="[\w-]{22}"|nonce-[\w-]+'
)
_MOMENTS = {"expires", "max-age"}


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is typed about a person, who may be nobody."""

    number: str
    email: str


@dataclass(frozen=True, slots=True)
class Way:
    """A form that asks who somebody is."""

    name: str
    path: str
    fields: Callable[[Somebody], dict[str, str]]


def _document(who: Somebody) -> dict[str, str]:
    return {"tipo_documento": "CC", "numero": who.number}


SIGN_IN = Way("ingreso", "/ingreso/", lambda who: {"usuario": who.number})
REGISTER = Way(
    "registro", "/registro/",
    lambda who: _document(who) | {"tipo_relacion": "correo", "correo": who.email},
)  # fmt: skip
FORGOT_PIN = Way("clave olvidada", "/clave/olvidada/", _document)
FORGOT_QUESTIONS = Way(
    "preguntas olvidadas", "/preguntas/olvidadas/",
    lambda who: _document(who) | {"opcion": "otp", "canal": "email"},
)  # fmt: skip
WAYS = (SIGN_IN, REGISTER, FORGOT_PIN, FORGOT_QUESTIONS)
_addresses: Iterator[int] = count(1)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that came back but what is random, and how long it took."""

    seen: tuple[str, ...]
    took_s: float


def ask(way: Way, who: Somebody, planted_s: float = 0.0) -> Answer:
    """The form is sent from a new browser at a new address; the page it leads to is read too.

    `planted_s`: a leak to be found, waited within what is timed.
    """
    number = next(_addresses)
    browser = Client(
        HTTP_HOST="localhost",
        REMOTE_ADDR=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    )
    fields = way.fields(who)
    begun = time.perf_counter()
    if planted_s:
        time.sleep(planted_s)
    first = browser.post(way.path, fields)
    took_s = time.perf_counter() - begun
    seen = _seen(first)
    if first.status_code in {302, 303}:
        seen += _seen(browser.get(first["Location"]))
    return Answer(seen, took_s)


def _seen(answer: Any) -> tuple[str, ...]:
    headers = [f"{name}: {_RANDOM.sub('*', value)}" for name, value in sorted(answer.items())]
    cookies = [
        f"{name}={len(one.value)} {sorted((k, v) for k, v in one.items() if k not in _MOMENTS)}"
        for name, one in sorted(answer.cookies.items())
    ]
    body = _RANDOM.sub("*", answer.content.decode())
    return (str(answer.status_code), *headers, *cookies, body)
