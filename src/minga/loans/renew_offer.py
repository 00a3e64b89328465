"""An offer that nobody signed in time is made once more, with the very terms that two approved."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.codebtors import require_codebtors
from minga.loans.decide_request import require_stranger
from minga.loans.lines import Line, line_offered
from minga.loans.models import LoanDecision, RequestStep
from minga.loans.offers import is_over, last_day_to_sign
from minga.loans.open_request import RequestNotOpen, held, status_of, step
from minga.loans.tell_member import tell_codebtors, tell_member
from minga.loans.usury_caps import check_line_rate


class TermsMoved(Refusal):
    """The line costs something else by now: somebody proposes again and another decides."""

    code = "terms_moved"


def renew_offer(*, request_id: UUID, staff: str, at: datetime) -> None:
    """Lets the member sign from today on for as many days as the line says. What is lent and at
    which rates stays as it was decided, so one person is enough.

    Raises UnknownRequest, RequestNotOpen (it has not expired), OneselfConcerned, LineNotOffered,
    TermsMoved, CodebtorsMissing, AboveUsury, UsuryCapMissing.
    """
    on = business_date(at)
    with transaction.atomic(durable=True):
        request = held(request_id)
        require_stranger(request, staff)
        status = status_of(request)
        decision = LoanDecision.objects.filter(request=request, is_approved=True).first()
        late = {RequestStep.EXPIRED} | (
            {RequestStep.APPROVED} if decision and is_over(decision.offer_until, on) else set()
        )
        if decision is None or status not in late:
            raise RequestNotOpen(status)
        line = line_offered(request.line_id, on)
        if not _costs_the_same(line, decision):
            raise TermsMoved
        require_codebtors(request, line.codebtors_for(Money.of(decision.proposal["amount"])))
        check_line_rate(line.rate_ea, modality=line.modality, on=on)
        decision.offer_until = last_day_to_sign(line.id, on)
        decision.save(update_fields=["offer_until"])
        step(request, RequestStep.APPROVED, at=at, actor=staff, detail=decision.proposal)
        record(
            at=at, actor=staff, action="renew_loan_offer", subject=f"loan_request:{request.id}",
            detail={"until": str(decision.offer_until)},
        )  # fmt: skip
        tell_member(request, "loan_approved", at)
        tell_codebtors(request, "loan_codebtor_sign", at)


def _costs_the_same(line: Line, decision: LoanDecision) -> bool:
    agreed = decision.proposal
    rates = ("rate_ea", "mora_rate_ea", "insurance_monthly")
    return agreed["day_count"] == line.day_count.value and all(
        Decimal(agreed[one]) == getattr(line, one) for one in rates
    )
