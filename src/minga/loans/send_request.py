"""Sending a request, and taking it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.authorisation_texts import AUTHORISATIONS
from minga.loans.codebtors import accepted
from minga.loans.line_quote import quote_line
from minga.loans.lines import line_offered
from minga.loans.models import LoanRequest, RequestStep
from minga.loans.open_request import held, require, status_of, step, touched
from minga.loans.plan import Method
from minga.loans.request_status import DRAFT, EDITABLE, STUDIED, WITHDRAWABLE, Task
from minga.loans.request_status import missing_documents as missing
from minga.loans.tell_member import tell_member


class RequestIncomplete(Refusal):
    """Something is still to be filled in: `tasks`."""

    code = "request_incomplete"

    def __init__(self, tasks: tuple[Task, ...]) -> None:
        super().__init__(tasks=tasks)
        self.tasks = tasks


def open_tasks(
    request: LoanRequest, documents: tuple[str, ...], codebtors: int
) -> tuple[Task, ...]:
    """What is still to be filled in, if these documents and so many codebtors are asked for."""
    attached = request.documents.filter(removed_at=None).values_list("name", flat=True)
    todo = {
        Task.INCOME: request.monthly_income is None,
        Task.DOCUMENTS: bool(missing(documents, list(attached))),
        Task.AUTHORISATIONS: any(one.key not in request.authorisations for one in AUTHORISATIONS),
        Task.CODEBTORS: accepted(request.id).count() < codebtors,
    }
    return tuple(task for task, is_open in todo.items() if is_open)


def send_request(*, member_id: UUID, request_id: UUID, at: datetime) -> None:
    """Hands the request to the cooperative; sent twice it is sent once.

    After something was missing, it is handed in again. Raises UnknownRequest, RequestNotOpen,
    RequestIncomplete, LineNotOffered and what `quote_line` does.
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        request = held(request_id, member_id)
        if status_of(request) in STUDIED:
            return
        before = require(request, EDITABLE)
        line = line_offered(request.line_id, on)
        quote_line(
            line, amount=Money(request.amount), periods=request.periods,
            method=Method(request.method), on=on, grace=request.grace, pay_day=request.pay_day,
        )  # fmt: skip
        needed = line.codebtors_for(Money(request.amount))
        tasks = open_tasks(request, line.documents, needed)
        if tasks:
            raise RequestIncomplete(tasks)
        actor = f"member:{member_id}"
        now = RequestStep.SENT if before == DRAFT else RequestStep.COMPLETED
        step(request, now, at=at, actor=actor)
        touched(request, at)
        record(
            at=at, actor=actor, action="send_loan_request", subject=f"loan_request:{request.id}",
            detail={"step": now, "amount": str(request.amount), "line": line.code},
        )  # fmt: skip
        tell_member(request, "loan_requested", at)


def withdraw_request(*, member_id: UUID, request_id: UUID, at: datetime) -> None:
    """The member does not want it any more; nothing can be done with it afterwards. Withdrawn
    twice is once. Raises UnknownRequest, RequestNotOpen."""
    with transaction.atomic(durable=True):
        request = held(request_id, member_id)
        if status_of(request) == RequestStep.WITHDRAWN:
            return
        before = require(request, WITHDRAWABLE)
        actor = f"member:{member_id}"
        step(request, RequestStep.WITHDRAWN, at=at, actor=actor, detail={"from": before})
        record(
            at=at, actor=actor, action="withdraw_loan_request",
            subject=f"loan_request:{request.id}", detail={"from": before},
        )  # fmt: skip
