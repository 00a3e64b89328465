"""What collecting a late loan costs its debtor («gastos de cobranza»), where somebody says so."""

from django.db import models

from minga.loans.models.lines import LoanLine
from minga.loans.models.loans import Loan, LoanInstalment


class CollectionCost(models.Model):
    """What a stage of collection costs from a date on, for a line or for every one; zero ends it.

    It counts for the loans that are handed out while it is in force: what a note did not say is not
    charged.
    """

    line = models.ForeignKey(LoanLine, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60, help_text="What is done, as members read it")
    days = models.PositiveSmallIntegerField(help_text="Days past due from which it is charged")
    valid_from = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "days", "valid_from"],
                name="collection_cost_once_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(days__gte=1, amount__gte=0), name="collection_cost_is_a_cost"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.days} days"


class CollectionCharge(models.Model):
    """A stage that was charged, once until the loan is up to date again."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="collection_charges")
    instalment = models.ForeignKey(
        LoanInstalment, on_delete=models.PROTECT, related_name="collection_charges"
    )
    days = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    on = models.DateField()
    paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    over_on = models.DateField(null=True, help_text="When the loan was up to date again")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "days"],
                condition=models.Q(over_on=None),
                name="stage_charged_once",
            ),
            models.CheckConstraint(
                condition=models.Q(paid__gte=0, paid__lte=models.F("amount")),
                name="collection_charge_is_not_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.loan_id}"


class CollectionForgiveness(models.Model):
    """What was left of a charge when somebody forgave it: never changed, and never owed again."""

    charge = models.OneToOneField(
        CollectionCharge, on_delete=models.PROTECT, primary_key=True, related_name="forgiveness"
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    why = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) & ~models.Q(why=""),
                name="forgiveness_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"forgiven {self.charge_id}"
