"""How employees get in: links, keys, challenges and sessions. None of them is a member's."""

from django.db import models

from minga.kit.ids import uuid7
from minga.staff.models.people import Employee


class EnrolmentLink(models.Model):
    """What somebody was handed to make a key with: once, soon. The token itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="links")
    token_digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="A newer one was made, or nobody may")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=models.Q(used_at=None, ended_at=None),
                name="one_open_link",
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.employee_id}"


class StaffKey(models.Model):
    """An employee's passkey: the public half."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="keys")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    origin = models.CharField(max_length=300, help_text="Where it was made, and alone serves")
    sign_count = models.BigIntegerField()
    transports = models.JSONField(default=list)
    is_synced = models.BooleanField()
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"key of {self.employee_id}"


class KeyPurpose(models.TextChoices):
    """What an answer to the challenge does; it serves nothing else."""

    ENROL = "enrol", "Crear la llave"
    SIGN_IN = "sign_in", "Ingresar"


class StaffChallenge(models.Model):
    """Random bytes that one answer may sign once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    purpose = models.CharField(max_length=8, choices=KeyPurpose.choices)
    challenge = models.BinaryField(unique=True)
    holder = models.BinaryField(help_text="Digest of the cookie or link it was given to")
    source = models.CharField(max_length=45)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["source", "issued_at"], name="challenges_of_source")]

    def __str__(self) -> str:
        return f"challenge to {self.purpose} of {self.issued_at:%Y-%m-%d %H:%M}"


class StaffSession(models.Model):
    """An employee inside. Only those of the demo get in without a key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="sessions")
    key = models.ForeignKey(StaffKey, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    idle = models.DurationField()
    expires_at = models.DateTimeField()
    ip = models.CharField(max_length=45)
    user_agent = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"session of {self.employee_id} since {self.started_at:%Y-%m-%d %H:%M}"
