"""Which part of what is due a payment covers first: as the note says, whatever is agreed later."""

from datetime import date

from minga.kit import parameters
from minga.kit.parameters import MissingParameter
from minga.loans.allocate import Part
from minga.loans.models import Loan

ORDER_KEY = "loans.imputation_order"


def order_on(day: date) -> tuple[Part, ...]:
    """The order in force on a day, which a note signed then has. Raises MissingParameter."""
    return tuple(Part(name) for name in parameters.text(ORDER_KEY, day).split())


def order_of(loan: Loan, on: date) -> tuple[Part, ...]:
    """The order of the day on which the loan was handed out; for one so old that none was in force
    here, the one of `on`. Raises MissingParameter."""
    try:
        return order_on(loan.disbursed_on)
    except MissingParameter:
        return order_on(on)
