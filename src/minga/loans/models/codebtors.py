"""Who owes the whole together with the debtor: asked, answered, signed."""

from django.db import models

from minga.kit.ids import uuid7
from minga.loans.models.requests import LoanRequest


class CodebtorAnswer(models.TextChoices):
    """What the person asked has said; nothing is no answer yet."""

    ACCEPTED = "accepted", "Aceptó"
    DECLINED = "declined", "No aceptó"


class Codebtor(models.Model):
    """Somebody the debtor named by their document. Who it is stays unknown until they accept.

    `accepted_terms` is the digest of what they read. When that changes they are asked again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="codebtors")
    document_type = models.CharField(max_length=3)
    document_number = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="Until when it may be accepted")
    answer = models.CharField(max_length=8, choices=CodebtorAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_terms = models.BinaryField(default=bytes)
    authorisations = models.JSONField(default=dict, help_text="What was authorised, and when")
    approval = models.UUIDField(null=True, help_text="The approval it was accepted with")
    factors = models.CharField(max_length=40, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    removed_at = models.DateTimeField(null=True, help_text="Replaced, or left after accepting")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "document_type", "document_number"],
                condition=models.Q(removed_at=None),
                name="codebtor_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(answer=CodebtorAnswer.ACCEPTED)
                | models.Q(member__isnull=False, approval__isnull=False),
                name="codebtor_accepted_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["document_number"], name="codebtor_by_number"),
        ]

    def __str__(self) -> str:
        return f"codebtor of {self.request_id}"


class CodebtorSignature(models.Model):
    """What a codebtor signed, word by word: its hash, with what it was signed and when."""

    codebtor = models.ForeignKey(Codebtor, on_delete=models.PROTECT, related_name="signatures")
    text = models.TextField()
    digest = models.BinaryField()
    signed_at = models.DateTimeField()
    approval = models.UUIDField(help_text="The approval it was signed with")
    factors = models.CharField(max_length=40)
    ip = models.CharField(max_length=45, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["codebtor", "digest"], name="codebtor_signs_once"),
        ]

    def __str__(self) -> str:
        return f"signature of {self.codebtor_id}"
