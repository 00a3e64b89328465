"""What the room does at the end of each business day, in this order."""

from minga.loans.class_close import categories_of_loans
from minga.loans.collection_close import collection_of_loans
from minga.loans.impairment_close import impairment_of_loans
from minga.loans.interest_close import interest_of_loans
from minga.loans.offer_close import offers_of_loans
from minga.loans.reminder_close import reminders_of_loans

STEPS = (
    ("loans.categories", categories_of_loans),
    ("loans.collection", collection_of_loans),
    ("loans.interest", interest_of_loans),
    ("loans.impairment", impairment_of_loans),
    ("loans.offers", offers_of_loans),
    ("loans.reminders", reminders_of_loans),
)
