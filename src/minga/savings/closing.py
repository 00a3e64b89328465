"""What the room does at the end of each business day, in this order."""

from minga.savings.interest_close import interest_of_savings

STEPS = (("savings.interest", interest_of_savings),)
