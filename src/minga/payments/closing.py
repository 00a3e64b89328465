"""What the room does at the end of each business day, in this order."""

from minga.payments.goal_close import savings_goals

STEPS = (("payments.goals", savings_goals),)
