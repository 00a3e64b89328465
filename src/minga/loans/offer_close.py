"""What was approved and nobody signed in time, at the end of a day: it is said once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from minga.audit.record import record
from minga.loans.models import LoanRequest, RequestEvent, RequestStep
from minga.loans.open_request import held, status_of, step
from minga.loans.tell_member import tell_codebtors, tell_member

ACTOR = "system:day_close"


def offers_of_loans(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction: each offer whose last day to sign is over becomes
    «vencida», and its people are told; answers how many."""
    del before
    last = RequestEvent.objects.filter(request=OuterRef("id")).order_by("-id").values("step")[:1]
    over = LoanRequest.objects.filter(decision__is_approved=True, decision__offer_until__lte=day)
    waiting = over.annotate(status=Subquery(last)).filter(status=RequestStep.APPROVED)
    expired = 0
    for request_id in waiting.order_by("id").values_list("id", flat=True):
        request = held(request_id)
        # Signed or taken back meanwhile, or renewed: then it is not over.
        until = request.decision.offer_until
        if status_of(request) != RequestStep.APPROVED or until is None or until > day:
            continue
        step(request, RequestStep.EXPIRED, at=at, actor=ACTOR)
        record(
            at=at, actor=ACTOR, action="expire_loan_offer", subject=f"loan_request:{request.id}",
            detail={"until": str(until)},
        )  # fmt: skip
        tell_member(request, "loan_offer_expired", at)
        tell_codebtors(request, "loan_offer_expired", at)
        expired += 1
    return {"expired": str(expired)}
