"""A member's request, held while something is done with it; and what it refuses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from minga.kit.refusal import Refusal
from minga.loans.models import LoanRequest, RequestEvent, RequestStep
from minga.loans.request_status import DRAFT, EDITABLE


class UnknownRequest(Refusal):
    """The member has no such request."""

    code = "unknown_request"


class RequestNotOpen(Refusal):
    """It stands where this cannot be done any more, or not yet: `status`."""

    code = "request_not_open"

    def __init__(self, status: str) -> None:
        super().__init__(status=status)
        self.status = status


def held(request_id: UUID, member_id: UUID | None = None) -> LoanRequest:
    """The request, nobody else's hand on it until the transaction ends. Raises UnknownRequest, also
    for another member's."""
    found = LoanRequest.objects.select_for_update(of=("self",)).select_related("line", "member")
    mine = found.filter(id=request_id)
    request = (mine if member_id is None else mine.filter(member_id=member_id)).first()
    if request is None:
        raise UnknownRequest
    return request


def status_of(request: LoanRequest) -> str:
    """Its last step, or DRAFT before it was sent."""
    last = request.events.order_by("-id").values_list("step", flat=True).first()
    return last or DRAFT


def editable(request_id: UUID, member_id: UUID) -> LoanRequest:
    """A request that the member may still fill in. Raises UnknownRequest, RequestNotOpen."""
    request = held(request_id, member_id)
    require(request, EDITABLE)
    return request


def require(request: LoanRequest, statuses: frozenset[str] | frozenset[RequestStep]) -> str:
    """Where it stands, if it is one of those. Raises RequestNotOpen."""
    status = status_of(request)
    if status not in statuses:
        raise RequestNotOpen(status)
    return status


def touched(request: LoanRequest, at: datetime, **values: Any) -> None:
    """Keeps these values of a request."""
    for name, value in values.items():
        setattr(request, name, value)
    request.changed_at = at
    request.save(update_fields=[*values, "changed_at"])


def step(
    request: LoanRequest,
    what: RequestStep,
    *,
    at: datetime,
    actor: str,
    note: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Writes the next step of its story."""
    RequestEvent.objects.create(
        request=request, step=what, at=at, actor=actor, note=note, detail=detail or {}
    )
