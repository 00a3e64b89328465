"""Telling a member that their loan was handed out or paid, or that a cost of it was forgiven."""

from datetime import datetime

from minga.doors.jobs.tell import tell
from minga.kit.outbox import Message
from minga.loans.models import CollectionForgiveness, Loan, LoanPayment
from minga.loans.plan_payment import PayKind
from minga.loans.recovered import RECOVERY
from minga.members.models import Member
from minga.payments.models import PayrollCollection

PAID_BY_OTHERS = {PayKind.PAYROLL.value: "loan_paid_payroll", RECOVERY: "loan_recovered"}


def send_loan_disbursed(message: Message) -> None:
    """{"loan_id", "at"}: by e-mail; by text message where there is no e-mail; else nobody."""
    loan = Loan.objects.select_related("member").get(pk=message["loan_id"])
    when = datetime.fromisoformat(message["at"])
    _tell(message, "loan_disbursed", loan.member, str(loan.principal), loan.number, when)


def send_loan_paid(message: Message) -> None:
    """{"payment_id"}: the same way. Who is told that money left their savings is told no lie: what
    an employer took did not, and what was recovered was taken by the cooperative."""
    paid = LoanPayment.objects.select_related("loan__member").get(pk=message["payment_id"])
    kind, more = PAID_BY_OTHERS.get(paid.kind, "loan_paid"), {}
    if paid.kind == PayKind.PAYROLL:
        taken = PayrollCollection.objects.select_related("employer").get(payment=paid)
        more = {"what": taken.employer.name}
    _tell(message, kind, paid.loan.member, str(paid.amount), paid.reference, paid.at, **more)


def send_collection_cost_forgiven(message: Message) -> None:
    """{"charge_id"}: the same way."""
    found = CollectionForgiveness.objects.select_related("charge__loan__member")
    one = found.get(pk=message["charge_id"])
    loan = one.charge.loan
    context = {"amount": str(one.amount), "reference": loan.number, "what": one.charge.name}
    tell(message, "collection_forgiven", loan.member, context)


def _tell(
    message: Message,
    kind: str,
    member: Member,
    amount: str,
    reference: str,
    at: datetime,
    **more: str,
) -> None:
    context = {"amount": amount, "reference": reference, "hour": at.isoformat()} | more
    tell(message, kind, member, context)
