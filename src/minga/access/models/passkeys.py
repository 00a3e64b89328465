"""Passkeys and the challenges they answer."""

from django.db import models

from minga.kit.ids import uuid7


class Passkey(models.Model):
    """A public key whose private half never left the member's device or key ring."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    origin = models.CharField(max_length=300, help_text="Where it was made, and alone serves")
    sign_count = models.BigIntegerField()
    transports = models.JSONField(default=list)
    is_synced = models.BooleanField(help_text="Kept in a key ring that more than one device has")
    name = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member"], name="passkeys_of_member")]

    def __str__(self) -> str:
        return f"{self.name} of {self.member_id}"


class PasskeyPurpose(models.TextChoices):
    """What an answer to the challenge does; it serves nothing else."""

    ADD = "add", "Agregar"
    SIGN_IN = "sign_in", "Ingresar"
    APPROVE = "approve", "Aprobar"
    RECOVER = "recover", "Recuperar"
    REGISTER = "register", "Registrarse"
    PROVE = "prove", "Confirmar"


class PasskeyChallenge(models.Model):
    """Random bytes that one answer may sign once. Until a sign-in is answered, nobody's."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    purpose = models.CharField(max_length=8, choices=PasskeyPurpose.choices)
    challenge = models.BinaryField(unique=True)
    member = models.ForeignKey(
        "members.Member", on_delete=models.PROTECT, null=True, related_name="+"
    )
    holder = models.BinaryField(help_text="Digest of the cookie it was given to")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="challenge_by_end")]

    def __str__(self) -> str:
        return f"challenge to {self.purpose} of {self.issued_at:%Y-%m-%d %H:%M}"
