"""The exempt account on screen: declared, shown with its month, taken away; and the stranger."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.members.models import Member
from minga.payments.mark_exempt_account import STATEMENT
from minga.payments.tests.cast import deposit, person, product
from minga.savings.models import GmfExemption, ProductKind, SavingsAccount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


@pytest.fixture
def inside(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, Member, SavingsAccount]:
    visitors.at(monkeypatch, datetime(2026, 10, 15, 15, tzinfo=UTC))  # of a year with a UVT
    who, client = cast.registered(), visitors.browser()
    savings = product(who.id, ProductKind.SIGHT)
    deposit(savings, 900_000, on=date(2026, 9, 1))
    visitors.sign_in(client, who)
    return client, who, SavingsAccount.objects.get(id=savings)


def page_of(account: SavingsAccount) -> str:
    return reverse("web:mark_exempt_account", args=[account.id])


def mark(client: Client, who: Member, account: SavingsAccount) -> Any:
    """Declared, approved with PIN and code, confirmed."""
    approval = client.post(page_of(account), {"declaro": "1"})["Location"]
    client.post(approval, {"clave": cast.PIN})
    client.post(approval, {"codigo": cast.code_sent_to(who)})
    back = client.get(approval)["Location"]
    assert "Ya lo aprobaste" in text(client.get(back))
    return client.post(back, {"declaro": "1"}, follow=True)


def test_is_reached_from_the_products_page(inside: tuple[Client, Member, SavingsAccount]) -> None:
    client, _, account = inside
    movements = text(client.get(reverse("web:movements", args=[account.id])))
    assert "Marcar como exenta del 4x1000" in movements
    assert page_of(account) in movements


def test_marks_what_was_declared_and_takes_it_away(
    inside: tuple[Client, Member, SavingsAccount],
) -> None:
    client, who, account = inside
    assert STATEMENT in text(client.get(page_of(account)))
    assert "/oficina/aprobar/" in client.post(page_of(account), {"declaro": "1"})["Location"]
    assert not GmfExemption.objects.exists()
    done = mark(client, who, account)
    assert "quedó marcada" in text(done)
    assert "Te queda este mes" in text(done)
    assert GmfExemption.objects.get(member_id=who.id).statement == STATEMENT
    movements = text(client.get(reverse("web:movements", args=[account.id])))
    assert "Marcar como exenta" not in movements
    assert "Exenta del 4x1000" in movements
    gone = client.post(reverse("web:unmark_exempt_account", args=[account.id]), follow=True)
    assert "Marcar como exenta del 4x1000" in text(gone)
    assert not GmfExemption.objects.filter(ended_at=None).exists()


def test_asks_for_the_declaration(inside: tuple[Client, Member, SavingsAccount]) -> None:
    client, _, account = inside
    refused = client.post(page_of(account), {})
    assert refused.status_code == 422
    assert "Marca la casilla" in text(refused)
    assert not GmfExemption.objects.exists()


def test_says_which_account_is_marked_already(
    inside: tuple[Client, Member, SavingsAccount],
) -> None:
    client, who, account = inside
    other = SavingsAccount.objects.get(id=product(who.id, ProductKind.SIGHT))
    mark(client, who, account)
    assert "solo puede ser una por persona" in text(client.get(page_of(other)))
    refused = client.post(page_of(other), {"declaro": "1"})
    assert refused.status_code == 422
    assert "Quita primero esa marca" in text(refused)
    assert GmfExemption.objects.get(ended_at=None).account_id == account.id


def test_another_members_account_is_unknown(inside: tuple[Client, Member, SavingsAccount]) -> None:
    client, who, _ = inside
    stranger = person("Luz")
    mine = product(who.id, ProductKind.APORTES)
    for account in (stranger.savings, mine):
        address = reverse("web:mark_exempt_account", args=[account])
        assert client.get(address).status_code == 404
        assert client.post(address, {"declaro": "1"}).status_code == 404
    gone = client.post(reverse("web:unmark_exempt_account", args=[stranger.savings]))
    assert gone.status_code == 404
    assert not GmfExemption.objects.exists()


def test_says_so_when_the_years_value_is_missing(
    inside: tuple[Client, Member, SavingsAccount], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, account = inside
    from minga.doors.web import mark_exempt_account as view
    from minga.kit.parameters import MissingParameter

    def missing(on: date) -> None:
        raise MissingParameter(key="uvt.2027", on=on)

    monkeypatch.setattr(view, "cap_of_month", missing)
    answer = client.get(page_of(account))
    assert answer.status_code == 409
    assert "Acércate a tu cooperativa" in text(answer)
