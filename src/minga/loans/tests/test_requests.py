"""A request of credit, from the first answer to the cooperative's word."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.kit.ids import uuid7
from minga.kit.models import OutboxMessage, Parameter
from minga.kit.money import Money
from minga.loans import fill_request
from minga.loans.attach_document import DocumentNotAsked, attach_document, remove_document
from minga.loans.decide_request import (
    DecidesAlone,
    NothingProposed,
    NothingSaid,
    ask_missing,
    decide,
    propose,
)
from minga.loans.fill_request import TooManyRequests, authorise, change_terms, start_request
from minga.loans.line_quote import AmountOutsideLine
from minga.loans.lines import LineNotOffered
from minga.loans.models import (
    LoanDecision,
    LoanLine,
    LoanRequest,
    RequestDocument,
    RequestEvent,
    RequestStep,
)
from minga.loans.open_request import RequestNotOpen, UnknownRequest
from minga.loans.plan import Method
from minga.loans.request_queries import document_of, request_of, requests_of
from minga.loans.request_status import Task
from minga.loans.send_request import RequestIncomplete, send_request, withdraw_request
from minga.loans.tests.offered import add_terms, line
from minga.loans.tests.requests_cast import (
    ANA,
    AT,
    BETO,
    PAY,
    approved,
    cap,
    draft,
    fill,
    member,
    picture,
    proposal,
    sent,
    shown,
)
from minga.loans.usury import AboveUsury, UsuryCapMissing

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(db: None) -> UUID:
    return member().id


def status(who: UUID, request_id: UUID) -> str:
    found = request_of(who, request_id, AT)
    assert found is not None
    return found.status


def steps(request_id: UUID) -> list[str]:
    story = RequestEvent.objects.filter(request_id=request_id).order_by("id")
    return list(story.values_list("step", flat=True))


def notices() -> list[str]:
    told = OutboxMessage.objects.filter(topic="notice").order_by("id")
    return [one.payload["kind"] for one in told]


class TestFillingIn:
    def test_begins_once_for_a_key_and_keeps_what_was_asked(self, who: UUID) -> None:
        offered, key, account = line(), uuid7(), uuid7()
        terms: dict[str, Any] = {
            "member_id": who, "line_id": offered.id, "amount": Money.of(5_000_000), "periods": 24,
            "method": Method.FRENCH, "pays_to": account, "key": key, "at": AT,
        }  # fmt: skip
        assert start_request(**terms) == start_request(**terms)
        [only] = requests_of(who, AT)
        assert (only.amount, only.periods, only.pays_to) == (Money.of(5_000_000), 24, account)
        assert only.is_draft

    def test_anothers_key_is_another_request(self, who: UUID) -> None:
        other, key, offered = member().id, uuid7(), line()
        ids = {
            start_request(
                member_id=one, line_id=offered.id, amount=Money.of(5_000_000), periods=24,
                method=Method.FRENCH, pays_to=uuid7(), key=key, at=AT,
            )
            for one in (who, other)
        }  # fmt: skip
        assert len(ids) == 2

    def test_refuses_what_the_line_does_not_lend(self, who: UUID) -> None:
        request_id, offered = draft(who), line()
        change: dict[str, Any] = {
            "member_id": who, "request_id": request_id, "line_id": offered.id, "periods": 24,
            "method": Method.FRENCH, "pays_to": uuid7(), "at": AT,
        }  # fmt: skip
        with pytest.raises(AmountOutsideLine):
            change_terms(**change, amount=Money.of(1))
        change_terms(**change, amount=Money.of(6_000_000))
        assert LoanRequest.objects.get(id=request_id).amount == 6_000_000
        LoanLine.objects.filter(id=offered.id).update(offered_until=AT.date() - timedelta(days=1))
        with pytest.raises(LineNotOffered):
            change_terms(**change, amount=Money.of(6_000_000))

    def test_refuses_to_have_too_many_under_way(self, who: UUID) -> None:
        offered = line()
        begun = [draft(who, offered) for _ in range(fill_request.OPEN_MAX)]
        with pytest.raises(TooManyRequests):
            draft(who, offered)
        withdraw_request(member_id=who, request_id=begun[0], at=AT)
        draft(who, offered)

    def test_says_what_is_still_to_be_filled_in(self, who: UUID) -> None:
        request_id = draft(who)
        with pytest.raises(RequestIncomplete) as refused:
            send_request(member_id=who, request_id=request_id, at=AT)
        assert refused.value.tasks == (Task.INCOME, Task.DOCUMENTS, Task.AUTHORISATIONS)
        fill(who, request_id)
        found = request_of(who, request_id, AT)
        assert found is not None
        assert found.tasks == ()
        assert found.is_draft

    def test_keeps_the_words_that_were_authorised_and_when(self, who: UUID) -> None:
        request_id = draft(who)
        authorise(member_id=who, request_id=request_id, cooperative="Cooperativa X", at=AT)
        later = AT + timedelta(days=1)
        authorise(member_id=who, request_id=request_id, cooperative="Cooperativa X", at=later)
        given = LoanRequest.objects.get(id=request_id).authorisations
        assert set(given) == {"habeas_data", "credit_bureau"}
        for one in given.values():
            assert one["at"] == AT.isoformat()
            assert "Cooperativa X" in one["text"]
            assert one["version"]

    def test_the_newest_document_counts_and_the_old_one_is_forgotten(self, who: UUID) -> None:
        request_id = draft(who)
        for kind in ("PNG", "JPEG"):
            attach_document(
                member_id=who, request_id=request_id, name=PAY, content=picture(kind), at=AT
            )
        old, new = RequestDocument.objects.filter(request_id=request_id).order_by("id")
        assert (bytes(old.content), old.removed_at) == (b"", AT)
        kept = document_of(who, request_id, PAY)
        assert kept is not None
        assert kept.id == new.id
        remove_document(member_id=who, request_id=request_id, name=PAY, at=AT)
        assert document_of(who, request_id, PAY) is None

    def test_refuses_a_document_nobody_asked_for(self, who: UUID) -> None:
        with pytest.raises(DocumentNotAsked):
            attach_document(
                member_id=who, request_id=draft(who), name="Otro", content=picture(), at=AT
            )


class TestAStranger:
    def test_finds_no_request_and_changes_nothing(self, who: UUID) -> None:
        request_id, stranger = draft(who), member().id
        fill(who, request_id)
        assert request_of(stranger, request_id, AT) is None
        assert document_of(stranger, request_id, PAY) is None
        assert requests_of(stranger, AT) == []
        asked: dict[str, Any] = {"member_id": stranger, "request_id": request_id, "at": AT}
        for use_case in (send_request, withdraw_request):
            with pytest.raises(UnknownRequest):
                use_case(**asked)
        with pytest.raises(UnknownRequest):
            authorise(**asked, cooperative="X")
        with pytest.raises(UnknownRequest):
            attach_document(**asked, name=PAY, content=picture())
        with pytest.raises(UnknownRequest):
            remove_document(**asked, name=PAY)
        assert document_of(who, request_id, PAY) is not None
        assert steps(request_id) == []


class TestSending:
    def test_sent_twice_is_sent_once_and_told_once(self, who: UUID) -> None:
        request_id = sent(who)
        send_request(member_id=who, request_id=request_id, at=AT)
        assert steps(request_id) == [RequestStep.SENT]
        assert notices() == ["loan_requested"]
        assert AuditEvent.objects.filter(action="send_loan_request").count() == 1

    def test_what_was_sent_is_not_changed(self, who: UUID) -> None:
        request_id = sent(who)
        with pytest.raises(RequestNotOpen):
            fill(who, request_id)
        with pytest.raises(RequestNotOpen):
            remove_document(member_id=who, request_id=request_id, name=PAY, at=AT)

    def test_refuses_a_line_that_is_not_offered_any_more(self, who: UUID) -> None:
        request_id = draft(who)
        fill(who, request_id)
        LoanLine.objects.update(offered_until=AT.date() - timedelta(days=1))
        with pytest.raises(LineNotOffered):
            send_request(member_id=who, request_id=request_id, at=AT)

    def test_what_is_missing_comes_back_and_is_handed_in_again(self, who: UUID) -> None:
        request_id = sent(who)
        ask_missing(request_id=request_id, staff=ANA, what="El recibo está borroso", at=AT)
        found = request_of(who, request_id, AT)
        assert found is not None
        assert found.asked_for == "El recibo está borroso"
        fill(who, request_id)
        send_request(member_id=who, request_id=request_id, at=AT)
        assert steps(request_id) == [RequestStep.SENT, RequestStep.MISSING, RequestStep.COMPLETED]
        assert notices() == ["loan_requested", "loan_missing", "loan_requested"]

    def test_is_withdrawn_once_and_then_nothing_moves_it(self, who: UUID) -> None:
        request_id = sent(who)
        for _ in range(2):
            withdraw_request(member_id=who, request_id=request_id, at=AT)
        assert steps(request_id) == [RequestStep.SENT, RequestStep.WITHDRAWN]
        cap()
        with pytest.raises(RequestNotOpen):
            propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        with pytest.raises(RequestNotOpen):
            send_request(member_id=who, request_id=request_id, at=AT)


class TestDeciding:
    def test_one_proposes_and_another_approves_with_the_rates_frozen(self, who: UUID) -> None:
        request_id = approved(who)
        found = request_of(who, request_id, AT)
        assert found is not None
        assert found.can_sign
        assert Money.of(found.agreed["amount"]) == Money.of(4_000_000)
        add_terms(found.line_id, AT.date(), rate_ea=Decimal("0.10"))
        decision = LoanDecision.objects.get(request_id=request_id)
        assert Decimal(decision.proposal["rate_ea"]) == Decimal("0.195")
        assert (decision.maker, decision.checker) == (ANA, BETO)
        assert notices() == ["loan_requested", "loan_approved"]

    @pytest.mark.parametrize("same", [ANA, ANA.upper()])
    def test_nobody_decides_alone(self, who: UUID, same: str) -> None:
        cap()
        request_id = sent(who)
        propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        for approve in (True, False):
            with pytest.raises(DecidesAlone):
                decide(
                    request_id=request_id, staff=same, approve=approve, why="Sí, claro",
                    seen=shown(request_id), at=AT,
                )  # fmt: skip
        assert status(who, request_id) == RequestStep.RECOMMENDED

    def test_refuses_to_decide_what_nobody_proposed(self, who: UUID) -> None:
        with pytest.raises(NothingProposed):
            decide(request_id=sent(who), staff=BETO, approve=True, why="", seen="", at=AT)

    def test_refuses_to_reject_or_to_ask_without_words(self, who: UUID) -> None:
        cap()
        request_id = sent(who)
        with pytest.raises(NothingSaid):
            ask_missing(request_id=request_id, staff=ANA, what=" ", at=AT)
        propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        with pytest.raises(NothingSaid):
            decide(
                request_id=request_id, staff=BETO, approve=False, why="",
                seen=shown(request_id), at=AT,
            )  # fmt: skip
        decide(
            request_id=request_id, staff=BETO, approve=False, why="La cuota no cabe",
            seen=shown(request_id), at=AT,
        )  # fmt: skip
        assert status(who, request_id) == RequestStep.REJECTED
        assert notices()[-1] == "loan_rejected"

    def test_refuses_to_lend_without_a_cap_or_above_it(self, who: UUID) -> None:
        request_id = sent(who)
        with pytest.raises(UsuryCapMissing):
            propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        cap("0.19")
        with pytest.raises(AboveUsury):
            propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        Parameter.objects.filter(key="usury.consumo.2026-11").update(value="0.20")
        propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        Parameter.objects.filter(key="usury.consumo.2026-11").update(value="0.19")
        with pytest.raises(AboveUsury):
            decide(
                request_id=request_id, staff=BETO, approve=True, why="",
                seen=shown(request_id), at=AT,
            )  # fmt: skip

    def test_refuses_to_propose_what_the_line_does_not_lend(self, who: UUID) -> None:
        cap()
        with pytest.raises(AmountOutsideLine):
            propose(request_id=sent(who), staff=ANA, proposal=proposal(1), at=AT)

    def test_a_new_proposal_takes_the_place_of_one_nobody_decided(self, who: UUID) -> None:
        cap()
        request_id = sent(who)
        propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        propose(request_id=request_id, staff=BETO, proposal=proposal(3_000_000), at=AT)
        decide(
            request_id=request_id, staff=ANA, approve=True, why="",
            seen=shown(request_id), at=AT,
        )  # fmt: skip
        decision = LoanDecision.objects.get(request_id=request_id)
        assert (decision.maker, decision.checker) == (BETO, ANA)
        assert decision.proposal["amount"] == "3000000.00"

    def test_what_was_decided_stays_decided(self, who: UUID) -> None:
        request_id = approved(who)
        with pytest.raises(RequestNotOpen):
            propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
        with pytest.raises(RequestNotOpen):
            decide(
                request_id=request_id, staff=BETO, approve=True, why="",
                seen=shown(request_id), at=AT,
            )  # fmt: skip
        with pytest.raises(RequestNotOpen):
            ask_missing(request_id=request_id, staff=ANA, what="Otra cosa", at=AT)
