"""What was recovered of a loan that was written off, and what is left."""

from django.db.models import Sum

from minga.kit.money import Money
from minga.loans.models import LoanEnd, LoanPayment

# The kind of a payment of what was written off.
RECOVERY = "recovery"


def left_to_recover(end: LoanEnd) -> Money:
    """What was written off, less what was recovered since."""
    paid = LoanPayment.objects.filter(loan_id=end.loan_id, kind=RECOVERY).aggregate(t=Sum("amount"))
    return Money(end.written_off - (paid["t"] or 0))
