"""Papers of a credit: the note as it was signed, the plan in force, and «paz y salvo»."""

import re
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.db.models import Sum

from minga.audit.models import AuditEvent
from minga.documents.certify_paid_loan import certify_paid_loan
from minga.documents.copy_promissory_note import copy_promissory_note
from minga.documents.models import IssuedPaper
from minga.documents.print_payment_plan import print_payment_plan
from minga.documents.tests.reading import LETTERHEAD, in_order, read, words
from minga.documents.typeset import Pdf
from minga.documents.verify import Standing, verified_paper
from minga.kit.ids import uuid7
from minga.kit.money import ZERO, Money
from minga.kit.spanish import SPACE, cop
from minga.loans.models import Loan, LoanInstalment, PromissoryNote
from minga.loans.plan_payment import PayKind
from minga.loans.signature import Signature
from minga.loans.tests.requests_cast import AT, approved, sent
from minga.members.models import Member
from minga.payments.sign_note import sign_note, terms_to_sign
from minga.payments.tests.borrowers import DAY, DISBURSED, at, borrower, owes, pay
from minga.payments.tests.cast import Person, person

pytestmark = pytest.mark.django_db
ELEVEN = Money.of("98765432109")


def signed(who: Person) -> UUID:
    request_id = approved(who.id, pays_to=who.savings)
    terms = terms_to_sign(
        member_id=who.id, request_id=request_id, cooperative="Cooperativa de prueba", at=AT
    )
    assert terms is not None
    signature = Signature(approval=uuid7(), factors="passkey", ip="10.1.2.3")
    sign_note(terms=terms, at=AT, approve=lambda: signature)
    return request_id


def note_of(who: UUID, request_id: UUID) -> Pdf | None:
    return copy_promissory_note(
        member_id=who, request_id=request_id, letterhead=LETTERHEAD, at=AT, ip="10.0.0.7"
    )


def plan_of(loan: Loan, who: UUID | None = None, days: int = 0) -> Pdf | None:
    return print_payment_plan(
        member_id=who or loan.member_id, loan_id=loan.id, letterhead=LETTERHEAD,
        at=at(DISBURSED + days * DAY), ip="10.0.0.7",
    )  # fmt: skip


def peace_of(loan: Loan, who: UUID | None = None, days: int = 40) -> Pdf | None:
    return certify_paid_loan(
        member_id=who or loan.member_id, loan_id=loan.id, letterhead=LETTERHEAD,
        at=at(DISBURSED + days * DAY), ip="10.0.0.7",
    )  # fmt: skip


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


class TestPromissoryNote:
    def test_is_the_signed_text_word_by_word_with_its_signature_below(self) -> None:
        who = person()
        request_id = signed(who)
        note = PromissoryNote.objects.get(request_id=request_id)
        body = words(note_of(who.id, request_id))
        for page_foot in re.findall(r"Copia del pagaré \S+ · Expedido .*? Página \d+ de \d+", body):
            body = body.replace(page_foot, "")
        paragraphs = [plain(one) for one in note.text.split("\n\n")]
        assert in_order(
            plain(body), *paragraphs, "Firma electrónica", "20/11/2026 a las 10:00:00",
            "llave de acceso", "10.1.2.3", str(note.approval), bytes(note.digest).hex(),
        )  # fmt: skip

    def test_carries_the_very_text_whose_hash_was_signed(self) -> None:
        who = person()
        request_id = signed(who)
        files = read(note_of(who.id, request_id)).attachments
        [content] = files["pagare.txt"]
        note = PromissoryNote.objects.get(request_id=request_id)
        assert sha256(content).digest() == bytes(note.digest)
        assert content.decode() == note.text

    def test_only_whoever_signed_it_gets_it(self) -> None:
        who, stranger = person(), person("Otra")
        request_id = signed(who)
        assert note_of(stranger.id, request_id) is None
        assert note_of(who.id, uuid4()) is None
        assert note_of(who.id, sent(who.id, pays_to=who.savings)) is None
        assert not IssuedPaper.objects.exists()

    def test_its_code_tells_the_amount_and_the_hash_and_nobodys_name(self) -> None:
        who = person()
        request_id = signed(who)
        note_of(who.id, request_id)
        found = verified_paper(IssuedPaper.objects.get().code)
        assert found is not None
        facts = dict(found.facts)
        assert facts["Valor"] == "$\u00a04.000.000"
        assert re.fullmatch("[0-9a-f]{64}", facts["SHA-256 del texto"])
        assert found.standing == Standing.AS_OF_ISSUE
        member = Member.objects.get(id=who.id)
        assert member.document_number not in str(facts)
        assert member.given_names not in str(facts)


