"""Savings goals on screen: created once, shown with their progress, taken out; and the stranger."""

import re
from datetime import timedelta
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
from minga.kit.money import Money
from minga.members.models import Member
from minga.payments.tests.cast import deposit, person, product
from minga.savings.goal_terms import GoalOrder
from minga.savings.models import ProductKind, SavingsGoal, SavingsPlan
from minga.savings.open_goal import open_goal
from minga.savings.propose_goal import propose_goal
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
NOW = clock.now()
TOMORROW = clock.business_date(NOW) + timedelta(days=1)
Inside = tuple[Client, Member, UUID]


@pytest.fixture
def meta(db: None) -> SavingsPlan:
    return plan(
        ProductKind.CONTRACTUAL, "0.05", quota_min=20_000, days_min=60,
        early_rate_ea=Decimal("0.02"),
    )  # fmt: skip


@pytest.fixture
def inside(meta: SavingsPlan) -> Inside:
    who, client = cast.registered(), visitors.browser()
    savings = product(who.id, ProductKind.SIGHT)
    deposit(savings, 900_000)
    visitors.sign_in(client, who)
    return client, who, savings


def asked(contract: SavingsPlan, savings: UUID, **changes: Any) -> dict[str, Any]:
    return {
        "plan": contract.code, "nombre": "Viaje", "meta": "1.000.000",
        "cuota": "100.000", "primera": str(TOMORROW), "meses": "10", "origen": str(savings),
    } | changes  # fmt: skip


def create(client: Client, who: Member, words: dict[str, Any]) -> str:
    """Filled in, reviewed, approved with PIN and code, confirmed; where it leads."""
    review = client.post(reverse("web:new_goal"), words)["Location"]
    approval = client.post(review)["Location"]
    client.post(approval, {"clave": cast.PIN})
    client.post(approval, {"codigo": cast.code_sent_to(who)})
    assert client.get(approval)["Location"] == review
    done: str = client.post(review)["Location"]
    return done


def test_creates_one_goal_after_pin_and_code(inside: Inside, meta: SavingsPlan) -> None:
    client, who, savings = inside
    assert reverse("web:new_goal") in text(client.get(reverse("web:office_home")))
    assert "Continuar" in text(client.get(reverse("web:new_goal")))
    review = client.post(reverse("web:new_goal"), asked(meta, savings))["Location"]
    shown = text(client.get(review))
    for part in (
        "1.000.000",
        "100.000",
        "5,00\u00a0% E.A.; si la retiras antes, 2,00",
        "un código",
    ):
        assert part in shown
    assert not SavingsGoal.objects.exists()
    done = create(client, who, asked(meta, savings))
    goal = SavingsGoal.objects.get(account__member_id=who.id)
    page = text(client.get(done))
    for part in ("Tu meta está creada", "Viaje", "5,00", "Próxima cuota", "Llevas 0 % de tu meta"):
        assert part in page
    movements = text(client.get(reverse("web:movements", args=[goal.account_id])))
    assert "Ver mi meta «Viaje»" in movements


def test_the_same_button_again_leads_to_the_same_goal(inside: Inside, meta: SavingsPlan) -> None:
    client, who, savings = inside
    review = client.post(reverse("web:new_goal"), asked(meta, savings))["Location"]
    approval = client.post(review)["Location"]
    client.post(approval, {"clave": cast.PIN})
    client.post(approval, {"codigo": cast.code_sent_to(who)})
    assert "Ya la aprobaste" in text(client.get(review))
    first, again = client.post(review)["Location"], client.post(review)["Location"]
    assert first.startswith(again)
    assert client.get(review)["Location"] == again
    assert SavingsGoal.objects.count() == 1
    listed = text(client.get(reverse("web:balances")))
    assert f'href="{again.split("?")[0]}"' in listed
    assert "Ahorro programado: Viaje" in listed


def test_going_back_to_change_keeps_what_was_filled_in(inside: Inside, meta: SavingsPlan) -> None:
    client, _, savings = inside
    review = client.post(reverse("web:new_goal"), asked(meta, savings))["Location"]
    (change,) = set(re.findall(r'href="([^"]+desde=[^"]+)"', text(client.get(review))))
    form = text(client.get(change))
    for value in ("Viaje", "1.000.000", "100.000", str(TOMORROW), "10"):
        assert f'value="{value}"' in form, value
    stranger = visitors.browser()
    visitors.sign_in(stranger, cast.registered())
    assert 'Viaje"' not in text(stranger.get(change))
    assert client.get(f"{reverse('web:new_goal')}?desde=x").status_code == 200


def test_says_what_the_quotas_bring_together_and_what_they_fall_short_of(
    inside: Inside, meta: SavingsPlan
) -> None:
    client, _, savings = inside
    enough = client.post(reverse("web:new_goal"), asked(meta, savings))["Location"]
    page = text(client.get(enough))
    assert "Con 10 cuotas reúnes" in page
    assert "Te faltarían" not in page
    few = client.post(reverse("web:new_goal"), asked(meta, savings, cuota="60.000"))["Location"]
    assert "Te faltarían $\u00a0400.000" in text(client.get(few))


