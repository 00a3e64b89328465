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


class PayrollCollection(models.Model):
    """A payment of a loan that an employer took from wages."""

    payment = models.OneToOneField(
        "loans.LoanPayment", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    employer = models.ForeignKey("loans.Employer", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="Its first day")
    reference = models.CharField(max_length=40)
    deducted_on = models.DateField(
        null=True, help_text="When it was taken, where the file says so: mora counts up to then"
    )

    def __str__(self) -> str:
        return f"{self.reference} of {self.month:%Y-%m}"


class PayrollSettlement(models.Model):
    """Money of an employer that came in. Its id is made of the NIT and the reference."""

    id = models.UUIDField(primary_key=True)
    employer = models.ForeignKey("loans.Employer", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reference = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    entry_id = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.amount} of {self.employer_id}"


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
