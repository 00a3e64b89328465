"""Codebtors for tests: named, accepted, signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from minga.kit.ids import uuid7
from minga.kit.models import OutboxMessage
from minga.loans.answer_codebtor import accept_codebtor
from minga.loans.codebtor_queries import invitation_of
from minga.loans.decide_request import decide, propose
from minga.loans.models import Codebtor
from minga.loans.name_codebtor import name_codebtor
from minga.loans.request_queries import RequestView, request_of
from minga.loans.sign_codebtor import obligation_to_sign, sign_codebtor
from minga.loans.signature import Signature
from minga.loans.tests.requests_cast import ANA, AT, BETO, cap, proposal, shown
from minga.members.models import Member

COOP = "Cooperativa de prueba"


def signature() -> Signature:
    """An approval by PIN and code."""
    return Signature(approval=uuid7(), factors="pin", ip="10.1.2.3")


def name(debtor_id: UUID, request_id: UUID, who: Member, at: datetime = AT) -> UUID:
    """The debtor asks somebody; answers the codebtor's id."""
    name_codebtor(
        member_id=debtor_id, request_id=request_id, document_type=who.document_type,
        document_number=who.document_number, at=at,
    )  # fmt: skip
    named = Codebtor.objects.filter(request_id=request_id, removed_at=None)
    return named.get(document_number=who.document_number).id


def accept(who: Member, codebtor_id: UUID, at: datetime = AT, **changes: Any) -> None:
    """Yes to what they read."""
    found = invitation_of(who.id, codebtor_id, at)
    asked: dict[str, Any] = {
        "member_id": who.id, "codebtor_id": codebtor_id, "seen": found.terms if found else "",
        "cooperative": COOP, "approve": signature, "at": at,
    }  # fmt: skip
    accept_codebtor(**(asked | changes))


def backed(debtor_id: UUID, request_id: UUID, who: Member, at: datetime = AT) -> UUID:
    """Asked and accepted."""
    found = name(debtor_id, request_id, who, at)
    accept(who, found, at)
    return found


def sign(who: Member, codebtor_id: UUID, **changes: Any) -> None:
    """Signs what was approved."""
    given = {"cooperative": COOP} | changes
    pair = obligation_to_sign(
        member_id=who.id, codebtor_id=codebtor_id, cooperative=given["cooperative"]
    )
    asked: dict[str, Any] = {
        "member_id": who.id, "codebtor_id": codebtor_id, "approve": signature, "at": AT,
        "seen": pair[1].digest if pair else b"",
    }  # fmt: skip
    sign_codebtor(**(asked | given))


def approve(request_id: UUID) -> None:
    """Five million, by two people."""
    cap()
    propose(request_id=request_id, staff=ANA, proposal=proposal(5_000_000), at=AT)
    decide(
        request_id=request_id, staff=BETO, approve=True, why="", seen=shown(request_id), at=AT
    )  # fmt: skip


def view(debtor: Member, request_id: UUID, at: Any = AT) -> RequestView:
    """The request as its debtor sees it."""
    found = request_of(debtor.id, request_id, at)
    assert found is not None
    return found


def stage(who: Member, codebtor_id: UUID, at: Any = AT) -> str:
    """Where whoever was named stands."""
    found = invitation_of(who.id, codebtor_id, at)
    return found.stage if found else "unknown"


def told() -> list[str]:
    """The kinds of the notices that went out."""
    return [one.payload["kind"] for one in OutboxMessage.objects.filter(topic="notice")]
