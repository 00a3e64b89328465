"""What the cooperative offers: plans, their dated terms, and the board of term rates."""

from django.db import models

from minga.kit.ids import uuid7
from minga.savings.models.accounts import ProductKind


class SavingsPlan(models.Model):
    """A kind of savings as this cooperative sells it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    name = models.CharField(max_length=60)
    opens_online = models.BooleanField(default=True)
    offered_from = models.DateField()
    offered_until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class PlanTerms(models.Model):
    """What a plan pays and asks from a date on. Rates are effective annual, as fractions."""

    plan = models.ForeignKey(SavingsPlan, on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField()
    rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    early_rate_ea = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    day_base = models.PositiveSmallIntegerField(default=365, help_text="360 or 365 days a year")
    balance_min = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    opening_min = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    quota_min = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    days_min = models.PositiveSmallIntegerField(default=0)
    inactive_after_days = models.PositiveSmallIntegerField(null=True)
    regret_business_days = models.PositiveSmallIntegerField(default=0)
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "valid_from"], name="plan_terms_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(rate_ea__gte=0, rate_ea__lt=1), name="plan_rate_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=models.Q(day_base__in=[360, 365]), name="plan_day_base"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} since {self.valid_from}"


class TermRate(models.Model):
    """One cell of the board of a term-deposit plan: from this amount and this many days on."""

    plan = models.ForeignKey(SavingsPlan, on_delete=models.PROTECT, related_name="board")
    valid_from = models.DateField()
    amount_from = models.DecimalField(max_digits=18, decimal_places=2)
    days_from = models.PositiveSmallIntegerField()
    rate_ea = models.DecimalField(max_digits=9, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "valid_from", "amount_from", "days_from"], name="board_cell_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rate_ea__gte=0, rate_ea__lt=1), name="board_rate_is_a_fraction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate_ea} from {self.amount_from} and {self.days_from} days"


class FeeKind(models.TextChoices):
    """What a savings account may be charged for, once a month."""

    HANDLING = "MANEJO", "Cuota de manejo"
    INACTIVITY = "INACTIVIDAD", "Cuota por inactividad"


class PlanFee(models.Model):
    """What a plan charges from a date on, all in; without a row nothing is charged."""

    plan = models.ForeignKey(SavingsPlan, on_delete=models.PROTECT, related_name="fees")
    what = models.CharField(max_length=15, choices=FeeKind.choices)
    valid_from = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "what", "valid_from"], name="fee_once_a_day"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount} since {self.valid_from}"
