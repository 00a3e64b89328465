"""What loans of another system brought with them."""

from django.db import models

from minga.loans.models.loans import Loan


class BroughtLoan(models.Model):
    """What a loan owed and had at the end of its cut-over day, as the other system kept it.

    `interest` was taken to income there and `suspended` was not; both are not paid. `mora` is null
    when it counts from each due date, `mora_until` the day up to which it was fixed.
    """

    loan = models.OneToOneField(
        Loan, on_delete=models.PROTECT, primary_key=True, related_name="brought"
    )
    on = models.DateField()
    capital = models.DecimalField(max_digits=18, decimal_places=2)
    interest = models.DecimalField(max_digits=18, decimal_places=2)
    suspended = models.DecimalField(max_digits=18, decimal_places=2)
    interest_paid = models.DecimalField(max_digits=18, decimal_places=2)
    mora = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    mora_until = models.DateField(null=True)
    days_late = models.PositiveIntegerField(null=True)
    entry_id = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capital__gt=0, interest__gte=0, suspended__gte=0),
                name="brought_loan_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} since {self.on}"
