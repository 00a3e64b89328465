"""What the room does at the end of each business day, in this order."""

from minga.savings.inactivity_close import inactive_accounts
from minga.savings.interest_close import interest_of_savings
from minga.savings.irreducible_close import irreducible_aportes
from minga.savings.term_close import term_deposits
from minga.savings.term_reminder_close import reminders_of_deposits

STEPS = (
    ("savings.interest", interest_of_savings),
    ("savings.term", term_deposits),
    ("savings.aportes", irreducible_aportes),
    ("savings.inactivity", inactive_accounts),
    ("savings.reminders", reminders_of_deposits),
)
