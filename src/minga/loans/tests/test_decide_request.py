"""Two people and one request: whom the trail names by id, and the proposal they were shown."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from minga.loans.decide_request import (
    DecidesAlone,
    ProposalChanged,
    ProposalExpired,
    ask_missing,
    decide,
    propose,
)
from minga.loans.models import Codebtor, LoanDecision, RequestDocument
from minga.loans.tests.requests_cast import ANA, AT, BETO, cap, member, proposal, sent, shown
from minga.members.models import Member
from minga.staff.disable_employee import disable_employee
from minga.staff.identity import actor_of
from minga.staff.refusals import OneselfConcerned
from minga.staff.tests.cast import hired

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> UUID:
    return member().id


def test_what_is_decided_is_what_was_shown(who: UUID) -> None:
    cap()
    request_id = sent(who)
    propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
    old = shown(request_id)
    propose(request_id=request_id, staff=ANA, proposal=proposal(9_000_000), at=AT)
    yes: dict[str, Any] = {"request_id": request_id, "staff": BETO, "approve": True, "why": ""}
    with pytest.raises(ProposalChanged):
        decide(**yes, seen=old, at=AT)
    now = shown(request_id)
    assert now != old
    LoanDecision.objects.update(proposal={"amount": "90000000.00", "rate_ea": "0.01"})
    with pytest.raises(ProposalChanged):
        decide(**yes, seen=now, at=AT)


def test_what_was_studied_is_part_of_what_is_decided(who: UUID) -> None:
    cap()
    request_id = sent(who)
    propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
    RequestDocument.objects.filter(request_id=request_id).update(digest=b"another file")
    with pytest.raises(ProposalChanged):
        decide(
            request_id=request_id, staff=BETO, approve=True, why="", seen=shown(request_id),
            at=AT,
        )  # fmt: skip


def test_a_proposal_lasts_a_day(who: UUID) -> None:
    cap()
    request_id = sent(who)
    propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
    yes: dict[str, Any] = {"request_id": request_id, "staff": BETO, "approve": True, "why": ""}
    with pytest.raises(ProposalExpired):
        decide(**yes, seen=shown(request_id), at=AT + timedelta(hours=24))
    propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
    decide(**yes, seen=shown(request_id), at=AT + timedelta(hours=23))


@pytest.mark.parametrize("as_codebtor", [False, True])
def test_nobody_acts_on_their_own_request(who: UUID, as_codebtor: bool) -> None:
    cap()
    request_id = sent(who)
    document = Member.objects.get(id=who).document_number
    if as_codebtor:
        document = "1090909090"
        Codebtor.objects.create(
            request_id=request_id, document_type="CC", document_number=document, asked_at=AT,
            expires_at=AT,
        )  # fmt: skip
    me = actor_of(hired(document=document).id)
    with pytest.raises(OneselfConcerned):
        ask_missing(request_id=request_id, staff=me, what="El recibo", at=AT)
    with pytest.raises(OneselfConcerned):
        propose(request_id=request_id, staff=me, proposal=proposal(), at=AT)
    propose(request_id=request_id, staff=ANA, proposal=proposal(), at=AT)
    with pytest.raises(OneselfConcerned):
        decide(
            request_id=request_id, staff=me, approve=False, why="No cabe",
            seen=shown(request_id), at=AT,
        )  # fmt: skip


def test_whoever_left_and_came_back_is_the_same_person(who: UUID) -> None:
    cap()
    request_id = sent(who)
    maker = hired()
    propose(request_id=request_id, staff=actor_of(maker.id), proposal=proposal(), at=AT)
    disable_employee(
        document_type="CC", document_number=maker.document_number, why="se retiró",
        actor="os:prueba", at=AT,
    )  # fmt: skip
    again = hired(document=maker.document_number)
    with pytest.raises(DecidesAlone):
        decide(
            request_id=request_id, staff=actor_of(again.id), approve=True, why="",
            seen=shown(request_id), at=AT,
        )  # fmt: skip
