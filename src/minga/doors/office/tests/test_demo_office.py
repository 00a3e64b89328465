"""`/demo/oficina/`: of the demo and of nothing else."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from minga.doors.cli.demo.employees import STAFF, employ
from minga.doors.office.gate import SESSION
from minga.doors.office.tests.workers import Desk, text
from minga.staff.models import Employee

pytestmark = pytest.mark.django_db
PAGE = "/demo/oficina/"


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    employ()


@pytest.mark.usefixtures("demo")
def test_lets_a_visitor_in_with_one_click(client: Client) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    for *_, name, _ in STAFF:
        assert name in text(page)
    auditor = Employee.objects.get(document_number="99000014")
    done = client.post(PAGE, {"quien": str(auditor.id)})
    assert done["Location"] == "/gestion/"
    assert auditor.name in text(client.get("/gestion/"))
    assert client.get("/gestion/libros/").status_code == 200


@pytest.mark.usefixtures("demo")
def test_employs_the_same_people_once() -> None:
    assert len(employ()) == len(STAFF)
    assert Employee.objects.filter(is_demo=True).count() == len(STAFF)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("who", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_lets_nobody_else_in(client: Client, who: str) -> None:
    real = str(Desk().who.id)
    for one in (who, real):
        assert client.post(PAGE, {"quien": one}).status_code == 404
    assert SESSION not in client.cookies


@pytest.mark.usefixtures("demo")
def test_asks_for_the_forms_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PAGE, {"quien": str(Employee.objects.first())}).status_code == 403


def without_nonce(answer: HttpResponse) -> bytes:
    return re.sub(rb'nonce="[^"]+"', b"", answer.content)


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
@pytest.mark.parametrize("path", [PAGE, "/demo/oficina"])
def test_outside_the_demo_it_answers_like_a_page_that_never_was(path: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    never = getattr(client, method)("/demo/nada/")
    answer = getattr(client, method)(path)
    assert answer.status_code == never.status_code == 404
    assert without_nonce(answer) == without_nonce(never)
    assert answer.headers.keys() == never.headers.keys()
