"""From «quiero un crédito» to a signed promissory note."""

from django.db import models

from minga.kit.ids import uuid7
from minga.loans.models.lines import LoanLine


class LoanRequest(models.Model):
    """What a member asks for; a draft until it is sent. Its story is its events'."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=20, unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(LoanLine, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    periods = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=16)
    grace = models.PositiveSmallIntegerField(default=0)
    pay_day = models.PositiveSmallIntegerField(null=True, help_text="Of the month; null: any")
    purpose = models.CharField(max_length=200, blank=True)
    monthly_income = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    monthly_expenses = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    pays_to = models.UUIDField(null=True, help_text="The savings account the money goes to")
    authorisations = models.JSONField(default=dict, help_text="What was authorised, and when")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-started_at"], name="requests_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, periods__gt=0), name="request_asks_for_something"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.number}"


class RequestStep(models.TextChoices):
    """What can happen to a request."""

    SENT = "sent", "Enviada"
    MISSING = "missing", "Falta algo"
    COMPLETED = "completed", "Completada por el asociado"
    IN_ANALYSIS = "in_analysis", "En estudio"
    RECOMMENDED = "recommended", "Con concepto"
    APPROVED = "approved", "Aprobada"
    REJECTED = "rejected", "No aprobada"
    WITHDRAWN = "withdrawn", "Retirada por el asociado"
    SIGNED = "signed", "Pagaré firmado"
    DISBURSED = "disbursed", "Desembolsada"
    EXPIRED = "expired", "Oferta vencida"


class RequestEvent(models.Model):
    """One step of a request: what, when, who, and what was said. Append-only."""

    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=12, choices=RequestStep.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    note = models.TextField(blank=True, help_text="Shown to the member")
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.step} of {self.request_id}"


class RequestDocument(models.Model):
    """A document of a request, as it was cleaned and kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=60, help_text="Which of the documents asked for")
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.request_id}"


class LoanDecision(models.Model):
    """The committee's word on a request: one proposes, another decides (maker and checker)."""

    request = models.OneToOneField(
        LoanRequest, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    maker = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    proposal = models.JSONField(help_text="amount, periods, rate_ea, conditions")
    digest = models.BinaryField(default=bytes, help_text="Of the request and the proposal")
    expires_at = models.DateTimeField(null=True, help_text="Until when it may be decided")
    checker = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)
    why = models.TextField(blank=True)
    offer_until = models.DateField(null=True, help_text="Last day to sign; null: no end")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(checker="") | ~models.Q(checker=models.F("maker")),
                name="nobody_decides_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"decision on {self.request_id}"


class PromissoryNote(models.Model):
    """The pagaré as signed: its text, its hash, with what it was signed and when."""

    request = models.OneToOneField(
        LoanRequest, on_delete=models.PROTECT, primary_key=True, related_name="note"
    )
    text = models.TextField()
    digest = models.BinaryField()
    signed_at = models.DateTimeField()
    approval = models.UUIDField(help_text="The approval it was signed with")
    factors = models.CharField(max_length=40)
    ip = models.CharField(max_length=45, blank=True)

    def __str__(self) -> str:
        return f"note of {self.request_id}"
