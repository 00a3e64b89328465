"""Moving money: what the member is about to order, and what was done."""

from django.db import models

from minga.kit.ids import uuid7


class TransferIntent(models.Model):
    """What a member filled in and has not confirmed yet. Its id is the order's idempotency key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("savings.SavingsAccount", models.PROTECT, related_name="+")
    destination = models.ForeignKey("savings.SavingsAccount", models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    note = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"intent {self.id}"


class Transfer(models.Model):
    """A transfer that stands in the books. Its id is the key it was ordered with."""

    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("savings.SavingsAccount", models.PROTECT, related_name="+")
    destination = models.ForeignKey("savings.SavingsAccount", models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    cost = models.DecimalField(max_digits=18, decimal_places=2)
    note = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=11)
    entry_id = models.BigIntegerField(unique=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-made_at"], name="transfer_of_member")]

    def __str__(self) -> str:
        return f"transfer {self.reference}"


class AccountFee(models.Model):
    """What became of a month's fee of a savings account: charged with an entry, or let go."""

    account = models.ForeignKey("savings.SavingsAccount", models.PROTECT, related_name="+")
    what = models.CharField(max_length=15)
    month = models.DateField(help_text="Its first day")
    on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    tax = models.DecimalField(max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "what", "month"], name="fee_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount} of {self.month:%Y-%m}"
