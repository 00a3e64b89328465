"""What the cooperative lends: lines and their dated terms."""

from django.db import models

from minga.kit.ids import uuid7
from minga.loans.models.payroll import Employer


class Modality(models.TextChoices):
    """The supervisor's four kinds of credit."""

    CONSUMER = "CONSUMO", "Consumo"
    HOUSING = "VIVIENDA", "Vivienda"
    MICRO = "MICROCREDITO", "Microcrédito"
    COMMERCIAL = "COMERCIAL", "Comercial"


class LoanLine(models.Model):
    """A line of credit as this cooperative sells it. `by_payroll`: the employer pays (libranza)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    modality = models.CharField(max_length=15, choices=Modality.choices)
    by_payroll = models.BooleanField(default=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.CharField(max_length=200, blank=True)
    offered_from = models.DateField()
    offered_until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class LineTerms(models.Model):
    """What a line costs and allows from a date on. Rates are effective annual, as fractions."""

    line = models.ForeignKey(LoanLine, on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField()
    rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    mora_rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    insurance_monthly = models.DecimalField(
        max_digits=9, decimal_places=6, default=0, help_text="Share of the balance, each month"
    )
    amount_min = models.DecimalField(max_digits=18, decimal_places=2)
    amount_max = models.DecimalField(max_digits=18, decimal_places=2)
    periods_min = models.PositiveSmallIntegerField()
    periods_max = models.PositiveSmallIntegerField()
    methods = models.JSONField(default=list, help_text='Of "french", "equal-principal", "bullet"')
    day_count = models.CharField(max_length=8, default="30/360")
    sign_days = models.PositiveSmallIntegerField(
        null=True, help_text="Days to sign what was approved; null: no end"
    )
    documents = models.JSONField(default=list, help_text="Names of what must be attached")
    pay_days = models.JSONField(
        default=list, help_text="Days of the month to choose from; none: counted from the money"
    )
    first_days_min = models.PositiveSmallIntegerField(
        default=15, help_text="With a day chosen, the first instalment is at least so far away"
    )
    codebtors = models.PositiveSmallIntegerField(
        default=0, help_text="How many must owe it together with the debtor"
    )
    codebtors_above = models.DecimalField(
        max_digits=18, decimal_places=2, default=0, help_text="Amounts above this one need them"
    )
    grace_max = models.PositiveSmallIntegerField(
        default=0, help_text="How many of the first instalments may pay no capital"
    )
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "valid_from"], name="line_terms_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(rate_ea__gte=0, rate_ea__lt=2), name="line_rate_is_a_fraction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} since {self.valid_from}"
