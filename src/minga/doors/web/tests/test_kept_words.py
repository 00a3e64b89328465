"""What was typed when the session ended comes back to who typed it, in the form, and to nobody
else."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from minga.access.models import KeptForm, OfficeSession
from minga.access.tests import cast
from minga.doors.web import kept_words
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import text
from minga.kit import clock, ids
from minga.loans.models import LoanRequest
from minga.loans.tests.offered import line
from minga.members.models import Member
from minga.payments.models import TransferIntent
from minga.payments.tests.cast import deposit, product
from minga.savings.models import ProductKind, TermDeposit, TermRate
from minga.savings.tests.plans import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
TYPED = "Esto es lo que habías escrito"


class Writer:
    """A member inside the office, with one savings account, who writes slowly."""

    def __init__(self) -> None:
        self.who: Member = cast.registered()
        plan(ProductKind.SIGHT, "0.01")
        self.savings: UUID = product(self.who.id, ProductKind.SIGHT)
        deposit(self.savings, 2_000_000, on=date(2026, 1, 1))
        self.client: Client = visitors.browser()
        visitors.sign_in(self.client, self.who)

    def is_late(self, minutes: int = 10) -> None:
        """More than the time a session waits."""
        OfficeSession.objects.filter(ended_at=None).update(
            last_seen_at=clock.now() - timedelta(minutes=minutes)
        )

    def sends_late(self, name: str, *args: object, **words: Any) -> Any:
        self.is_late()
        return self.client.post(reverse(f"web:{name}", args=args), words)

    def comes_back(self) -> Any:
        """Signs in again in the same browser; where it leads."""
        return signed_in(self.client, self.who)


def signed_in(client: Client, who: Member, at: Any = None) -> Any:
    """With a browser that knows the member, or for the first time."""
    where = at["Location"] if at is not None else "/ingreso/"
    answer = client.post(where, {"usuario": who.document_number})
    if answer["Location"].endswith("/codigo/"):
        visitors.enter_code(client, who)
    answer = visitors.enter_pin(client)
    if answer["Location"].endswith("/pregunta/"):
        answer = visitors.answer_question(client)
    return answer


@pytest.fixture
def writer(db: None) -> Writer:
    return Writer()


def credit_words(writer: Writer) -> dict[str, str]:
    return {
        "linea": line().code, "valor": "5.432.100", "cuotas": "veinte", "metodo": "french",
        "cuenta": str(writer.savings), "orden": str(ids.uuid7()),
    }  # fmt: skip


def test_a_credit_that_was_being_asked_for_is_there_again(writer: Writer) -> None:
    late = writer.sends_late("start_credit", **credit_words(writer))
    assert late["Location"] == f"/ingreso/?siguiente={quoted('start_credit')}&aviso=guardado"
    page = text(writer.client.get(late["Location"]))
    assert "lo encuentras en la misma página. No hemos enviado nada" in page
    back = signed_in(writer.client, writer.who, late)
    assert back["Location"] == reverse("web:start_credit")
    form = text(writer.client.get(back["Location"]))
    for words in (TYPED, 'value="5.432.100"', 'value="veinte"'):
        assert words in form, words
    assert not LoanRequest.objects.exists()


def test_nothing_is_sent_until_the_button_is_pressed_and_then_it_is_forgotten(
    writer: Writer,
) -> None:
    words = credit_words(writer) | {"cuotas": "24"}
    signed_in(writer.client, writer.who, writer.sends_late("start_credit", **words))
    form = reverse("web:start_credit")
    for _ in range(2):  # read as often as one likes
        assert TYPED in text(writer.client.get(form))
    assert not LoanRequest.objects.exists()
    assert writer.client.post(form, words).status_code == 302
    assert LoanRequest.objects.get().member_id == writer.who.id
    assert not KeptForm.objects.exists()
    assert TYPED not in text(writer.client.get(form))


def test_what_was_done_before_the_session_ended_is_not_done_again(writer: Writer) -> None:
    words = credit_words(writer) | {"cuotas": "24"}
    first = writer.client.post(reverse("web:start_credit"), words)
    late = writer.sends_late("start_credit", **words)  # back, and the same button once more
    form = writer.client.get(signed_in(writer.client, writer.who, late)["Location"])
    assert f'name="orden" value="{words["orden"]}"' in form.content.decode()
    again = writer.client.post(reverse("web:start_credit"), words)
    assert again["Location"] == first["Location"]
    assert LoanRequest.objects.count() == 1


def test_what_is_sent_with_a_mistake_says_so_and_is_not_said_to_come_from_before(
    writer: Writer,
) -> None:
    words = credit_words(writer)
    signed_in(writer.client, writer.who, writer.sends_late("start_credit", **words))
    answer = writer.client.post(reverse("web:start_credit"), words)
    assert answer.status_code == 422
    assert TYPED not in text(answer)
    assert 'value="veinte"' in text(answer)


def begun(writer: Writer) -> UUID:
    words = credit_words(writer) | {"cuotas": "24"}
    writer.client.post(reverse("web:start_credit"), words)
    return LoanRequest.objects.get().id


def test_each_part_of_a_request_comes_back(writer: Writer) -> None:
    one = begun(writer)
    for name, words in (
        ("credit_terms", credit_words(writer) | {"valor": "6.500.000"}),
        ("credit_income", {"ingresos": "3.000.000", "gastos": "0", "destino": "Un <b>techo</b>"}),
        ("credit_codebtors", {"tipo_documento": "CC", "numero": "43.210.987"}),
    ):
        late = writer.sends_late(name, one, **words)
        back = signed_in(writer.client, writer.who, late)
        assert back["Location"] == reverse(f"web:{name}", args=[one])
        form = text(writer.client.get(back["Location"]))
        assert TYPED in form
        for word in words.values():
            assert word.replace("<", "&lt;").replace(">", "&gt;") in form or word == words["orden"]


def test_a_goal_an_account_a_transfer_and_a_quota_come_back(writer: Writer) -> None:
    goals = plan(ProductKind.CONTRACTUAL, "0.05")
    account = plan(ProductKind.SIGHT, "0.02", opening_min=Decimal(50_000))
    aportes = product(writer.who.id, ProductKind.APORTES)
    origin = {"origen": str(writer.savings)}
    goal = {
        "plan": goals.code, "nombre": "Viaje", "meta": "1.000.000", "cuota": "100.000",
        "primera": "2027-01-31", "meses": "10",
    }  # fmt: skip
    move = {"destino": str(aportes), "valor": "40.000", "nota": "Para la casa"}
    for name, args, words in (
        ("new_goal", [], goal | origin),
        ("ask_account", [account.code], origin),
        ("make_transfer", [], move | origin),
        ("quotas", [aportes], {"valor": "31.000"} | origin),
    ):
        back = signed_in(writer.client, writer.who, writer.sends_late(name, *args, **words))
        form = text(writer.client.get(back["Location"]))
        assert TYPED in form, name
        for word in words.values():
            assert f'value="{word}"' in form, (name, word)
    assert not TransferIntent.objects.exists()


def test_a_deposit_comes_back_from_its_form_and_from_its_review(writer: Writer) -> None:
    made = plan(ProductKind.TERM, "0", early_rate_ea=Decimal("0.02"))
    with visitors.as_owner():
        TermRate.objects.create(
            plan=made, valid_from=date(2020, 1, 1), amount_from=0, days_from=30,
            rate_ea=Decimal("0.10"),
        )  # fmt: skip
    words = {
        "plan": made.code, "origen": str(writer.savings), "valor": "1.500.000", "dias": "120",
        "cada": "1", "instruccion": "redeem",
    }  # fmt: skip
    form = reverse("web:new_term_deposit")
    here = {"Referer": f"http://testserver{form}"}
    writer.is_late()
    late = [writer.client.get(form, words, headers=here)]
    writer.comes_back()
    writer.is_late()
    review = reverse("web:open_deposit", query=words)
    late.append(writer.client.post(review, {"orden": str(ids.uuid7())}))
    where = f"/ingreso/?siguiente={quoted('new_term_deposit')}&aviso=guardado"
    assert [answer["Location"] for answer in late] == [where, where]
    page = text(signed_in_page(writer, late[1]))
    assert TYPED in page
    for value in ("1.500.000", "120"):
        assert f'value="{value}"' in page
    assert not TermDeposit.objects.exists()
    assert "Recibirías" in text(writer.client.get(form, words))
    assert TYPED not in text(writer.client.get(form))


def signed_in_page(writer: Writer, late: Any) -> Any:
    return writer.client.get(signed_in(writer.client, writer.who, late)["Location"])


def test_what_was_simulated_in_public_is_not_taken_for_somebody_elses(writer: Writer) -> None:
    line()
    writer.is_late()
    outside = {"Referer": f"http://testserver{reverse('web:simulate_credit')}"}
    asked = {"valor": "7.000.000", "cuotas": "36"}
    answer = writer.client.get(reverse("web:start_credit"), asked, headers=outside)
    assert "valor%3D7.000.000" in answer["Location"]
    assert not KeptForm.objects.exists()


def test_another_member_in_the_same_browser_finds_nothing(writer: Writer) -> None:
    late = writer.sends_late("start_credit", **credit_words(writer))
    other = cast.registered(given_names="Tulio")
    product(other.id, ProductKind.SIGHT)
    back = signed_in(writer.client, other, late)
    for page in (back["Location"], reverse("web:office_home"), reverse("web:my_requests")):
        shown = text(writer.client.get(page))
        assert "5.432.100" not in shown
        assert TYPED not in shown
    writer.client.post(reverse("web:start_credit"), {"valor": "1"})
    assert KeptForm.objects.get().member_id == writer.who.id
    writer.client.post(reverse("web:sign_out"))
    writer.comes_back()
    assert TYPED in text(writer.client.get(reverse("web:start_credit")))


def test_would_show_it_to_another_if_it_were_asked_for_by_page_alone(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = writer.sends_late("start_credit", **credit_words(writer))
    monkeypatch.setattr(
        kept_words, "kept_form", lambda member_id, path, at: KeptForm.objects.get(path=path).fields
    )
    other = cast.registered()
    product(other.id, ProductKind.SIGHT)
    back = signed_in(writer.client, other, late)
    assert TYPED in text(writer.client.get(back["Location"]))


def test_the_browser_alone_holds_and_reads_nothing(writer: Writer) -> None:
    late = writer.sends_late("start_credit", **credit_words(writer))
    held = late["Location"] + str(late.cookies) + late.content.decode()
    held += str(writer.client.cookies) + text(writer.client.get(late["Location"]))
    assert "5.432.100" not in held
    assert writer.client.get(reverse("web:start_credit")).status_code == 302


def test_the_form_of_a_second_page_left_open_is_kept_too(writer: Writer) -> None:
    writer.is_late()
    assert writer.client.get(reverse("web:office_home")).status_code == 302
    answer = writer.client.post(reverse("web:start_credit"), credit_words(writer))
    assert "aviso=guardado" in answer["Location"]


def test_nothing_is_kept_of_who_left_or_long_after(writer: Writer) -> None:
    token = writer.client.cookies["minga_sesion"].value
    writer.is_late(minutes=300)
    answer = writer.client.post(reverse("web:start_credit"), credit_words(writer))
    assert "aviso=sin_guardar" in answer["Location"]
    assert answer.cookies["minga_sesion"].value == ""
    visitors.sign_in(writer.client, writer.who)
    writer.client.post(reverse("web:sign_out"))
    for cookie in ("", token, "guessed"):
        writer.client.cookies["minga_sesion"] = cookie
        answer = writer.client.post(reverse("web:start_credit"), credit_words(writer))
        assert "aviso=sin_guardar" in answer["Location"]
    assert not KeptForm.objects.exists()


def test_only_fields_of_the_form_are_kept(writer: Writer) -> None:
    words = credit_words(writer) | {"clave": cast.PIN, "csrfmiddlewaretoken": "x", "mas": "y"}
    writer.sends_late("start_credit", **words)
    kept = set(KeptForm.objects.get().fields)
    assert kept == {"linea", "valor", "cuotas", "metodo", "cuenta", "orden"}


def test_too_much_is_not_kept(writer: Writer) -> None:
    answer = writer.sends_late("start_credit", **credit_words(writer) | {"valor": "1" * 5000})
    assert "aviso=sin_guardar" in answer["Location"]
    assert answer["Location"].startswith(f"/ingreso/?siguiente={quoted('start_credit')}&")


def test_consents_files_and_secrets_are_not_kept(writer: Writer) -> None:
    one = begun(writer)
    writer.sends_late("credit_authorisations", one, habeas_data="on", credit_bureau="on")
    writer.comes_back()
    writer.sends_late("change_pin", clave=cast.PIN, clave_nueva="1597")
    assert not KeptForm.objects.exists()


def test_the_list_names_pages_that_exist_and_no_secret() -> None:
    pages = get_resolver().namespace_dict["web"][1].reverse_dict
    secret = re.compile(r"clave|codigo|respuesta|frase|imagen|archivo|pin|token|autoriz|habeas")
    for name, page in kept_words.FORMS.items():
        assert not [field for field in page.fields if secret.search(field)], name
        assert page.form == "" or page.form in kept_words.FORMS
        assert name.removeprefix("web:") in pages


def quoted(name: str) -> str:
    return reverse(f"web:{name}").replace("/", "%2F")
