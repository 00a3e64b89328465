"""Until when what was approved may be signed."""

from datetime import date, timedelta
from uuid import UUID

from minga.kit.refusal import Refusal
from minga.loans.models import LineTerms, LoanRequest


class OfferExpired(Refusal):
    """What was approved could be signed until `until`, and that day is over."""

    code = "offer_expired"

    def __init__(self, until: date) -> None:
        super().__init__(until=until)
        self.until = until


def last_day_to_sign(line_id: UUID, approved_on: date) -> date | None:
    """By the line's terms of the day of the approval, also for a line that is not offered any more;
    None when nothing is said."""
    terms = LineTerms.objects.filter(line_id=line_id, valid_from__lte=approved_on)
    days = terms.order_by("-valid_from").values_list("sign_days", flat=True).first()
    return None if days is None else approved_on + timedelta(days=days)


def is_over(until: date | None, on: date) -> bool:
    """Whether the last day to sign is past."""
    return until is not None and on > until


def require_in_time(request: LoanRequest, on: date) -> None:
    """The request has a decision. Raises OfferExpired."""
    until = request.decision.offer_until
    if until is not None and is_over(until, on):
        raise OfferExpired(until)
