"""What a member was asked to approve, and how they did."""

from django.db import models

from minga.kit.ids import uuid7


class Approval(models.Model):
    """One intent, in words, approved by one member in one session: once, soon, and as it stands.

    `intent_digest` is of the canonical text; whatever was changed has another digest. `labels` is
    the order in which its details are shown; `nonce` goes into what a passkey signs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey("access.OfficeSession", on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=40)
    intent = models.TextField()
    intent_digest = models.BinaryField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    destination = models.CharField(max_length=120, blank=True)
    labels = models.JSONField(default=list)
    return_to = models.CharField(max_length=300, blank=True)
    nonce = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    method = models.CharField(max_length=8, blank=True, help_text="passkey, or pin with a code")
    pin_ok_at = models.DateTimeField(null=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    code_digest = models.BinaryField(null=True)
    code_channel = models.CharField(max_length=5, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    code_failures = models.PositiveSmallIntegerField(default=0)
    approved_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-asked_at"], name="approvals_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(approved_at__isnull=False),
                name="used_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} by {self.member_id}"
