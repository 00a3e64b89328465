"""Asking for an account on screen: opened at once, or followed until the office answers."""

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.kit import clock, ids
from minga.members.models import Member
from minga.payments.ask_account import ask_account
from minga.payments.tests.cast import deposit, person, product
from minga.savings.models import (
    AccountRequest,
    FeeKind,
    PlanFee,
    ProductKind,
    SavingsAccount,
    SavingsPlan,
)
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
Inside = tuple[Client, Member, UUID]


@pytest.fixture
def young(db: None) -> SavingsPlan:
    plan(ProductKind.SIGHT, "0.01")
    return plan(ProductKind.SIGHT, "0.04", opening_min=Decimal(20_000))


@pytest.fixture
def inside(young: SavingsPlan) -> Inside:
    who, client = cast.registered(), visitors.browser()
    savings = product(who.id, ProductKind.SIGHT)
    deposit(savings, 100_000)
    visitors.sign_in(client, who)
    return client, who, savings


def page(young: SavingsPlan) -> str:
    return reverse("web:ask_account", args=[young.code])


def send(client: Client, young: SavingsPlan, source: UUID | str = "", key: str = "") -> Any:
    key = key or str(ids.uuid7())
    return client.post(page(young), {"orden": key, "origen": str(source)})


def test_opens_one_account_however_often_the_button_is_pressed(
    inside: Inside, young: SavingsPlan
) -> None:
    client, who, savings = inside
    assert reverse("web:request_savings") in text(client.get(reverse("web:request_products")))
    offered = text(client.get(reverse("web:request_savings")))
    assert page(young) in offered
    assert "Se abre con $\u00a020.000" in offered
    review = client.get(page(young)).content.decode()
    for words in ("4,00\u00a0% E.A.", "Abrir la cuenta con", "Ninguno"):
        assert words in review
    found = re.search(r'name="orden" value="([0-9a-f-]{36})"', review)
    assert found is not None
    first, again = (send(client, young, savings, found[1]) for _ in range(2))
    assert first["Location"] == again["Location"]
    done = text(client.get(first["Location"]))
    account = SavingsAccount.objects.get(member_id=who.id, plan=young)
    for words in ("Cuenta abierta", "Enviada", reverse("web:movements", args=[account.id])):
        assert words in done
    assert "Cuenta abierta" in text(client.get(reverse("web:my_requests")))


def test_a_second_one_is_followed_and_can_be_taken_back(inside: Inside, young: SavingsPlan) -> None:
    client, _, savings = inside
    send(client, young, savings)
    assert "Otra la decide tu cooperativa" in text(client.get(page(young)))
    where = send(client, young)["Location"]
    assert "Enviada" in text(client.get(where))
    assert client.get(page(young))["Location"] == where
    assert send(client, young)["Location"] == where
    away = f"{where}retirar/"
    assert "¿Retirar tu solicitud?" in text(client.get(away))
    assert client.post(away)["Location"] == where
    assert "La retiraste" in text(client.get(where))
    assert client.get(away)["Location"] == where
    assert client.post(away)["Location"] == where


def test_says_what_to_do_about_the_money(inside: Inside, young: SavingsPlan) -> None:
    client, who, _ = inside
    poor = product(who.id, ProductKind.SIGHT)
    for source, words in (
        ("", "Elige de qué cuenta sale"), (poor, "no pueden salir"),
        (person("Luz").savings, "Elige una de tus cuentas"),
    ):  # fmt: skip
        refused = send(client, young, source)
        assert refused.status_code == 422
        assert words in text(refused)
    assert not AccountRequest.objects.exists()


def test_without_an_account_that_pays_it_is_sent_to_the_office(
    inside: Inside, young: SavingsPlan
) -> None:
    who, client = cast.registered(), visitors.browser()
    visitors.sign_in(client, who)
    assert "llévalo a tu cooperativa" in text(client.get(page(young)))
    assert "Enviada" in text(client.get(send(client, young)["Location"]))


def test_shows_fees_before_anything(inside: Inside, young: SavingsPlan) -> None:
    from django.db import connection

    client, _, _ = inside
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    PlanFee.objects.create(
        plan=young, what=FeeKind.HANDLING, valid_from="2020-01-01", amount=3_300, source="test"
    )
    assert "3.300" in text(client.get(page(young)))


def test_what_is_not_offered_is_not_there(inside: Inside, young: SavingsPlan) -> None:
    client, _, _ = inside
    assert client.get(reverse("web:ask_account", args=["OTRO"])).status_code == 404
    SavingsPlan.objects.all().update(opens_online=False)
    assert client.get(page(young)).status_code == 404
    assert "Por ahora no se abren" in text(client.get(reverse("web:request_savings")))
    products = text(client.get(reverse("web:request_products")))
    assert reverse("web:request_savings") not in products


def test_another_members_request_is_unknown(inside: Inside, young: SavingsPlan) -> None:
    client, _, _ = inside
    stranger = person("Luz")
    asked = ask_account(
        member_id=stranger.id, plan_code=young.code, source_id=None, key=ids.uuid7(),
        at=clock.now(),
    )  # fmt: skip
    for name in ("account_request", "take_back_account_request"):
        address = reverse(f"web:{name}", args=[asked.request_id])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in {404, 405}
