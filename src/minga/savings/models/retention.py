"""Retention of earlier years that was given back."""

from django.db import models

from minga.savings.models.accounts import SavingsAccount
from minga.savings.models.goals import GoalEnd
from minga.savings.models.term_deposits import TermEnd


class RetentionReturn(models.Model):
    """What had been withheld in earlier years of interest that an early end took back, given back
    on the member's written word. Once for an end. Append-only; its id is the act that decided it.

    `statement`: what the cooperative files the member's letter under; `stated_on`: its date.
    """

    id = models.UUIDField(primary_key=True)
    deposit_end = models.OneToOneField(
        TermEnd, on_delete=models.PROTECT, null=True, related_name="returned"
    )
    goal_end = models.OneToOneField(
        GoalEnd, on_delete=models.PROTECT, null=True, related_name="returned"
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    paid_to = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    stated_on = models.DateField()
    statement = models.CharField(max_length=60)
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    reference = models.CharField(max_length=11)
    entry_id = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deposit_end=None) ^ models.Q(goal_end=None),
                name="return_of_one_end",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) & ~models.Q(statement=""),
                name="return_has_a_statement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.deposit_end_id or self.goal_end_id}"
