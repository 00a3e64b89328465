"""A credit on screen: its page, the payoff of a day, and paying it from review to receipt."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from minga.access.sessions import MemberInside
from minga.doors.web import cookies
from minga.doors.web.tests import visitors
from minga.kit import ids
from minga.kit.money import Money
from minga.ledger.books_check import check_books
from minga.loans.models import CollectionCharge, CollectionForgiveness, Loan, LoanEnd, LoanPayment
from minga.loans.plan_payment import PayKind, next_payment
from minga.payments.pay_loan import LoanOrder, quote_payment
from minga.payments.tests.borrowers import DAY, at, borrower, holds, owes, pay, savings_of
from minga.payments.tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
DUE = date(2025, 10, 15)
LATE = DUE + 10 * DAY
SignIn = Callable[[Any], Client]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """A browser inside the office, on a day after the first instalment's."""
    inside: dict[str, MemberInside] = {}
    monkeypatch.setattr(
        "minga.doors.web.middleware.member_inside", lambda token, at: inside.get(token)
    )
    visitors.at(monkeypatch, at(LATE))

    def enter(member_id: Any) -> Client:
        client = Client()
        client.cookies[cookies.SESSION] = str(member_id)
        inside[str(member_id)] = MemberInside(ids.uuid7(), member_id, "Marta", None)
        return client

    return enter


def text(answer: Any) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare).replace("\u00a0", " ")


def asked(loan: Loan, que: str, valor: str = "") -> str:
    return urlencode({"que": que, "valor": valor, "origen": savings_of(loan)})


def cop(amount: Money) -> str:
    return f"$ {amount.amount:,.0f}".replace(",", ".")


def confirm(client: Client, review: str) -> Any:
    """The button of the review, with everything the page carries."""
    page = client.get(review).content.decode()
    filled = dict(
        re.findall(r'type="hidden" name="(orden|que|origen|valor|costo)" value="([^"]+)"', page)
    )
    assert set(filled) == {"orden", "que", "origen", "valor", "costo"}, page
    return client.post(review, filled), filled


def review_of(client: Client, loan: Loan, que: str, valor: str = "") -> str:
    answer = client.get(f"{reverse('web:pay_loan', args=[loan.id])}?{asked(loan, que, valor)}")
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def test_says_what_is_owed_when_and_what_was_paid(sign_in: SignIn) -> None:
    loan = borrower()
    page = text(sign_in(loan.member_id).get(reverse("web:loan", args=[loan.id])))
    now = owes(loan, LATE)
    for words in (
        "Tienes un pago vencido", "Por pagar ya", cop(now.due_total), "$ 12.000.000",
        "Días de mora 10", "Cuotas pagadas: 0 de 12", "Vencida", "18 % efectiva anual",
        "Aún no has hecho pagos", "Es una cuota vencida, con su mora", "Después, tu próxima cuota",
        "15 de noviembre de 2025", "Para pagar todo hoy", cop(now.payoff),
    ):  # fmt: skip
        assert words in page, words


def test_says_all_that_it_has_cost_so_far(sign_in: SignIn) -> None:
    loan = borrower(insurance_monthly=Decimal("0.001"))
    with visitors.as_owner():
        CollectionCharge.objects.create(
            loan=loan, instalment=loan.instalments.get(n=1), days=5, name="Carta de cobro",
            amount=9_000, on=LATE,
        )  # fmt: skip
    client = sign_in(loan.member_id)
    page = text(client.get(reverse("web:loan", args=[loan.id])))
    assert "con su mora y los gastos de cobranza" in page
    assert "Gastos de cobranza $ 9.000" in page
    review = review_of(client, loan, "instalment")
    assert "Gastos de cobranza $ 9.000" in text(client.get(review))
    done, _ = confirm(client, review)
    assert "Gastos de cobranza $ 9.000" in text(client.get(done["Location"]))
    paid = LoanPayment.objects.get(loan=loan)
    besides = Money(paid.insurance + paid.mora + paid.collection)
    page = text(client.get(reverse("web:loan", args=[loan.id])))
    for words in (
        "Has pagado de seguro $ 12.000", "Has pagado de gastos de cobranza $ 9.000",
        f"Has pagado de 4x1000 {cop(Money(paid.tax))}",
        f"Te ha costado hasta hoy {cop(Money(paid.amount - paid.capital + paid.tax))}",
        f"{cop(Money(paid.capital))} {cop(Money(paid.interest))} {cop(besides)}",
    ):  # fmt: skip
        assert words in page, words