class TestPaymentPlan:
    @pytest.mark.parametrize("periods", [1, 12, 360])
    def test_has_every_instalment_in_order(self, periods: int) -> None:
        loan = borrower(periods=periods, principal=ELEVEN, insurance_monthly=Decimal("0.0005"))
        pdf = plan_of(loan)
        text = words(pdf)
        rows = list(LoanInstalment.objects.filter(loan=loan).order_by("n"))
        assert len(rows) == periods
        for row in rows:
            total = f"{row.principal + row.interest + row.insurance:,.2f}"
            total = total.replace(",", "·").replace(".", ",").replace("·", ".").removesuffix(",00")
            assert f" {row.n} {row.due_on.day} " in text
            assert total in text
        assert in_order(text, "$ 98.765.432.109", f"0 de {periods}", "N.º Vence Estado")
        # The head of the table stands on every page that has rows.
        assert text.count("N.º Vence Estado") == {1: 1, 12: 1, 360: len(read(pdf).pages)}[periods]

    def test_says_what_is_paid_and_what_is_late(self) -> None:
        loan = borrower()
        late = owes(loan, DISBURSED + 35 * DAY).due_total
        assert "Vencida" in words(plan_of(loan, days=35))
        pay(loan, DISBURSED + 35 * DAY, PayKind.INSTALMENT, late)
        text = words(plan_of(loan, days=35))
        assert "Pagada" in text
        assert "1 de 12" in text

    def test_what_was_paid_of_an_instalment_is_not_left_to_be_paid(self) -> None:
        loan, day = borrower(insurance_monthly=Decimal("0.001")), DISBURSED + 35 * DAY
        whole = LoanInstalment.objects.filter(loan=loan).aggregate(
            all=Sum("principal") + Sum("interest") + Sum("insurance")
        )["all"]
        due = owes(loan, day).due[0].due
        pay(loan, day, PayKind.INSTALMENT, due.total - due.capital + Money.of(100_000))
        left = Money(whole) - due.insurance - due.interest - Money.of(100_000)
        assert in_order(
            words(plan_of(loan, days=35)), "Falta por pagar", cop(left).replace(SPACE, " ")
        )

    def test_a_stranger_gets_none(self) -> None:
        loan = borrower()
        assert plan_of(loan, person("Otra").id) is None
        assert not AuditEvent.objects.filter(action="issue_paper").exists()


class TestPaidLoan:
    def test_is_for_what_was_paid_to_the_last_peso_only(self) -> None:
        loan = borrower()
        assert peace_of(loan) is None
        day = DISBURSED + 40 * DAY
        pay(loan, day, PayKind.PAYOFF, owes(loan, day).payoff)
        assert owes(loan, day).payoff == ZERO
        text = words(peace_of(loan))
        assert in_order(text, "está a paz y salvo por este crédito", loan.number, "$ 12.000.000",
                        "25 de octubre de 2025", "Habla solo de este crédito")  # fmt: skip
        assert plan_of(loan, days=40) is None
        assert peace_of(loan, person("Otra").id) is None

    def test_what_is_still_owed_has_none(self) -> None:
        loan = borrower()
        day = DISBURSED + timedelta(days=40)
        pay(loan, day, PayKind.TO_TERM, Money.of(11_000_000))
        assert peace_of(loan) is None
