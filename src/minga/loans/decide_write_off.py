"""«Castigo de cartera» by two people: one proposes, another decides, and it is done at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from minga.kit.clock import business_date
from minga.kit.retry import retried
from minga.kit.visitor import Visitor
from minga.loans.models import Loan
from minga.loans.write_off import WrittenOff, what_would_go, write_off
from minga.staff import acts
from minga.staff.acts import ActChanged
from minga.staff.identity import actor_of, is_concerned
from minga.staff.models import ActKind
from minga.staff.refusals import OneselfConcerned


def subject_of(loan_id: UUID) -> str:
    """How acts and the trail name a loan."""
    return f"loan:{loan_id}"


@retried
def propose_write_off(
    *, loan_id: UUID, employee_id: UUID, reason: str, by: Visitor, at: datetime
) -> UUID:
    """Proposes to write a loan of category E off, for what it owes today; returns the act's id.

    Refuses with LoanNotFound, NotBadEnough, WaitsForPlan, OneselfConcerned, ReasonMissing.
    """
    with transaction.atomic(durable=True):
        loan, gone = what_would_go(loan_id, business_date(at), held=True)
        require_stranger(loan, employee_id)
        act = acts.propose(
            kind=ActKind.WRITE_OFF, subject=subject_of(loan_id), payload=_payload(loan, gone),
            reason=reason, maker=employee_id, by=by, at=at,
        )  # fmt: skip
    return act.id


@retried
def decide_write_off(
    *,
    act_id: UUID,
    employee_id: UUID,
    seen: str,
    approve: bool,
    why: str,
    by: Visitor,
    at: datetime,
) -> None:
    """Writes it off, or says why not. What it owes must still be what was proposed.

    Refuses as `acts.held`, with OneselfConcerned, ReasonMissing (a rejection without words),
    LoanNotFound, NotBadEnough, WaitsForPlan, and ActChanged when the loan owes something else by
    now.
    """
    with transaction.atomic(durable=True):
        act = acts.held(act_id, kind=ActKind.WRITE_OFF, seen=seen, checker=employee_id, at=at)
        loan_id = UUID(act.payload["loan_id"])
        require_stranger(Loan.objects.select_related("member").get(id=loan_id), employee_id)
        if approve:
            loan, gone = what_would_go(loan_id, business_date(at), held=True)
            if _payload(loan, gone) != act.payload:
                raise ActChanged
        acts.close(act, checker=employee_id, approve=approve, why=why, by=by, at=at)
        if approve:
            write_off(loan_id=loan_id, actor=actor_of(employee_id), why=act.reason, at=at)


def require_stranger(loan: Loan, employee_id: UUID) -> None:
    """Nobody acts on a loan of their own. Raises OneselfConcerned."""
    member = loan.member
    document = (member.document_type, member.document_number)
    if is_concerned(actor_of(employee_id), {document}):
        raise OneselfConcerned


def _payload(loan: Loan, gone: WrittenOff) -> dict[str, str]:
    return {
        "loan_id": str(loan.id), "number": loan.number, "capital": str(gone.capital),
        "interest": str(gone.interest), "set_aside": str(gone.set_aside),
    }  # fmt: skip
