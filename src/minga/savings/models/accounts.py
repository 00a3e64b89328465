"""Savings accounts: at sight, contractual, permanent, and aportes sociales."""

from django.db import models

from minga.kit.ids import uuid7


class ProductKind(models.TextChoices):
    """Kinds of savings product."""

    SIGHT = "AHORRO_VISTA", "Ahorro a la vista"
    CONTRACTUAL = "AHORRO_CONTRACTUAL", "Ahorro programado"
    PERMANENT = "AHORRO_PERMANENTE", "Ahorro permanente"
    TERM = "CDAT", "CDAT"
    APORTES = "APORTES", "Aportes sociales"


class SavingsAccount(models.Model):
    """A member's savings product; its balance is its ledger account's, nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    plan = models.ForeignKey(
        "savings.SavingsPlan", on_delete=models.PROTECT, null=True, related_name="+"
    )
    number = models.CharField(max_length=20, unique=True)
    ledger_account_id = models.BigIntegerField(unique=True)
    opened_on = models.DateField()
    moved_on = models.DateField(
        null=True, help_text="A movement of the member's own; there may be later ones"
    )
    accrued_until = models.DateField(
        null=True, help_text="Brought from another system, with interest up to this day"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ProductKind.values), name="savings_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Inactivity(models.Model):
    """An account without a movement of its member for so many days, from a day's end on."""

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    last_movement_on = models.DateField(help_text="Or the day it was opened")
    days = models.PositiveSmallIntegerField(help_text="How many the plan asked for")
    ended_on = models.DateField(null=True, help_text="The day of the movement that ended it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_on=None), name="inactive_once"
            ),
        ]

    def __str__(self) -> str:
        return f"inactive since {self.since}"


class AccountStep(models.TextChoices):
    """What became of a request for an account."""

    SENT = "sent", "Enviada"
    OPENED = "opened", "Cuenta abierta"
    REJECTED = "rejected", "Negada"
    WITHDRAWN = "withdrawn", "Retirada"


class AccountRequest(models.Model):
    """A member asked for an account at sight; where it stands is its last event."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=11, unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("savings.SavingsPlan", on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(
        SavingsAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member"], name="account_requests_of_member")]

    def __str__(self) -> str:
        return f"account request {self.number}"


class AccountRequestEvent(models.Model):
    """One step of a request: never changed."""

    request = models.ForeignKey(AccountRequest, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=15, choices=AccountStep.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.step} of {self.request_id}"
