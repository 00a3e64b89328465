"""CDAT on screen: worked out, reviewed, approved with PIN and code, opened once."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.models import Approval
from minga.access.tests import cast
from minga.day_close.close_day import close_day
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.kit import clock, ids
from minga.kit.calendar import COLOMBIA
from minga.kit.spanish import day_long
from minga.ledger.books_check import check_books
from minga.members.models import Member
from minga.payments.cancel_term_deposit import ExitChanged
from minga.payments.tests.cast import Person, deposit, product
from minga.payments.tests.depositors import open_cdat
from minga.savings.models import (
    MaturityInstruction,
    PlanTerms,
    ProductKind,
    SavingsPlan,
    TermDeposit,
    TermEnd,
    TermRate,
)
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


@pytest.fixture
def cdat(db: None) -> SavingsPlan:
    made = plan(ProductKind.TERM, "0", early_rate_ea=Decimal("0.02"), opening_min=Decimal(500_000))
    TermRate.objects.create(
        plan=made, valid_from=date(2020, 1, 1), amount_from=0, days_from=30, rate_ea=Decimal("0.10")
    )
    return made


def inside() -> tuple[Client, Member, Any]:
    who, client = cast.registered(), visitors.browser()
    savings = product(who.id, ProductKind.SIGHT)
    deposit(savings, 20_000_000, on=date(2026, 1, 1))
    visitors.sign_in(client, who)
    return client, who, savings


def asked(cdat: SavingsPlan, savings: Any, **changes: object) -> str:
    return urlencode(
        {"plan": cdat.code, "origen": savings, "valor": "10.000.000", "dias": "90", "cada": "0",
         "instruccion": "redeem"} | changes
    )  # fmt: skip


def key_of(page: Any) -> str:
    found = re.search(r'name="orden" value="([0-9a-f-]{36})"', page.content.decode())
    assert found is not None, text(page)
    return found[1]


def approve(client: Client, who: Member, where: str) -> Any:
    client.post(where, {"clave": cast.PIN})
    client.post(where, {"codigo": cast.code_sent_to(who)})
    return client.get(where)


def open_one(client: Client, who: Member, query: str) -> TermDeposit:
    review = f"{reverse('web:open_deposit')}?{query}"
    key = key_of(client.get(review))
    approval = client.post(review, {"orden": key})
    back = approve(client, who, approval["Location"])
    assert back["Location"] == review
    done = client.post(review, {"orden": key})
    assert done.status_code == 302, text(done)
    return TermDeposit.objects.get(member_id=who.id)


def test_shows_what_it_would_earn_before_anything(cdat: SavingsPlan) -> None:
    client, _, savings = inside()
    page = text(client.get(f"{reverse('web:new_term_deposit')}?{asked(cdat, savings)}"))
    for words in ("228.283", "237.795", "9.512", "40.000", "10,00"):
        assert words in page
    assert not TermDeposit.objects.exists()


def test_a_value_beyond_the_books_is_told_in_its_field(cdat: SavingsPlan) -> None:
    client, _, savings = inside()
    query = asked(cdat, savings, valor="9.999.999.999.999.999")
    answer = client.get(f"{reverse('web:new_term_deposit')}?{query}")
    assert (answer.status_code, "Escribe un valor menor." in text(answer)) == (422, True)


def test_opens_one_deposit_after_pin_and_code(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    query = asked(cdat, savings)
    made = open_one(client, who, query)
    approval = Approval.objects.get(member_id=who.id)
    assert bytes(made.intent_digest or b"") == bytes(approval.intent_digest)
    assert approval.used_at is not None
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert made.number in page
    assert "Faltan" in page
    assert "CDAT" in text(client.get(reverse("web:balances")))
    assert made.number[-4:] in text(client.get(reverse("web:office_home")))
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


def test_the_same_button_again_leads_to_the_same_deposit(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    review = f"{reverse('web:open_deposit')}?{asked(cdat, savings)}"
    key = key_of(client.get(review))
    approve(client, who, client.post(review, {"orden": key})["Location"])
    first = client.post(review, {"orden": key})
    again = client.post(review, {"orden": key})
    assert again["Location"] in first["Location"]
    assert TermDeposit.objects.filter(member_id=who.id).count() == 1


def test_an_approval_serves_no_other_deposit(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    review = reverse("web:open_deposit")
    small, large = asked(cdat, savings, valor="1.000.000"), asked(cdat, savings, valor="9.000.000")
    key = key_of(client.get(f"{review}?{small}"))
    approve(client, who, client.post(f"{review}?{small}", {"orden": key})["Location"])
    other = client.post(f"{review}?{large}", {"orden": key})
    assert "/oficina/aprobar/" in other["Location"]
    assert not TermDeposit.objects.filter(member_id=who.id).exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("valor", "400.000", "se abre desde"),
        ("valor", "mil", "solo con números"),
        ("valor", "0", "mayor que cero"),
        ("dias", "20", "30 días o más"),
        ("dias", "noventa", "número de días"),
        ("cada", "6", "no cabe en el plazo"),
        ("origen", "", "de qué cuenta sale"),
        ("origen", "00000000-0000-7000-8000-000000000000", "Elige una de la lista"),
        ("plan", "OTRO", "Elige una de la lista"),
    ],
)
def test_says_what_to_do_and_keeps_what_was_written(
    cdat: SavingsPlan, field: str, value: str, words: str
) -> None:
    client, _, savings = inside()
    answer = client.get(
        f"{reverse('web:new_term_deposit')}?{asked(cdat, savings, **{field: value})}"
    )
    assert answer.status_code == 422
    assert words in text(answer)
    if field != "dias":
        assert 'value="90"' in answer.content.decode()


def test_asks_nobody_to_prove_who_they_are_for_money_that_is_not_there(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    query = asked(cdat, savings, valor="20.000.000")
    worked_out = client.get(f"{reverse('web:new_term_deposit')}?{query}")
    assert worked_out.status_code == 422
    assert "no alcanza" in text(worked_out)
    review = f"{reverse('web:open_deposit')}?{query}"
    sent = client.post(review, {"orden": str(ids.uuid7())}, follow=True)
    assert sent.redirect_chain[0][0].endswith("&cambio=1")  # read again, and never sent again
    for answer in (client.get(review), sent):
        assert answer.status_code == 409
        assert "no alcanza" in text(answer)
        assert "valor=20.000.000" in answer.content.decode()  # «Cambiar los datos» keeps them
    assert not Approval.objects.filter(member_id=who.id).exists()


def test_says_that_it_is_approved_and_coming_back_finds_what_was_opened(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    asked_for = client.get(f"{reverse('web:new_term_deposit')}?{asked(cdat, savings)}")
    (review,) = re.findall(r'href="([^"]+/abrir/[^"]+)"', asked_for.content.decode())
    review = review.replace("&amp;", "&")
    key = key_of(client.get(review))
    assert f"orden={key}" in review
    assert "Ya lo aprobaste" not in text(client.get(review))
    approve(client, who, client.post(review, {"orden": key})["Location"])
    assert "Ya lo aprobaste" in text(client.get(review))
    client.post(review, {"orden": key})
    made = TermDeposit.objects.get(member_id=who.id)
    assert client.get(review)["Location"] == reverse("web:term_deposit", args=[made.id])


def test_each_answer_that_is_missing_is_asked_for_by_its_name(cdat: SavingsPlan) -> None:
    client, _, savings = inside()
    query = asked(cdat, savings, cada="", instruccion="")
    page = text(client.get(f"{reverse('web:new_term_deposit')}?{query}"))
    assert "Elige cuándo te pagamos los intereses." in page
    assert "Elige qué hacemos cuando venza." in page


def test_changes_what_happens_at_the_end(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    made = open_one(client, who, asked(cdat, savings))
    address = reverse("web:instruct_term_deposit", args=[made.id])
    assert client.post(address, {"instruccion": "otra"}).status_code == 422
    client.post(address, {"instruccion": "renew_all"})
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert MaturityInstruction.RENEW_ALL.label in page


def test_says_until_when_that_can_be_changed_and_when_it_is_seen_to(
    cdat: SavingsPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, who, savings = inside()
    person = Person(who.id, savings, savings, savings)
    soon = clock.business_date(clock.now()) + timedelta(days=10)
    saturday = soon + timedelta(days=(5 - soon.weekday()) % 7)
    made = open_cdat(person, cdat, saturday - timedelta(days=88), days=88)
    assert made.matures_on == saturday
    ends = COLOMBIA.business_day_from(saturday)
    last = ends - timedelta(days=1)
    shown = {}
    for day in (last, ends):
        visitors.at(monkeypatch, datetime.combine(day, time(15), tzinfo=UTC))
        client = visitors.browser()
        visitors.sign_in(client, who)
        shown[day] = [
            text(client.get(reverse(f"web:{name}", args=[made.id])))
            for name in ("term_deposit", "instruct_term_deposit")
        ]
    assert all(f"hasta el {day_long(last)}" in page for page in shown[last])
    assert all(f"hasta el {day_long(last)}" not in page for page in shown[ends])
    assert f"No es día hábil: lo atendemos el {day_long(ends)}" in shown[last][0]


def test_what_happens_at_the_end_is_not_changed_once_its_day_has_come(cdat: SavingsPlan) -> None:
    """Its eve was not closed yet."""
    client, who, savings = inside()
    today = clock.business_date(clock.now())
    made = open_cdat(Person(who.id, savings, savings, savings), cdat, today - timedelta(days=100))
    address = reverse("web:instruct_term_deposit", args=[made.id])
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert address not in page
    assert "Hacemos lo que habías pedido: Pagar todo en mi cuenta" in text(client.get(address))
    answer = client.post(address, {"instruccion": "renew_all"})
    assert answer.status_code == 422
    assert "El último día para cambiarlo fue el" in text(answer)
    assert made.instructions.count() == 1


def test_an_early_end_shows_its_cost_and_is_approved(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    made = open_one(client, who, asked(cdat, savings))
    address = reverse("web:cancel_term_deposit", args=[made.id])
    assert "Recibes hoy" in text(client.get(address))
    back = approve(client, who, client.post(address)["Location"])
    assert back["Location"] == address
    assert "Ya lo aprobaste" in text(client.get(address))
    done = client.post(address, follow=True)
    receipt = reverse("web:deposit_exit_receipt", args=[made.id])
    assert done.redirect_chain == [(f"{receipt}?hecho", 302)]
    for words in ("CDAT cancelado", "Comprobante", "10.000.000", made.number, "Retención"):
        assert words in text(done), words
    assert TermDeposit.objects.get(id=made.id).end.how == "cancelled"
    for again in (client.get(address), client.post(address)):
        assert again["Location"] == receipt
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    for words in ("Lo cancelaste", "Recibiste", receipt):
        assert words in page, words


def test_an_early_end_that_would_pay_something_else_is_shown_again(
    cdat: SavingsPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, who, savings = inside()
    made = open_one(client, who, asked(cdat, savings))
    address = reverse("web:cancel_term_deposit", args=[made.id])
    approve(client, who, client.post(address)["Location"])

    def changed(**_: object) -> None:
        raise ExitChanged

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("minga.payments.cancel_term_deposit.cancel_term_deposit", changed)
        answer = client.post(address, follow=True)
    assert answer.redirect_chain == [(f"{address}?cambio=1", 302)]
    assert "Algo cambió mientras revisabas" in text(answer)
    assert not TermEnd.objects.filter(deposit=made).exists()


@pytest.fixture
def renewed(cdat: SavingsPlan) -> tuple[Client, Member, TermDeposit]:
    """A deposit of today that follows one of ninety days ago."""
    PlanTerms.objects.filter(plan=cdat).update(regret_business_days=3)
    client, who, savings = inside()
    today = clock.business_date(clock.now())
    person = Person(who.id, savings, savings, savings)
    first = open_cdat(
        person, cdat, today - timedelta(days=90), instruction=MaturityInstruction.RENEW_CAPITAL
    )
    with visitors.as_owner():
        close_day(day=today - timedelta(days=1), at=clock.now())
    return client, who, TermDeposit.objects.get(renews=first)


def test_a_renewal_is_undone_after_its_review(
    renewed: tuple[Client, Member, TermDeposit],
) -> None:
    client, who, made = renewed
    old = text(client.get(reverse("web:term_deposit", args=[made.renews_id])))
    assert reverse("web:term_deposit", args=[made.id]) in old
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    address = reverse("web:undo_term_renewal", args=[made.id])
    assert "puedes deshacerla hasta el" in page
    assert address in page
    review = text(client.get(address))
    assert "10.000.000" in review
    back = approve(client, who, client.post(address)["Location"])
    assert back["Location"] == address
    done = client.post(address, follow=True)
    assert "Renovación deshecha" in text(done)
    assert "10.000.000" in text(done)
    assert TermDeposit.objects.get(id=made.id).end.how == "undone"
    receipt = reverse("web:deposit_exit_receipt", args=[made.id])
    assert client.get(address)["Location"] == receipt
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert "el dinero volvió a tu cuenta" in page
    assert receipt in page
    renewed_one = reverse("web:deposit_exit_receipt", args=[made.renews_id])
    assert client.get(renewed_one).status_code == 404  # its money went on in this one


def test_without_a_window_the_page_says_so_and_leads_to_the_early_end(
    renewed: tuple[Client, Member, TermDeposit], cdat: SavingsPlan
) -> None:
    client, _, made = renewed
    PlanTerms.objects.filter(plan=cdat).update(regret_business_days=0)
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert "no ha fijado un plazo" in page
    assert reverse("web:undo_term_renewal", args=[made.id]) not in page
    assert reverse("web:cancel_term_deposit", args=[made.id]) in page
    refused = client.get(reverse("web:undo_term_renewal", args=[made.id]))
    assert refused.status_code == 409
    assert "no ha fijado un plazo" in text(refused)


def test_after_the_window_the_page_says_when_it_was_over(
    renewed: tuple[Client, Member, TermDeposit], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, who, made = renewed
    later = clock.now() + timedelta(days=10)
    visitors.at(monkeypatch, later)
    client = visitors.browser()
    visitors.sign_in(client, who)
    page = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert "El plazo para deshacerla terminó el" in page
    refused = client.get(reverse("web:undo_term_renewal", args=[made.id]))
    assert refused.status_code == 409


def test_what_is_no_renewal_is_not_undone(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    made = open_one(client, who, asked(cdat, savings))
    refused = client.get(reverse("web:undo_term_renewal", args=[made.id]))
    assert refused.status_code == 409
    assert "no es la renovación" in text(refused)


def test_a_stranger_finds_nothing(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    made = open_one(client, who, asked(cdat, savings))
    stranger, _, _ = inside()
    for name in (
        "term_deposit", "instruct_term_deposit", "cancel_term_deposit", "undo_term_renewal",
        "deposit_exit_receipt",
    ):  # fmt: skip
        address = reverse(f"web:{name}", args=[made.id])
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert made.number[-4:] not in text(stranger.get(reverse("web:balances")))
    taken = stranger.get(f"{reverse('web:new_term_deposit')}?{asked(cdat, savings)}")
    assert taken.status_code == 422
