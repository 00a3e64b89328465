"""Aportes grown by decision of the assembly."""

from django.db import models

from minga.savings.models.accounts import SavingsAccount


class AportesRevaluation(models.Model):
    """What an assembly decided about the aportes of a year, and what it came to. Append-only."""

    year = models.PositiveSmallIntegerField(unique=True)
    act = models.CharField(max_length=60)
    act_date = models.DateField()
    rate = models.DecimalField(max_digits=9, decimal_places=6, help_text="A fraction")
    posted_on = models.DateField()
    accounts = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=18, decimal_places=2)
    staff = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rate} of {self.year}"


class AportesCredit(models.Model):
    """What one account got of it. Append-only."""

    revaluation = models.ForeignKey(
        AportesRevaluation, on_delete=models.PROTECT, related_name="credits"
    )
    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    base = models.DecimalField(
        max_digits=18, decimal_places=2, help_text="Its balance at the end of the year"
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revaluation", "account"], name="revalued_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.revaluation_id}"
