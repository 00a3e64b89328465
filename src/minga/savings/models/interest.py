"""What savings earn: day by day, and when it is credited."""

from django.db import models

from minga.savings.models.accounts import SavingsAccount


class Accrual(models.Model):
    """One day's interest of one product, with more decimals than are ever paid. Append-only.

    `product` is a savings account's or a term deposit's id. One row a day and product; rows come in
    the order of the key, so that its index grows at the end.
    """

    pk = models.CompositePrimaryKey("business_date", "product")
    business_date = models.DateField()
    product = models.UUIDField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)
    rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    gross = models.DecimalField(max_digits=18, decimal_places=6)
    withheld = models.DecimalField(max_digits=18, decimal_places=6)

    def __str__(self) -> str:
        return f"{self.gross} on {self.business_date}"


class InterestCredit(models.Model):
    """The interest of a month, credited to a savings account."""

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="Its first day")
    credited_on = models.DateField()
    gross = models.DecimalField(max_digits=18, decimal_places=2)
    withheld = models.DecimalField(max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField(null=True, help_text="Null only while it is being posted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="interest_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.gross} in {self.month:%Y-%m}"