def test_a_cost_that_was_forgiven_is_told_and_not_asked_for(sign_in: SignIn) -> None:
    loan = borrower()
    with visitors.as_owner():
        charge = CollectionCharge.objects.create(
            loan=loan, instalment=loan.instalments.get(n=1), days=5, name="Carta de cobro",
            amount=9_000, on=LATE,
        )  # fmt: skip
        CollectionForgiveness.objects.create(
            charge=charge, amount=9_000, on=LATE, at=at(LATE), actor="staff:ana", why="Un acuerdo"
        )
    page = text(sign_in(loan.member_id).get(reverse("web:loan", args=[loan.id])))
    assert "Te condonamos $ 9.000" in page
    assert "Carta de cobro, condonado el 25 oct 2025" in page
    assert "Gastos de cobranza" not in page
    assert "Un acuerdo" not in page  # what authorised it is the office's own


def test_an_extra_payment_is_shown_beside_what_it_would_do_with_the_other_choice(
    sign_in: SignIn,
) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    saved = {}
    for kind in (PayKind.TO_TERM, PayKind.TO_INSTALMENT):
        order = LoanOrder(loan.id, savings_of(loan), kind, Money.of(5_000_000))
        saved[kind] = quote_payment(loan.member_id, order, at(LATE)).plan.interest_saved
    assert saved[PayKind.TO_TERM] > saved[PayKind.TO_INSTALMENT]
    first = client.get(review_of(client, loan, "to-term", "5.000.000"))
    for words in (
        f"Te ahorras de intereses {cop(saved[PayKind.TO_TERM])}", "Sin este abono, 11",
        "Sin este abono, el 15 de septiembre de 2026",
        f"Si prefieres bajar la cuota, te ahorras {cop(saved[PayKind.TO_INSTALMENT])}",
    ):  # fmt: skip
        assert words in text(first), words
    (other,) = re.findall(r'href="([^"]+revisar[^"]+)"', first.content.decode())
    page = text(client.get(other.replace("&amp;", "&")))
    assert f"Si prefieres terminar antes, te ahorras {cop(saved[PayKind.TO_TERM])}" in page
    plain = text(client.get(review_of(client, loan, "instalment")))
    assert "Si prefieres" not in plain
    assert not LoanPayment.objects.filter(loan=loan).exists()


def test_stands_in_the_lists_of_products(sign_in: SignIn) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    for name in ("web:balances", "web:office_home"):
        page = client.get(reverse(name))
        assert "Libre inversión" in text(page)
        assert reverse("web:loan", args=[loan.id]) in page.content.decode()
    assert "Crédito" in text(client.get(reverse("web:balances")))


