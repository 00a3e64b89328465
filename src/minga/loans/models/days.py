"""What the close of each day writes about loans."""

from django.db import models

from minga.loans.models.loans import Loan


class LoanAccrual(models.Model):
    """One day's interest and mora of one loan, unrounded. Append-only.

    `capital` is what earns interest: the capital that is not due yet; `overdue` is what bears mora.
    Mora is written down here and taken to income when it is paid.
    `is_suspended`: earned by the contract and kept out of income (categories C to E). One row a day
    and loan; rows come in the order of the key, so that its index grows at the end.
    """

    pk = models.CompositePrimaryKey("business_date", "loan")
    business_date = models.DateField()
    loan = models.UUIDField()
    capital = models.DecimalField(max_digits=18, decimal_places=2)
    overdue = models.DecimalField(max_digits=18, decimal_places=2)
    interest = models.DecimalField(max_digits=18, decimal_places=6)
    mora = models.DecimalField(max_digits=18, decimal_places=6)
    is_suspended = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.interest} on {self.business_date}"


class LoanClass(models.Model):
    """The category of a loan from a date on, its own and after the drag rule."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="classes")
    from_date = models.DateField()
    days_past_due = models.PositiveIntegerField()
    own = models.CharField(max_length=1)
    category = models.CharField(max_length=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "from_date"], name="class_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.category} of {self.loan_id}"


class Impairment(models.Model):
    """What is set aside for a loan since a date."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="impairments")
    from_date = models.DateField()
    category = models.CharField(max_length=1)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "from_date"], name="impairment_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.loan_id}"
