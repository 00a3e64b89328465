"""A loan and its schedule, its accounts in the books, and what was paid on it."""

from django.db import models

from minga.kit.ids import uuid7
from minga.loans.models.lines import LoanLine, Modality
from minga.loans.models.requests import LoanRequest

# Periods longer than this are few; the close looks for them apart. Days.
LONG_PERIOD = 62


class Loan(models.Model):
    """Money lent. Terms are frozen here; capital owed is the balance of its ledger accounts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=20, unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(LoanLine, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        LoanRequest, on_delete=models.PROTECT, null=True, related_name="loan"
    )
    modality = models.CharField(max_length=15, choices=Modality.choices)
    by_payroll = models.BooleanField()
    principal = models.DecimalField(max_digits=18, decimal_places=2)
    disbursed_on = models.DateField()
    rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    mora_rate_ea = models.DecimalField(max_digits=9, decimal_places=6)
    insurance_monthly = models.DecimalField(max_digits=9, decimal_places=6)
    method = models.CharField(max_length=16)
    day_count = models.CharField(max_length=8)
    every = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=6, default="months")
    grace = models.PositiveSmallIntegerField(default=0)
    order_key = models.UUIDField(null=True, unique=True, help_text="The order that disbursed it")
    order_hash = models.BinaryField(default=bytes, help_text="All that was ordered with the key")
    own_category = models.CharField(max_length=1, default="A", help_text="By its own arrears")
    category = models.CharField(max_length=1, default="A", help_text="After the drag rule")
    interest_paid_until = models.DateField(help_text="Interest is settled up to this day")

    class Meta:
        indexes = [models.Index(fields=["member"], name="loans_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(principal__gt=0), name="loan_principal_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"loan {self.number}"


class LoanAccount(models.Model):
    """A loan's capital in the books, one ledger account for each category it has been in."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="accounts")
    category = models.CharField(max_length=1)
    ledger_account_id = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "category"], name="loan_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.category} of {self.loan_id}"


class ScheduleVersion(models.Model):
    """The plan of payments from a day on; an extra payment or a restructuring makes a new one."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="schedules")
    version = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    why = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "version"], name="schedule_version_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.loan_id}"


class LoanInstalment(models.Model):
    """One row of a schedule version; its interest is earned from `starts_on` until the due date.

    When a new version takes its place, or the loan ends, it counts until `replaced_on` (not
    included). `mora_due` is the mora that was fixed, and not paid, up to `mora_from`.
    """

    schedule = models.ForeignKey(
        ScheduleVersion, on_delete=models.PROTECT, related_name="instalments"
    )
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="instalments")
    n = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    due_on = models.DateField()
    principal = models.DecimalField(max_digits=18, decimal_places=2)
    interest = models.DecimalField(max_digits=18, decimal_places=2)
    insurance = models.DecimalField(max_digits=18, decimal_places=2)
    balance = models.DecimalField(max_digits=18, decimal_places=2)
    is_current = models.BooleanField(default=True, help_text="Of the schedule in force")
    paid_principal = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    paid_interest = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    paid_insurance = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    paid_mora = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    settled_on = models.DateField(null=True)
    replaced_on = models.DateField(null=True)
    mora_from = models.DateField(null=True, help_text="Null: since the due date")
    mora_due = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    booked_in = models.DateField(
        null=True, help_text="The close that brought income to what was really paid"
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], name="instalments_by_due_date"),
            models.Index(
                fields=["due_on"],
                name="instalments_of_long_periods",
                condition=models.Q(due_on__gt=models.F("starts_on") + LONG_PERIOD),
            ),
            models.Index(
                fields=["settled_on"],
                name="instalments_to_book",
                condition=models.Q(booked_in=None, settled_on__isnull=False),
            ),
            models.Index(
                fields=["replaced_on"],
                name="instalments_replaced_to_book",
                condition=models.Q(booked_in=None, replaced_on__isnull=False),
            ),
            models.Index(
                fields=["due_on"],
                name="instalments_unsettled",
                condition=models.Q(is_current=True, settled_on=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "n"], name="instalment_once"),
            models.UniqueConstraint(
                fields=["loan", "n"],
                condition=models.Q(is_current=True),
                name="one_current_instalment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n} of {self.loan_id}"


class LoanPayment(models.Model):
    """Money that was paid on a loan, once per key, and what it was paid for."""

    id = models.UUIDField(primary_key=True, help_text="The key it was ordered with")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=20, help_text="instalment, arrears, to term, payoff…")
    paid_on = models.DateField()
    at = models.DateTimeField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    insurance = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    collection = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    mora = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    interest = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    capital = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    tax = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    interest_saved = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    source = models.UUIDField(null=True, help_text="The savings account it came from")
    reference = models.CharField(max_length=11)
    entry_id = models.BigIntegerField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["loan", "-at"], name="payments_of_loan")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    amount=models.F("insurance")
                    + models.F("collection")
                    + models.F("mora")
                    + models.F("interest")
                    + models.F("capital")
                ),
                name="payment_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.loan_id}"


class LoanPaymentPart(models.Model):
    """What a payment covered of one instalment."""

    payment = models.ForeignKey(LoanPayment, on_delete=models.PROTECT, related_name="parts")
    instalment = models.ForeignKey(LoanInstalment, on_delete=models.PROTECT, related_name="parts")
    insurance = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    collection = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    mora = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    interest = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    capital = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "instalment"], name="payment_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} on {self.instalment_id}"


class LoanEnd(models.Model):
    """How a loan ended: paid or written off."""

    loan = models.OneToOneField(
        Loan, on_delete=models.PROTECT, primary_key=True, related_name="end"
    )
    how = models.CharField(max_length=15)
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    written_off = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    interest = models.DecimalField(
        max_digits=18, decimal_places=2, default=0, help_text="Of what was written off"
    )
    entry_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.how} on {self.on}"