def test_pays_what_is_due_once_and_shows_its_receipt(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = borrower()
    client, due, before = sign_in(loan.member_id), owes(loan, LATE).due_total, holds(loan)
    review = review_of(client, loan, "instalment")
    assert cop(due) in text(client.get(review))
    done, filled = confirm(client, review)
    receipt = text(client.get(done["Location"]))
    assert "Pago hecho" in receipt
    assert LoanPayment.objects.get(loan=loan).reference in receipt
    visitors.at(monkeypatch, at(LATE) + timedelta(seconds=5))
    again = client.post(review, filled)
    assert again["Location"] == f"{done['Location']}?ya"
    assert "No lo repetimos" in text(client.get(again["Location"]))
    paid = LoanPayment.objects.get(loan=loan)
    assert holds(loan) == before - due - Money(paid.tax)
    page = text(client.get(reverse("web:loan", args=[loan.id])))
    assert "Cuotas pagadas: 1 de 12" in page
    assert "Próximo pago" in page


def test_shows_what_an_extra_payment_saves_before_it_is_made(sign_in: SignIn) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    review = review_of(client, loan, "to-term", "5.000.000")
    page = text(client.get(review))
    for words in ("Te ahorras de intereses", "Va a capital", "Terminas de pagar", "Tu cuota queda"):
        assert words in page
    done, _ = confirm(client, review)
    paid = LoanPayment.objects.get(loan=loan)
    assert cop(Money(paid.interest_saved)) in page
    assert "Te ahorraste de intereses" in text(client.get(done["Location"]))


def test_pays_all_of_it(sign_in: SignIn) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    confirm(client, review_of(client, loan, "payoff"))
    assert LoanEnd.objects.get(loan=loan).how == "paid"
    page = text(client.get(reverse("web:loan", args=[loan.id])))
    assert "a paz y salvo" in page
    assert client.get(reverse("web:pay_loan", args=[loan.id])).status_code == 404
    assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0


@pytest.mark.parametrize("que", ["instalment", "payoff"])
def test_pays_to_the_centavo_what_came_from_another_system(sign_in: SignIn, que: str) -> None:
    loan = borrower()
    loan.instalments.filter(n=1).update(interest=F("interest") + Decimal("0.60"))
    client, now = sign_in(loan.member_id), owes(loan, LATE)
    amount = now.payoff if que == "payoff" else now.due_total
    assert amount.amount % 1
    review = review_of(client, loan, que)
    change = re.search(r'href="(/[^"]*ya=1[^"]*)"', client.get(review).content.decode())
    assert change is not None
    form = client.get(change[1].replace("&amp;", "&")).content.decode()
    assert f'value="{int(amount.amount):,}'.replace(",", ".") + ',60"' in form
    done, _ = confirm(client, review)
    assert "pagos" in done["Location"]
    assert Money(LoanPayment.objects.get(loan=loan).amount) == amount
    assert not owes(loan, LATE).due


def test_a_payoff_that_is_no_longer_that_days_is_not_charged(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    review = review_of(client, loan, "payoff")
    page = client.get(review).content.decode()
    filled = dict(
        re.findall(r'type="hidden" name="(orden|que|origen|valor|costo)" value="([^"]+)"', page)
    )
    visitors.at(monkeypatch, at(LATE + 3 * DAY))
    answer = client.post(review, filled, follow=True)
    assert len(answer.redirect_chain) == 1
    assert "Algo cambió mientras revisabas" in text(answer)
    assert cop(owes(loan, LATE + 3 * DAY).payoff) in text(answer)
    assert not LoanPayment.objects.filter(loan=loan).exists()


@pytest.mark.parametrize(
    ("que", "valor", "words"),
    [
        ("instalment", "5.000.000", "elige abonar a capital"),
        ("instalment", "mil", "solo con números"),
        ("instalment", "0", "mayor que cero"),
        ("to-term", "", "Escribe cuánto quieres pagar"),
        ("to-term", "1.000", "Escribe un valor mayor"),
        ("to-instalment", "15.000.000", "Elige pagar todo"),
        ("otra", "", "Elige una de la lista"),
    ],
)
def test_says_what_to_do_and_keeps_what_was_written(
    sign_in: SignIn, que: str, valor: str, words: str
) -> None:
    loan = borrower()
    address = reverse("web:pay_loan", args=[loan.id])
    answer = sign_in(loan.member_id).get(f"{address}?{asked(loan, que, valor)}")
    assert answer.status_code == 422
    assert words in text(answer)
    if valor:
        assert f'value="{valor}"' in answer.content.decode()


def test_says_that_money_is_short_before_anything_is_reviewed(sign_in: SignIn) -> None:
    loan = borrower(savings=0)
    client = sign_in(loan.member_id)
    for que, valor in (("payoff", ""), ("to-term", "12.000.000")):
        answer = client.get(f"{reverse('web:pay_loan', args=[loan.id])}?{asked(loan, que, valor)}")
        assert answer.status_code == 422
        assert "no alcanza para el pago y su costo" in text(answer)
        assert f'value="{valor}"' in answer.content.decode()
        assert re.search(f'value="{que}" checked', answer.content.decode())
    assert not loan.payments.exists()


def test_says_that_money_is_short_since_it_was_reviewed(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = borrower(savings=0)
    client = sign_in(loan.member_id)
    with monkeypatch.context() as rich:
        rich.setattr("minga.payments.pay_loan.require_can_leave", lambda *_: None)
        answer, _ = confirm(client, review_of(client, loan, "payoff"))
    assert answer.status_code == 302  # to the review, which says so by its address
    answer = client.get(answer["Location"])
    assert answer.status_code == 409
    assert "no alcanza" in text(answer)
    assert "que=payoff&amp;valor=" in answer.content.decode()  # «Cambiar los datos» keeps them


def test_what_is_written_is_never_another_sum_without_a_word(sign_in: SignIn) -> None:
    loan = borrower()
    client, payoff = sign_in(loan.member_id), owes(loan, LATE).payoff
    address = reverse("web:pay_loan", args=[loan.id])
    for wrong in ("50.000", "999.999.999"):
        answer = client.get(f"{address}?{asked(loan, 'payoff', wrong)}")
        assert answer.status_code == 422
        assert f"Pagar todo cuesta hoy {cop(payoff)}" in text(answer)
        assert f'value="{wrong}"' in answer.content.decode()
    assert client.get(f"{address}?{asked(loan, 'payoff', cop(payoff))}").status_code == 302


def test_says_what_stays_overdue_when_less_is_paid(sign_in: SignIn) -> None:
    loan = borrower()
    client, due = sign_in(loan.member_id), owes(loan, LATE).due_total
    part = text(client.get(review_of(client, loan, "instalment", "1.000")))
    assert f"Te queda por pagar ya {cop(due - Money.of(1_000))}" in part
    assert "Te queda por pagar" not in text(client.get(review_of(client, loan, "instalment")))


def test_coming_back_after_paying_finds_the_receipt(sign_in: SignIn) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    review = review_of(client, loan, "to-term", "5.000.000")
    done, _ = confirm(client, review)
    assert client.get(review)["Location"] == f"{done['Location']}?ya"
    assert LoanPayment.objects.filter(loan=loan).count() == 1
    other = sign_in(person("Luis").id)
    assert other.get(review).status_code == 404


def test_the_next_instalment_is_paid_whole_before_its_day(sign_in: SignIn) -> None:
    loan = borrower()
    pay(loan, LATE, PayKind.INSTALMENT, owes(loan, LATE).due_total)
    client = sign_in(loan.member_id)
    answer = client.get(
        f"{reverse('web:pay_loan', args=[loan.id])}?{asked(loan, 'instalment', '1.000')}"
    )
    assert cop(next_payment(owes(loan, LATE))) in text(answer)
    confirm(client, review_of(client, loan, "instalment"))
    answer = client.get(f"{reverse('web:pay_loan', args=[loan.id])}?{asked(loan, 'instalment')}")
    assert answer.status_code == 422


def test_a_stranger_sees_and_pays_nothing_of_it(sign_in: SignIn) -> None:
    loan, luis = borrower(), person("Luis")
    marta, stranger = sign_in(loan.member_id), sign_in(luis.id)
    review = review_of(marta, loan, "instalment")
    done, filled = confirm(marta, review)
    mine = {**filled, "origen": str(luis.savings), "orden": str(ids.uuid7())}
    for address in (
        reverse("web:loan", args=[loan.id]),
        reverse("web:loan_payoff", args=[loan.id]),
        reverse("web:pay_loan", args=[loan.id]),
        done["Location"],
    ):
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert stranger.post(review, mine).status_code == 404
    assert LoanPayment.objects.filter(loan=loan).count() == 1
    assert "Libre inversión" not in text(stranger.get(reverse("web:balances")))


def test_charges_nothing_when_the_cost_is_not_the_one_that_was_shown(sign_in: SignIn) -> None:
    loan = borrower()
    client = sign_in(loan.member_id)
    review = review_of(client, loan, "instalment")
    page = client.get(review).content.decode()
    filled = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    before = holds(loan)
    answer = client.post(review, filled | {"costo": "1.00"})
    assert answer.status_code == 302
    again = client.get(answer["Location"])
    assert "Algo cambió mientras revisabas" in text(again)
    assert f'name="orden" value="{filled["orden"]}"' in again.content.decode()
    assert holds(loan) == before
    assert client.post(review, filled).status_code == 302
