"""The office's pages as a member, and as a stranger who must see nothing of theirs."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.sessions import MemberInside
from minga.audit.models import AuditEvent
from minga.doors.web import cookies
from minga.kit import ids
from minga.payments.models import Transfer, TransferIntent
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.models import SavingsAccount

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """A browser inside the office; how one gets in is the access tests' story."""
    inside: dict[str, MemberInside] = {}
    monkeypatch.setattr(
        "minga.doors.web.middleware.member_inside", lambda token, at: inside.get(token)
    )

    def enter(who: Person) -> Client:
        client = Client()
        client.cookies[cookies.SESSION] = str(who.id)
        inside[str(who.id)] = MemberInside(ids.uuid7(), who.id, "Marta", None)
        return client

    return enter


@pytest.fixture
def marta(db: None) -> Person:
    found = person("Marta")
    deposit(found.savings, 100_000, on=date(2026, 9, 15))
    deposit(found.savings, "2500.50", on=date(2026, 10, 2))
    return found


def order(client: Client, who: Person, to: UUID, pesos: str) -> str:
    """Fills in the form; returns the address of the review page."""
    filled = {"origen": who.savings, "destino": to, "valor": pesos, "nota": "Meta"}
    answer = client.post(reverse("web:make_transfer"), filled)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode())).replace("\u00a0", " ")


