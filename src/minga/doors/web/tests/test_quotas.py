"""Aportes and permanent savings on screen: due, paid with its cost shown, never taken out."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.kit import clock
from minga.kit.models import Parameter
from minga.ledger.books_check import check_books
from minga.payments.models import Transfer, TransferIntent
from minga.payments.tests.cast import deposit, person, product
from minga.savings.irreducible import KEY
from minga.savings.models import ProductKind
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
Inside = tuple[Client, UUID, UUID]


@pytest.fixture
def inside(db: None) -> Inside:
    """A member with savings and aportes; the quota is $ 30.000."""
    plan(ProductKind.APORTES, "0", quota_min=30_000)
    who, client = cast.registered(), visitors.browser()
    savings, aportes = (product(who.id, kind) for kind in (ProductKind.SIGHT, ProductKind.APORTES))
    deposit(savings, 900_000)
    visitors.sign_in(client, who)
    return client, savings, aportes


def page(product_id: UUID) -> str:
    return reverse("web:quotas", args=[product_id])


def pay(client: Client, aportes: UUID, savings: UUID, pesos: str = "30.000") -> Any:
    return client.post(page(aportes), {"valor": pesos, "origen": str(savings)})


def test_says_how_much_when_and_what_for(inside: Inside) -> None:
    client, _, aportes = inside
    assert page(aportes) in text(client.get(reverse("web:movements", args=[aportes])))
    shown = text(client.get(page(aportes)))
    for words in ("Pignorados", "Por pagar este mes", "30.000", "no se retiran", "aún no ha"):
        assert words in shown
    assert 'value="30.000"' in client.get(page(aportes)).content.decode()


def test_says_at_once_that_money_is_short_and_keeps_what_was_typed(inside: Inside) -> None:
    client, savings, aportes = inside
    answer = pay(client, aportes, savings, "900.000")
    assert answer.status_code == 422
    assert "Tu saldo disponible es" in text(answer)
    assert 'value="900.000"' in text(answer)
    assert not TransferIntent.objects.exists()


def test_pays_the_quota_once_with_its_cost_shown_first(inside: Inside) -> None:
    client, savings, aportes = inside
    order = pay(client, aportes, savings)["Location"]
    review = text(client.get(order))
    for words in ("30.000", "120", "Cuota de"):
        assert words in review
    receipt = client.post(order)["Location"]
    assert client.post(order)["Location"].startswith(receipt)
    assert "Transferencia hecha" in text(client.get(receipt))
    assert Transfer.objects.count() == 1
    shown = text(client.get(page(aportes)))
    assert "Estás al día" in shown
    assert "Al día" in shown
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


@pytest.mark.parametrize(
    ("pesos", "words"),
    [("", "cuánto quieres"), ("mil", "solo con números"), ("0", "mayor que cero")],
)
def test_says_what_to_do_about_the_amount(inside: Inside, pesos: str, words: str) -> None:
    client, savings, aportes = inside
    refused = pay(client, aportes, savings, pesos)
    assert refused.status_code == 422
    assert words in text(refused)


def test_pays_only_from_own_savings_at_sight(inside: Inside) -> None:
    client, _, aportes = inside
    for source in (person("Luz").savings, aportes):
        assert "Elige una de tus cuentas" in text(pay(client, aportes, source))


@pytest.mark.parametrize(
    ("kind", "words"),
    [(ProductKind.APORTES, "Tus aportes no"), (ProductKind.PERMANENT, "ahorro permanente no")],
)
def test_what_stays_is_not_transferred(inside: Inside, kind: ProductKind, words: str) -> None:
    client, savings, _ = inside
    mine = product(_owner(savings), kind)
    deposit(mine, 50_000)
    asked = {"origen": str(mine), "destino": str(savings), "valor": "10.000", "nota": ""}
    refused = client.post(reverse("web:make_transfer"), asked)
    assert refused.status_code == 422
    assert words in text(refused)
    assert not Transfer.objects.exists()


def test_permanent_savings_say_what_they_earn(inside: Inside) -> None:
    client, savings, _ = inside
    plan(ProductKind.PERMANENT, "0.03", quota_min=20_000)
    mine = product(_owner(savings), ProductKind.PERMANENT)
    shown = text(client.get(page(mine)))
    for words in ("3,00\u00a0% E.A.", "20.000", "ahorro obligatorio"):
        assert words in shown
    assert "Pignorados" not in shown


def test_says_the_minimum_of_the_bylaws_once_it_is_written_down(inside: Inside) -> None:
    client, _, aportes = inside
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    Parameter.objects.create(
        key=KEY, valid_from=clock.business_date(clock.now()), value="45000000.00", source="test",
        confidence="S",
    )  # fmt: skip
    assert "45.000.000" in text(client.get(page(aportes)))


def test_without_a_plan_it_says_so(inside: Inside) -> None:
    client, _, aportes = inside
    plan(ProductKind.APORTES, "0", quota_min=50_000)
    assert "aún no ha escrito" in text(client.get(page(aportes)))


def test_another_members_aportes_are_unknown(inside: Inside) -> None:
    client, savings, _ = inside
    stranger = person("Luz")
    for other in (stranger.aportes, savings):
        assert client.get(page(other)).status_code == 404
        assert pay(client, other, savings).status_code == 404
    assert not Transfer.objects.exists()


def _owner(product_id: UUID) -> UUID:
    from minga.savings.models import SavingsAccount

    return SavingsAccount.objects.get(id=product_id).member_id
