"""What a member writes into a request, one part at a time; each part is kept as soon as it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit import ids
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.authorisation_texts import authorised
from minga.loans.codebtors import ask_again
from minga.loans.line_quote import quote_line
from minga.loans.lines import Line, line_offered
from minga.loans.models import LoanRequest, RequestEvent, RequestStep
from minga.loans.name_codebtor import answer_until
from minga.loans.open_request import editable, touched
from minga.loans.plan import Method

OPEN_MAX = 5
OVER = (RequestStep.REJECTED, RequestStep.WITHDRAWN, RequestStep.DISBURSED)


class TooManyRequests(Refusal):
    """The member has several under way already: finish or withdraw one."""

    code = "too_many_requests"


def start_request(
    *,
    member_id: UUID,
    line_id: UUID,
    amount: Money,
    periods: int,
    method: Method,
    pays_to: UUID,
    key: UUID,
    at: datetime,
    grace: int = 0,
    pay_day: int | None = None,
) -> UUID:
    """Begins a request, once per key, and returns its id; nothing is asked of anybody yet.

    `pays_to`: the savings account the money would go to; whoever hands it out checks that it is the
    member's. `grace`, `pay_day`: as `quote_line` takes them. Raises LineNotOffered, what
    `quote_line` does, and TooManyRequests.
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        line = line_offered(line_id, on)
        quote_line(
            line, amount=amount, periods=periods, method=method, on=on, grace=grace,
            pay_day=pay_day,
        )  # fmt: skip
        own = ids.key_in_scope(f"loan_request:{member_id.hex}", key)
        if LoanRequest.objects.filter(id=own).exists():
            return own
        if _under_way(member_id) >= OPEN_MAX:
            raise TooManyRequests(most=OPEN_MAX)
        LoanRequest.objects.create(
            id=own, number=ids.reference(own), member_id=member_id, line_id=line.id,
            amount=amount.amount, periods=periods, method=method, grace=grace, pay_day=pay_day,
            pays_to=pays_to, started_at=at, changed_at=at,
        )  # fmt: skip
        record(
            at=at, actor=f"member:{member_id}", action="start_loan_request",
            subject=f"loan_request:{own}", detail={"line": line.code, "amount": str(amount)},
        )  # fmt: skip
    return own


def change_terms(
    *,
    member_id: UUID,
    request_id: UUID,
    line_id: UUID,
    amount: Money,
    periods: int,
    method: Method,
    pays_to: UUID,
    at: datetime,
    grace: int = 0,
    pay_day: int | None = None,
) -> None:
    """Another line, amount, time, way or account; codebtors accept what changed once more. Raises
    UnknownRequest, RequestNotOpen and what `start_request` does."""
    on = business_date(at)
    with transaction.atomic(durable=True):
        request = editable(request_id, member_id)
        line: Line = line_offered(line_id, on)
        quote_line(
            line, amount=amount, periods=periods, method=method, on=on, grace=grace,
            pay_day=pay_day,
        )  # fmt: skip
        touched(
            request, at, line_id=line.id, amount=amount.amount, periods=periods, method=method,
            grace=grace, pay_day=pay_day, pays_to=pays_to,
        )  # fmt: skip
        ask_again(request, answer_until(at))


def tell_income(
    *,
    member_id: UUID,
    request_id: UUID,
    income: Money,
    expenses: Money,
    purpose: str,
    at: datetime,
) -> None:
    """What comes in and goes out each month, and what the money is for. Raises UnknownRequest,
    RequestNotOpen."""
    with transaction.atomic(durable=True):
        touched(
            editable(request_id, member_id), at, monthly_income=income.amount,
            monthly_expenses=expenses.amount, purpose=purpose,
        )  # fmt: skip


def authorise(*, member_id: UUID, request_id: UUID, cooperative: str, at: datetime) -> None:
    """Keeps every text as it was read, with the day and hour it was authorised. Raises
    UnknownRequest, RequestNotOpen."""
    given = authorised(cooperative, at)
    with transaction.atomic(durable=True):
        request = editable(request_id, member_id)
        if request.authorisations.keys() != given.keys():
            touched(request, at, authorisations=given)


def _under_way(member_id: UUID) -> int:
    over = RequestEvent.objects.filter(step__in=OVER, request__member_id=member_id)
    mine = LoanRequest.objects.filter(member_id=member_id)
    return mine.exclude(id__in=over.values("request_id")).count()
