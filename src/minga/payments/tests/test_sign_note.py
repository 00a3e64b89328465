"""A signature and a loan are one thing: both or none, and once however many sign at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from minga.kit.clock import business_date
from minga.kit.ids import uuid7
from minga.kit.models import OutboxMessage, Parameter
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.ledger.books_check import check_books
from minga.loans.answer_codebtor import decline_codebtor
from minga.loans.codebtor_queries import Stage, invitations_of
from minga.loans.codebtors import CodebtorsUnsigned
from minga.loans.decide_request import decide, propose
from minga.loans.employers import employer_with
from minga.loans.line_quote import quote_line
from minga.loans.models import (
    CodebtorSignature,
    CollectionCost,
    Loan,
    LoanDecision,
    LoanInstalment,
    LoanLine,
    PromissoryNote,
    RequestEvent,
    RequestStep,
)
from minga.loans.note_terms import NoteTerms
from minga.loans.note_text import percent
from minga.loans.offers import OfferExpired
from minga.loans.open_request import RequestNotOpen, UnknownRequest
from minga.loans.plan import Method
from minga.loans.send_request import send_request, withdraw_request
from minga.loans.signature import Signature
from minga.loans.signed_note import signed_note
from minga.loans.tests.codebtors_cast import backed, sign
from minga.loans.tests.offered import line
from minga.loans.tests.requests_cast import (
    ANA,
    AT,
    BETO,
    approved,
    cap,
    draft,
    fill,
    member,
    proposal,
    sent,
    shown,
)
from minga.members.models import Member
from minga.payments.sign_note import NoAccountToPay, NoteChanged, sign_note, terms_to_sign
from minga.payments.tests.cast import Person, person
from minga.savings.queries import product_of


@pytest.fixture
def cap_taken_back(committed_db: None) -> Iterator[None]:
    """The cap that `approved` loads is committed here: the next tests must not find it."""
    yield
    Parameter.objects.filter(key="usury.consumo.2026-11").delete()


def terms_of(who: Person, request_id: UUID, at: datetime = AT) -> NoteTerms:
    found = terms_to_sign(member_id=who.id, request_id=request_id, cooperative="El Samán", at=at)
    assert found is not None
    return found


def signature() -> Signature:
    return Signature(approval=uuid7(), factors="pin", ip="10.1.2.3")


def steps(request_id: UUID) -> list[str]:
    story = RequestEvent.objects.filter(request_id=request_id).order_by("id")
    return list(story.values_list("step", flat=True))


@pytest.mark.django_db
class TestOneSigns:
    def test_the_loan_is_what_the_note_says(self) -> None:
        who = person()
        request_id = approved(who.id, pays_to=who.savings)
        terms = terms_of(who, request_id)
        loan_id = sign_note(terms=terms, at=AT, approve=signature)
        rows = LoanInstalment.objects.filter(loan_id=loan_id).order_by("n")
        assert [(one.principal, one.interest, one.insurance) for one in rows] == [
            (one.principal.amount, one.interest.amount, one.insurance.amount)
            for one in terms.instalments
        ]
        assert steps(request_id)[-2:] == [RequestStep.SIGNED, RequestStep.DISBURSED]
        savings = product_of(who.id, who.savings)
        assert savings is not None
        assert savings.total.amount == 4_000_000
        note = PromissoryNote.objects.get(request_id=request_id)
        assert (note.text, bytes(note.digest)) == (terms.text, terms.digest)
        assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0

    def test_the_text_says_every_figure_and_names_both(self) -> None:
        who = person("Rosa")
        terms = terms_of(who, approved(who.id, pays_to=who.savings))
        for words in (
            "Rosa Prueba", "El Samán", "$ 4.000.000", "19,5 %", "23,5 %", "0,08 %", "24 cuotas",
            "20/11/2026", "20/12/2026", "20/11/2028", "Saldo $ 0.",
        ):  # fmt: skip
            assert words in terms.text
        assert "$" not in terms.text.replace("$ ", "")  # nothing of the template is left

    @pytest.mark.parametrize(("grace", "pay_day"), [(0, 15), (3, None), (6, 30)])
    def test_what_was_quoted_is_what_is_signed_and_booked(
        self, grace: int, pay_day: int | None
    ) -> None:
        who = person()
        lends = line(pay_days=[15, 30], grace_max=6)
        request_id = approved(
            who.id, lends, pays_to=who.savings, grace=grace, pay_day=pay_day
        )  # fmt: skip
        quoted = quote_line(
            lends, amount=Money.of(4_000_000), periods=24, method=Method.FRENCH,
            on=business_date(AT), grace=grace, pay_day=pay_day,
        )  # fmt: skip
        terms = terms_of(who, request_id)
        assert terms.instalments == quoted.instalments
        assert terms.cost.cost_ea == quoted.cost_ea
        assert percent(quoted.cost_ea) in terms.text
        assert ("nada de capital" in terms.text) == bool(grace)
        loan_id = sign_note(terms=terms, at=AT, approve=signature)
        rows = LoanInstalment.objects.filter(loan_id=loan_id).order_by("n")
        assert [
            (one.due_on, one.principal, one.interest, one.insurance, one.balance) for one in rows
        ] == [
            (one.due_on, one.principal.amount, one.interest.amount, one.insurance.amount,
             one.balance.amount)
            for one in quoted.instalments
        ]  # fmt: skip
        assert sum(one.principal for one in rows) == 4_000_000
        assert check_books(on_problem=lambda one: pytest.fail(str(one))).problems == 0

    def test_the_text_says_what_collecting_costs_or_that_it_costs_nothing(self) -> None:
        who, lends = person(), line()
        request_id = approved(who.id, lends, pays_to=who.savings)
        assert "No se cobran costos de cobranza." in terms_of(who, request_id).text
        CollectionCost.objects.create(
            line_id=lends.id, days=30, name="Carta de cobro", amount=12_000, source="a test's own",
            valid_from=AT.date(),
        )  # fmt: skip
        assert "desde 30 días de mora, Carta de cobro, $ 12.000" in terms_of(who, request_id).text

    def test_a_note_paid_by_wages_authorises_the_employer(self) -> None:
        who, lends = person(), line()
        request_id = approved(who.id, lends, pays_to=who.savings)
        assert "Libranza" not in terms_of(who, request_id).text
        stored = LoanLine.objects.get(id=lends.id)
        stored.employer = employer_with("9000684381", "Trilladora El Roble")
        stored.save()
        text = terms_of(who, request_id).text
        assert "12. Libranza. Autorizo a Trilladora El Roble a descontar" in text
        assert "Ley 1527 de 2012" in text

    def test_the_creditor_is_named_with_its_nit_where_it_is_known(self) -> None:
        who = person()
        request_id = approved(who.id, pays_to=who.savings)
        without = terms_of(who, request_id)
        assert "a la orden de El Samán la suma de" in without.text
        assert "NIT" not in without.text
        named = terms_to_sign(
            member_id=who.id, request_id=request_id, cooperative="El Samán", nit="999.999.999-4",
            at=AT,
        )  # fmt: skip
        assert named is not None
        assert "a la orden de El Samán, con NIT 999.999.999-4, la suma de" in named.text
        sign_note(terms=without, at=AT, approve=signature)
        kept = signed_note(who.id, request_id)
        assert kept is not None
        assert kept.text == without.text  # what was signed stays as it was

    def test_another_day_is_another_text(self) -> None:
        who = person()
        request_id = approved(who.id, pays_to=who.savings)
        tomorrow = datetime(2026, 11, 21, 15, tzinfo=UTC)
        assert terms_of(who, request_id).digest != terms_of(who, request_id, tomorrow).digest

    def test_nothing_is_left_of_a_signature_that_was_refused(self) -> None:
        who = person()
        request_id = approved(who.id, pays_to=who.savings)

        def refuses() -> Signature:
            raise Refusal

        with pytest.raises(Refusal):
            sign_note(terms=terms_of(who, request_id), at=AT, approve=refuses)
        assert not Loan.objects.filter(request_id=request_id).exists()
        assert not PromissoryNote.objects.filter(request_id=request_id).exists()
        assert steps(request_id)[-1] == RequestStep.APPROVED

    def test_what_was_taken_back_is_not_signed(self) -> None:
        who = person()
        request_id = approved(who.id, pays_to=who.savings)
        terms = terms_of(who, request_id)
        withdraw_request(member_id=who.id, request_id=request_id, at=AT)
        with pytest.raises(RequestNotOpen):
            sign_note(terms=terms, at=AT, approve=signature)
        again = terms_to_sign(member_id=who.id, request_id=request_id, cooperative="X", at=AT)
        assert again is None
        assert not Loan.objects.filter(request_id=request_id).exists()

    def test_after_its_last_day_it_has_no_note_and_is_not_signed(self) -> None:
        who = person()
        request_id = approved(who.id, line(sign_days=5), pays_to=who.savings)
        last, after = AT + timedelta(days=5), AT + timedelta(days=6)
        terms = terms_of(who, request_id, last)
        with pytest.raises(OfferExpired):
            terms_of(who, request_id, after)
        late = replace(terms, new=replace(terms.new, disbursed_on=business_date(after)))
        with pytest.raises(OfferExpired):
            sign_note(terms=late, at=after, approve=signature)
        assert not Loan.objects.filter(request_id=request_id).exists()
        sign_note(terms=terms, at=last, approve=signature)
        assert Loan.objects.filter(request_id=request_id).exists()

    def test_what_was_not_approved_has_no_note(self) -> None:
        who = person()
        request_id = sent(who.id, pays_to=who.savings)
        none = terms_to_sign(member_id=who.id, request_id=request_id, cooperative="X", at=AT)
        assert none is None

    def test_a_stranger_finds_no_note_before_nor_after(self) -> None:
        who, stranger = person(), person("Otra")
        request_id = approved(who.id, pays_to=who.savings)
        with pytest.raises(UnknownRequest):
            terms_to_sign(member_id=stranger.id, request_id=request_id, cooperative="X", at=AT)
        sign_note(terms=terms_of(who, request_id), at=AT, approve=signature)
        assert signed_note(stranger.id, request_id) is None
        kept = signed_note(who.id, request_id)
        assert kept is not None
        assert "10.1.2.3" in kept.copy

    def test_the_money_goes_to_no_account_but_sight_savings_of_the_member(self) -> None:
        who, other = person(), person("Otra")
        for account in (other.savings, who.aportes, uuid7()):
            request_id = approved(who.id, pays_to=account)
            with pytest.raises(NoAccountToPay):
                terms_of(who, request_id)


def test_signed_by_many_at_once_it_is_one_loan(cap_taken_back: None) -> None:
    who = person()
    request_id = approved(who.id, pays_to=who.savings)
    terms, start = terms_of(who, request_id), Barrier(4)

    def sign() -> UUID:
        try:
            start.wait(10)
            return sign_note(terms=terms, at=AT, approve=signature)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        signed = [one.result(60) for one in [pool.submit(sign) for _ in range(4)]]
    assert len(set(signed)) == 1
    assert Loan.objects.filter(request_id=request_id).count() == 1
    assert PromissoryNote.objects.filter(request_id=request_id).count() == 1
    assert steps(request_id).count(RequestStep.DISBURSED) == 1
    savings = product_of(who.id, who.savings)
    assert savings is not None
    assert savings.total.amount == 4_000_000


def test_signed_and_taken_back_at_once_one_of_them_wins(cap_taken_back: None) -> None:
    who = person()
    request_id = approved(who.id, pays_to=who.savings)
    terms, start = terms_of(who, request_id), Barrier(2)

    def together(do: object) -> bool:
        try:
            start.wait(10)
            do()  # type: ignore[operator]
        except RequestNotOpen:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        signing = pool.submit(together, lambda: sign_note(terms=terms, at=AT, approve=signature))
        leaving = pool.submit(
            together, lambda: withdraw_request(member_id=who.id, request_id=request_id, at=AT)
        )
        outcome = {signing.result(60), leaving.result(60)}
    assert outcome == {True, False}
    is_lent = Loan.objects.filter(request_id=request_id).exists()
    assert is_lent == signing.result()
    assert (RequestStep.WITHDRAWN in steps(request_id)) == leaving.result()


def test_sent_by_many_at_once_it_is_told_once(committed_db: None) -> None:
    who = person()
    request_id = draft(who.id, pays_to=who.savings)
    fill(who.id, request_id)
    start = Barrier(4)

    def send() -> None:
        try:
            start.wait(10)
            send_request(member_id=who.id, request_id=request_id, at=AT)
        finally:
            connection.close()

    before = OutboxMessage.objects.filter(topic="notice").count()
    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(send) for _ in range(4)]:
            one.result(60)
    assert steps(request_id) == [RequestStep.SENT]
    assert OutboxMessage.objects.filter(topic="notice").count() == before + 1


@pytest.mark.django_db
class TestWithCodebtors:
    @pytest.fixture
    def people(self) -> tuple[Person, Member, Member]:
        return person("Rosa"), member(), member()

    def requested(self, people: tuple[Person, Member, Member]) -> tuple[UUID, list[UUID]]:
        """Approved, with two codebtors who accepted."""
        who, *backers = people
        cap()
        request_id = draft(who.id, line(codebtors=1), pays_to=who.savings)
        fill(who.id, request_id)
        named = [backed(who.id, request_id, one) for one in backers]
        send_request(member_id=who.id, request_id=request_id, at=AT)
        propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        decide(
            request_id=request_id, staff=BETO, approve=True, why="",
            seen=shown(request_id), at=AT,
        )  # fmt: skip
        return request_id, named

    def test_the_note_names_each_with_the_hash_of_what_they_signed(
        self, people: tuple[Person, Member, Member]
    ) -> None:
        who, one, other = people
        request_id, (first, second) = self.requested(people)
        before = terms_of(who, request_id)
        with pytest.raises(CodebtorsUnsigned) as refused:
            sign_note(terms=before, at=AT, approve=signature)
        assert refused.value.names == (one.full_name, other.full_name)
        sign(one, first, cooperative="El Samán")
        with pytest.raises(CodebtorsUnsigned):
            sign_note(terms=terms_of(who, request_id), at=AT, approve=signature)
        sign(other, second, cooperative="El Samán")
        assert not Loan.objects.filter(request_id=request_id).exists()
        terms = terms_of(who, request_id)
        assert terms.digest != before.digest
        for made in CodebtorSignature.objects.all():
            assert bytes(made.digest).hex() in terms.text
        assert other.document_number in terms.text
        sign_note(terms=terms, at=AT, approve=signature)
        assert PromissoryNote.objects.get(request_id=request_id).text == terms.text
        [invited] = invitations_of(one.id, AT)
        assert invited.stage == Stage.OWING
        assert invited.owed is not None
        assert invited.owed.capital == Money.of(4_000_000) == invited.amount

    def test_a_note_that_names_somebody_who_left_is_not_signed(
        self, people: tuple[Person, Member, Member]
    ) -> None:
        who, one, other = people
        request_id, (first, second) = self.requested(people)
        sign(one, first, cooperative="El Samán")
        named_both = terms_of(who, request_id)
        decline_codebtor(member_id=other.id, codebtor_id=second, at=AT)
        with pytest.raises(NoteChanged):
            sign_note(terms=named_both, at=AT, approve=signature)
        assert not Loan.objects.filter(request_id=request_id).exists()
        sign_note(terms=terms_of(who, request_id), at=AT, approve=signature)
        assert Loan.objects.filter(request_id=request_id).count() == 1

    def test_what_was_signed_for_other_terms_is_signed_again(
        self, people: tuple[Person, Member, Member]
    ) -> None:
        who, one, other = people
        request_id, (first, second) = self.requested(people)
        sign(one, first, cooperative="El Samán")
        sign(other, second, cooperative="El Samán")
        decision = LoanDecision.objects.get(request_id=request_id)
        decision.proposal["amount"] = "3000000.00"
        decision.save()
        with pytest.raises(CodebtorsUnsigned):
            sign_note(terms=terms_of(who, request_id), at=AT, approve=signature)
