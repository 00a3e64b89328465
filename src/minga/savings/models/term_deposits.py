"""CDAT: term deposits, what becomes of them, and how each one ended."""

from django.db import models

from minga.kit.ids import uuid7
from minga.savings.models.accounts import SavingsAccount
from minga.savings.models.plans import SavingsPlan


class MaturityInstruction(models.TextChoices):
    """What the member wants done when the term is over."""

    REDEEM = "redeem", "Pagar todo en mi cuenta"
    RENEW_CAPITAL = "renew_capital", "Renovar el capital y pagar los intereses"
    RENEW_ALL = "renew_all", "Renovar capital e intereses"


class TermDeposit(models.Model):
    """A CDAT. Its principal is the balance of its ledger account; rate and base are frozen."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SavingsPlan, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    ledger_account_id = models.BigIntegerField(unique=True)
    pays_to = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    principal = models.DecimalField(max_digits=18, decimal_places=2)
    rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    day_base = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    term_days = models.PositiveSmallIntegerField()
    matures_on = models.DateField()
    interest_from = models.DateField(help_text="Interest is settled up to the day before")
    pays_every_months = models.PositiveSmallIntegerField(default=0, help_text="0: at maturity")
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="renewed_by"
    )
    order_key = models.UUIDField(null=True, unique=True, help_text="The order that opened it")
    intent_digest = models.BinaryField(null=True, help_text="What the member approved")
    accrued_until = models.DateField(
        null=True, help_text="Brought from another system, with interest up to this day"
    )

    class Meta:
        indexes = [
            models.Index(fields=["member"], name="term_deposits_of_member"),
            models.Index(fields=["matures_on"], name="term_deposits_by_maturity"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(principal__gt=0), name="term_deposit_principal_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(matures_on__gt=models.F("opened_on")),
                name="term_deposit_matures_later",
            ),
        ]

    def __str__(self) -> str:
        return f"CDAT {self.number}"


class TermInstruction(models.Model):
    """What the member asked for at maturity; the latest one counts."""

    deposit = models.ForeignKey(TermDeposit, on_delete=models.PROTECT, related_name="instructions")
    what = models.CharField(max_length=15, choices=MaturityInstruction.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.what} of {self.deposit_id}"


class TermInterest(models.Model):
    """One payment of a term deposit's interest: what was earned, withheld and paid.

    `accrued` is what the closes had set aside for it; the close of `settled_in` brought the books
    from that to what was really paid. The entry's key keeps a period from being paid twice; an
    early end may pay once more on a day on which interest was paid that morning.
    """

    deposit = models.ForeignKey(TermDeposit, on_delete=models.PROTECT, related_name="interests")
    paid_on = models.DateField()
    gross = models.DecimalField(max_digits=18, decimal_places=2)
    withheld = models.DecimalField(max_digits=18, decimal_places=2)
    accrued = models.DecimalField(max_digits=18, decimal_places=6)
    settled_in = models.DateField(null=True)
    entry_id = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.gross} of {self.deposit_id}"


class TermNotice(models.Model):
    """Its member was told that the deposit's end is near. Append-only; a renewal is told of its own
    end, because it is a deposit of its own."""

    deposit = models.OneToOneField(
        TermDeposit, on_delete=models.PROTECT, primary_key=True, related_name="notice"
    )
    told_on = models.DateField(help_text="The close that did")

    def __str__(self) -> str:
        return f"notice of {self.deposit_id}"


class TermEnd(models.Model):
    """How a term deposit ended: redeemed or renewed at maturity, or cancelled before it.

    `recovered`: interest paid along the way that an early end took back; `given_back`: what had
    been withheld of it this year, and `kept_back` in earlier ones.
    """

    deposit = models.OneToOneField(
        TermDeposit, on_delete=models.PROTECT, primary_key=True, related_name="end"
    )
    how = models.CharField(max_length=15)
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    penalty = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    recovered = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    given_back = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    kept_back = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    entry_id = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.how} on {self.on}"
