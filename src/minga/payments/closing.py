"""What the room does at the end of each business day, in this order."""

from minga.payments.fee_close import account_fees
from minga.payments.goal_close import savings_goals

STEPS = (("payments.fees", account_fees), ("payments.goals", savings_goals))