@pytest.mark.usefixtures("as_web")
class TestTheMember:
    def test_sees_balances_as_the_ledger_has_them_now(self, marta: Person, sign_in: SignIn) -> None:
        page = text(sign_in(marta).get(reverse("web:balances")).content)
        assert "Saldos y movimientos" in page
        assert "$ 102.500,50" in page
        home = text(sign_in(marta).get(reverse("web:office_home")).content)
        assert "Hola, Marta" in home
        assert "$ 102.500,50" in home

    def test_reads_movements_with_sign_word_and_running_balance(
        self, marta: Person, sign_in: SignIn
    ) -> None:
        page = text(sign_in(marta).get(reverse("web:movements", args=[marta.savings])).content)
        assert "+ $ 2.500,50" in page
        assert "Entrada" in page
        assert "$ 102.500,50" in page
        assert page.index("2.500,50") < page.index("100.000")

    def test_filters_by_month(self, marta: Person, sign_in: SignIn) -> None:
        address = reverse("web:movements", args=[marta.savings])
        september = text(sign_in(marta).get(address, {"mes": "2026-09"}).content)
        assert "+ $ 100.000" in september
        assert "+ $ 2.500,50" not in september
        nonsense = sign_in(marta).get(address, {"mes": "2026-99", "antes": "x.y"})
        assert nonsense.status_code == 200

    def test_pages_through_many_movements_without_losing_one(
        self, marta: Person, sign_in: SignIn
    ) -> None:
        for number in range(43):
            deposit(marta.savings, 1_000 + number, on=date(2026, 10, 3))
        client, seen = sign_in(marta), list[str]()
        address = reverse("web:movements", args=[marta.savings])
        query: str | None = ""
        while query is not None:
            page = client.get(address + query).content.decode()
            found = re.findall(r"amount-shown\">\+\u00a0\$\u00a0([\d.,]+)", page)
            assert len(found) <= 20
            seen += found
            more = re.search(r'href="(\?[^"]*antes[^"]*)"', page)
            query = more[1].replace("&amp;", "&") if more else None
        assert len(seen) == len(set(seen)) == 45

    def test_reviews_confirms_and_keeps_the_receipt(self, marta: Person, sign_in: SignIn) -> None:
        client = sign_in(marta)
        address = order(client, marta, marta.aportes, "50.000")
        review = text(client.get(address).content)
        assert "$ 200" in review
        assert "$ 52.300,50" in review
        assert "Transferir $ 50.000" in review
        first = client.post(address)
        receipt = text(client.get(first["Location"]).content)
        assert "Transferencia hecha" in receipt
        assert "Ya la hiciste" not in receipt
        number = SavingsAccount.objects.get(id=marta.savings).number
        assert number not in receipt
        assert "52.300" not in receipt

    def test_confirming_again_or_coming_back_is_one_transfer(
        self, marta: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(marta)
        address = order(client, marta, marta.second_savings, "1000")
        answers = [client.post(address), client.post(address), client.get(address)]
        assert [one.status_code for one in answers] == [302, 302, 302]
        assert [one["Location"].endswith("?ya") for one in answers] == [False, True, True]
        assert Transfer.objects.filter(member_id=marta.id).count() == 1

    def test_is_told_what_to_do_when_money_is_short(self, marta: Person, sign_in: SignIn) -> None:
        client = sign_in(marta)
        filled = {"origen": marta.savings, "destino": marta.aportes, "valor": "102.500"}
        answer = client.post(reverse("web:make_transfer"), filled | {"nota": "Para el mes"})
        assert answer.status_code == 422
        page = text(answer.content)
        assert "Tu saldo disponible es $ 102.500,50" in page
        assert "hasta $ 102.092,50" in page
        for typed in ("102.500", "Para el mes"):
            assert f'value="{typed}"' in answer.content.decode()
        assert not TransferIntent.objects.filter(member_id=marta.id).exists()

    def test_is_told_when_money_is_short_since_the_review(
        self, marta: Person, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = sign_in(marta)
        with monkeypatch.context() as rich:
            rich.setattr("minga.payments.queries.Review.fits", property(lambda _: True))
            address = order(client, marta, marta.aportes, "102.500")
        for answer in (client.get(address), client.post(address, follow=True)):
            page = text(answer.content)
            assert answer.status_code == 409
            assert "Tu saldo disponible es $ 102.500,50" in page
            assert "hasta $ 102.092,50" in page
        form = client.get(reverse("web:make_transfer"), {"desde": address.split("/")[-2]})
        assert 'value="102.500"' in form.content.decode()

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"valor": "abc"}, "Escribe el valor solo con números"),
            ({"valor": "0"}, "Escribe un valor mayor que cero"),
            ({"valor": "-5"}, "Escribe el valor solo con números"),
            ({"valor": "9" * 25}, "Escribe el valor solo con números"),
            ({"valor": ""}, "Escribe cuánto quieres transferir"),
            ({"destino": ""}, "Elige a qué cuenta llega el dinero"),
            ({"destino": "same"}, "Elige una cuenta distinta a la de origen"),
            ({"destino": str(ids.uuid7())}, "Elige una de tus cuentas"),
            ({"nota": "x" * 81}, "Escribe una nota de máximo 80 letras"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_to_do(
        self, wrong: dict[str, str], message: str, marta: Person, sign_in: SignIn
    ) -> None:
        filled = {"origen": str(marta.savings), "destino": str(marta.aportes), "valor": "70.001"}
        filled |= wrong
        if filled["destino"] == "same":
            filled["destino"] = filled["origen"]
        answer = sign_in(marta).post(reverse("web:make_transfer"), filled)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert message in page
        assert "<title>Error: " in page
        if "valor" not in wrong:
            assert 'value="70.001"' in page

    def test_cannot_take_money_out_of_aportes(self, marta: Person, sign_in: SignIn) -> None:
        filled = {"origen": marta.aportes, "destino": marta.savings, "valor": "1"}
        answer = sign_in(marta).post(reverse("web:make_transfer"), filled)
        assert "Tus aportes no se transfieren" in answer.content.decode()

    def test_a_page_of_the_office_asks_the_database_little(
        self, marta: Person, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client = sign_in(marta)
        for name in ("office_home", "balances", "make_transfer"):
            with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
                client.get(reverse(f"web:{name}"))

    def test_private_pages_are_kept_nowhere(self, marta: Person, sign_in: SignIn) -> None:
        answer = sign_in(marta).get(reverse("web:office_home"))
        assert answer["Cache-Control"] == "no-store"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy

    def test_confirms_what_it_costs_now_and_not_what_it_cost(
        self, marta: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(marta)
        address = order(client, marta, marta.second_savings, "1.000")
        answer = client.post(address, {"costo": "4.00"}, follow=True)
        assert answer.redirect_chain == [(f"{address}?cambio=1", 302)]
        assert "Algo cambió mientras revisabas" in text(answer.content)
        assert not Transfer.objects.exists()
        shown = re.search(r'name="costo" value="([^"]+)"', answer.content.decode())
        assert shown
        assert client.post(address, {"costo": shown[1]}).status_code == 302
        assert client.post(address, {"costo": "4.00"}).status_code == 302  # it was done
        assert Transfer.objects.count() == 1


class TestTheStranger:
    def test_sees_nothing_of_the_member(self, marta: Person, sign_in: SignIn) -> None:
        address = order(sign_in(marta), marta, marta.second_savings, "1000")
        stranger = sign_in(person("Luis"))
        intent = TransferIntent.objects.get()
        for path in (
            reverse("web:movements", args=[marta.savings]),
            address,
            reverse("web:transfer_receipt", args=[intent.id]),
        ):
            assert stranger.get(path).status_code == 404
        assert stranger.post(address).status_code == 404
        told = AuditEvent.objects.filter(action="access.asked_for_unknown")
        assert [one.result for one in told] == ["unknown"] * 4
        assert told[0].detail["page"] == "web:movements"
        assert told[0].detail["asked"] == str(marta.savings)
        assert not told.filter(subject=f"member:{marta.id}").exists()
        assert not Transfer.objects.exists()
        form = stranger.get(reverse("web:make_transfer"), {"desde": str(intent.id)})
        assert 'value="1.000"' not in form.content.decode()

    def test_cannot_order_with_the_members_products(self, marta: Person, sign_in: SignIn) -> None:
        luis = person("Luis")
        stranger = sign_in(luis)
        for filled in (
            {"origen": marta.savings, "destino": luis.savings, "valor": "10"},
            {"origen": luis.savings, "destino": marta.savings, "valor": "10"},
        ):
            answer = stranger.post(reverse("web:make_transfer"), filled)
            assert answer.status_code == 422
        assert not TransferIntent.objects.exists()

    def test_without_a_session_is_sent_to_sign_in(self, marta: Person) -> None:
        for path in (
            reverse("web:office_home"),
            reverse("web:balances"),
            reverse("web:make_transfer"),
            reverse("web:movements", args=[marta.savings]),
        ):
            answer = Client().get(path)
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("web:identify"))
