"""Every page × every role × nobody × a member: default deny, in one place."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, path, reverse

from minga.access.tests import cast
from minga.audit.models import AuditEvent
from minga.doors.office import permissions, urls
from minga.doors.office.gate import SESSION
from minga.doors.office.tests.workers import Desk, text
from minga.doors.web.tests import visitors
from minga.kit import clock
from minga.kit.visitor import Visitor
from minga.staff.models import Employee, Role
from minga.staff.sessions import open_session

pytestmark = pytest.mark.django_db
SOMETHING = {"uuid": UUID(int=7), "int": 7, "str": "x"}
ALLOWED_ANSWERS = {200, 302, 404, 405, 422}


def walk(patterns: list[Any]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns)
        else:
            yield one


ROUTES = {str(one.name): one for one in walk(urls.urlpatterns)}
CLOSED = sorted(ROUTES.keys() - permissions.OPEN)


def address(page: str) -> str:
    converters = ROUTES[page].pattern.converters
    kinds = {name: type(one).__name__.removesuffix("Converter") for name, one in converters.items()}
    return reverse(f"office:{page}", kwargs={
        name: SOMETHING["uuid" if kind == "UUID" else "int" if kind == "Int" else "str"]
        for name, kind in kinds.items()
    })  # fmt: skip


def test_every_page_says_who_may_open_it() -> None:
    assert set(CLOSED) == set(permissions.PAGES)
    assert all(permissions.PAGES.values())


def written_down(text: str) -> dict[str, frozenset[Role]]:
    """The table of docs/security.md: pages and who may open them."""
    found = {}
    for pages, roles in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ([a-z, ]+) \|$", text, re.M):
        for page in re.findall(r"`(\w+)`", pages):
            found[page] = frozenset(Role(one) for one in roles.split(", "))
    return found


def test_the_table_for_readers_is_the_table_that_decides() -> None:
    text = (Path(__file__).parents[5] / "docs" / "security.md").read_text()
    assert written_down(text) == dict(permissions.PAGES)
    assert written_down(text.replace("| `employees` | admin, ", "| `employees` | ")) != dict(
        permissions.PAGES
    )


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_own_pages_and_no_other(role: Role) -> None:
    desk = Desk(role)
    wrong = []
    for page, method in product(CLOSED, ("get", "post")):
        if page == "sign_out":
            continue
        answer = getattr(desk.client, method)(address(page))
        may = role in permissions.PAGES[page]
        if may != (answer.status_code in ALLOWED_ANSWERS) or (
            not may and answer.status_code != 403
        ):
            wrong.append((page, method, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("page", CLOSED)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
def test_nobody_without_a_session_gets_further_than_the_door(page: str, method: str) -> None:
    answer = getattr(Client(), method)(address(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/gestion/ingreso/")


@pytest.mark.parametrize("cookie", ["minga_sesion", SESSION])
def test_a_members_session_opens_nothing_here(cookie: str) -> None:
    client = visitors.browser()
    visitors.sign_in(client, cast.registered())
    assert client.get("/oficina/").status_code == 200
    client.cookies[cookie] = client.cookies["minga_sesion"].value
    for page in CLOSED:
        answer = client.get(address(page))
        assert answer.status_code == 302, page
        assert answer["Location"].startswith("/gestion/ingreso/")


@pytest.mark.parametrize("cookie", ["minga_sesion", SESSION])
def test_an_employees_session_opens_no_members_office(cookie: str) -> None:
    desk = Desk(*Role)
    desk.client.cookies[cookie] = desk.client.cookies[SESSION].value
    for page in ("/oficina/", "/oficina/productos/", "/oficina/transferir/"):
        answer = desk.client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/ingreso/")


def test_an_attempt_is_written_down_and_told_plainly() -> None:
    desk = Desk(Role.ANALYST)
    answer = desk.get("trial_balance")
    assert answer.status_code == 403
    assert "no es parte de tus funciones" in text(answer)
    event = AuditEvent.objects.filter(action="staff.turned_away").latest("id")
    assert (event.actor, event.detail["page"]) == (desk.actor, "trial_balance")


def test_a_page_that_nobody_wrote_down_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a route without a row in the table."""
    desk = Desk(*Role)
    assert desk.get("home").status_code == 200
    less = {page: roles for page, roles in permissions.PAGES.items() if page != "home"}
    monkeypatch.setattr(permissions, "PAGES", less)
    assert desk.get("home").status_code == 403


def test_a_route_added_later_is_closed_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = path("planted/", lambda request: HttpResponse(), name="planted")
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, planted])
    routes = {str(one.name) for one in walk(urls.urlpatterns)}
    assert routes - permissions.OPEN != set(permissions.PAGES)
    assert not permissions.may("planted", frozenset(Role))


def test_a_session_that_ended_leads_back_to_the_door_with_its_cookie_taken() -> None:
    desk = Desk(Role.ANALYST)
    Employee.objects.filter(id=desk.who.id).update(disabled_at=clock.now())
    answer = desk.get("loan_requests", estado="estudio")
    assert answer["Location"] == (
        "/gestion/ingreso/?siguiente=%2Fgestion%2Fsolicitudes%2F%3Festado%3Destudio&aviso=sesion"
    )
    assert answer.cookies[SESSION].value == ""
    assert "Tu sesión terminó" in text(desk.client.get(answer["Location"]))


def test_a_demo_session_ends_with_the_demo(settings: Any) -> None:
    desk = Desk(Role.AUDITOR)
    Employee.objects.filter(id=desk.who.id).update(is_demo=True)
    desk.who.refresh_from_db()
    token = open_session(desk.who, None, by=Visitor(""), at=clock.now())
    desk.client.cookies[SESSION] = token
    settings.DEMO = True
    assert desk.get("home").status_code == 200
    settings.DEMO = False
    assert desk.get("home").status_code == 302


def test_every_form_asks_for_its_token() -> None:
    desk = Desk(*Role)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[SESSION] = desk.client.cookies[SESSION].value
    posts = [one for one in CLOSED if one not in {"home"}]
    assert {strict.post(address(page)).status_code for page in posts} == {403}


def test_pages_carry_the_same_policy_and_are_kept_nowhere() -> None:
    answer = Desk(Role.AUDITOR).get("home")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