def test_an_approval_serves_no_other_goal(inside: Inside, meta: SavingsPlan) -> None:
    client, who, savings = inside
    create(client, who, asked(meta, savings))
    other = client.post(reverse("web:new_goal"), asked(meta, savings, cuota="200.000"))["Location"]
    assert "/oficina/aprobar/" in client.post(other)["Location"]
    assert SavingsGoal.objects.count() == 1


def test_a_plan_that_is_gone_meanwhile_is_told(inside: Inside, meta: SavingsPlan) -> None:
    client, who, savings = inside
    review = client.post(reverse("web:new_goal"), asked(meta, savings))["Location"]
    approval = client.post(review)["Location"]
    client.post(approval, {"clave": cast.PIN})
    client.post(approval, {"codigo": cast.code_sent_to(who)})
    SavingsPlan.objects.filter(id=meta.id).update(opens_online=False)
    refused = client.post(review)
    assert refused.status_code == 409
    assert "ya no se ofrece" in text(refused)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("nombre", "", "Ponle un nombre"),
        ("nombre", "Via\u202eje", "letras, números y signos"),
        ("meta", "mil", "solo con números"),
        ("cuota", "10.000", "es desde"),
        ("cuota", "2.000.000", "mayor que tu meta"),
        ("primera", str(TOMORROW - timedelta(days=1)), "desde mañana"),
        ("primera", "pronto", "año, mes y día"),
        ("meses", "1", "Escribe más meses"),
        ("meses", "500", "de 1 a 120"),
        ("meses", "", "cuántos meses"),
        ("origen", "00000000-0000-7000-8000-000000000000", "Elige una de la lista"),
        ("plan", "OTRO", "Elige una de la lista"),
    ],
)
def test_says_what_to_do_and_keeps_what_was_written(
    inside: Inside, meta: SavingsPlan, field: str, value: str, words: str
) -> None:
    client, _, savings = inside
    answer = client.post(reverse("web:new_goal"), asked(meta, savings, **{field: value}))
    assert answer.status_code == 422
    assert words in text(answer)
    if field != "nombre":
        assert 'value="Viaje"' in text(answer)
    assert not SavingsGoal.objects.exists()


def test_takes_the_money_out_after_showing_it(inside: Inside, meta: SavingsPlan) -> None:
    client, who, savings = inside
    create(client, who, asked(meta, savings))
    goal = SavingsGoal.objects.get().account_id
    deposit(goal, 250_000)
    address = reverse("web:close_goal", args=[goal])
    assert "25 %" in text(client.get(reverse("web:goal", args=[goal])))
    shown = text(client.get(address))
    for words in ("250.000", "2,00\u00a0% E.A.", "Dejas de ganar"):
        assert words in shown
    for other in ("", "250001.00", "mucho"):
        changed = client.post(address, {"recibes": other}, follow=True)
        assert changed.redirect_chain == [(f"{address}?cambio=1", 302)]
        for words in ("Algo cambió mientras revisabas", "Retirar $\u00a0250.000"):
            assert words in text(changed)
    done = client.post(address, {"recibes": "250000.00"}, follow=True)
    receipt = reverse("web:goal_exit_receipt", args=[goal])
    assert done.redirect_chain == [(f"{receipt}?hecho", 302)]
    for words in ("Meta retirada", "Comprobante", "250.000", "Viaje", "Llegó a"):
        assert words in text(done), words
    assert client.post(address)["Location"] == f"{receipt}?hecho"
    page = text(client.get(reverse("web:goal", args=[goal])))
    for words in ("La retiraste", "Recibiste", "250.000", receipt):
        assert words in page, words


def test_a_goal_with_nothing_in_it_ends_without_a_receipt(
    inside: Inside, meta: SavingsPlan
) -> None:
    client, who, savings = inside
    create(client, who, asked(meta, savings))
    goal = SavingsGoal.objects.get().account_id
    done = client.post(reverse("web:close_goal", args=[goal]), {"recibes": "0.00"}, follow=True)
    assert "No había dinero en ella" in text(done)
    receipt = reverse("web:goal_exit_receipt", args=[goal])
    assert receipt not in text(done)
    assert client.get(receipt).status_code == 404


def test_another_members_goal_is_unknown(inside: Inside, meta: SavingsPlan) -> None:
    client, _, _ = inside
    stranger = person("Luz")
    order = GoalOrder(
        plan_code=meta.code, name="Casa", target=Money.of(900_000), quota=Money.of(50_000),
        starts_on=TOMORROW, months=6, pays_from=stranger.savings,
    )  # fmt: skip
    goal = open_goal(member_id=stranger.id, order=order, key=ids.uuid7(), at=NOW)
    for name in ("goal", "close_goal", "goal_exit_receipt"):
        assert client.get(reverse(f"web:{name}", args=[goal])).status_code == 404
    assert client.post(reverse("web:close_goal", args=[goal])).status_code == 404
    kept = propose_goal(member_id=stranger.id, order=order, at=NOW)
    review = reverse("web:review_goal", args=[kept])
    assert client.get(review).status_code == 404
    assert client.post(review).status_code == 404
    answer = client.post(reverse("web:new_goal"), asked(meta, stranger.savings))
    assert answer.status_code == 422
