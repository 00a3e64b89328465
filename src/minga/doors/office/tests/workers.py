"""Employees at their browsers, for the tests of this door."""

import re
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from minga.kit import clock
from minga.kit.visitor import Visitor
from minga.staff import sessions
from minga.staff.identity import actor_of
from minga.staff.models import Employee, Role
from minga.staff.tests.cast import Worker, with_key

WHY = {"para_que": "Estudio de la solicitud", "detalle": ""}
_hosts = count(1)


class Desk:
    """One employee inside, with a client that carries their session."""

    def __init__(self, *roles: Role, **person: str) -> None:
        number = next(_hosts)
        self.client = Client(REMOTE_ADDR=f"10.77.{number >> 8 & 255}.{number & 255}")
        self.worker: Worker = with_key(*roles, at=clock.now(), **person)
        self.who: Employee = self.worker.who
        self.client.cookies["minga_empleado"] = sessions.open_session(
            self.who, self.who.keys.get(), by=Visitor("10.77.0.1"), at=clock.now()
        )

    @property
    def actor(self) -> str:
        return actor_of(self.who.id)

    def get(self, page: str, *args: Any, **query: str) -> Any:
        return self.client.get(reverse(f"office:{page}", args=args), query)

    def post(self, page: str, *args: Any, **values: str) -> Any:
        return self.client.post(reverse(f"office:{page}", args=args), values)

    def open(self, page: str, *args: Any) -> Any:
        """Says why, and looks."""
        said = self.post(page, *args, **WHY)
        assert said.status_code == 302, said.content.decode()
        return self.get(page, *args)


def text(response: Any) -> str:
    """What a page says, without its tags."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words).replace("\u00a0", " ")


def field(response: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]
