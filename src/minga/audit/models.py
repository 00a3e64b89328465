"""The trail: who did what, when, from where and with what result. Written once, never changed."""

from django.db import models
from django.db.models import functions


class CurrentXact(models.Func):
    """The number of the transaction that is writing; the database gives them out in order."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class AuditEvent(models.Model):
    """One act of a member, an employee or the system."""

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=functions.Now())
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    result = models.CharField(max_length=40)
    ip = models.CharField(max_length=45, db_default="")
    detail = models.JSONField(db_default=models.Value({}, models.JSONField()))
    xact = models.BigIntegerField(db_default=CurrentXact())

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-at"], name="audit_of_subject"),
            models.Index(fields=["xact", "id"], name="audit_in_sealing_order"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.result}"


class AuditSeal(models.Model):
    """A stretch of the trail, closed: its root depends on every event in it and every seal before.

    It holds the events after (`after_xact`, `after_id`) up to (`to_xact`, `to_id`), in that order.
    `marks`: eight bytes of each event's hash, which prove nothing and tell which event was changed.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    after_xact = models.BigIntegerField()
    after_id = models.BigIntegerField()
    to_xact = models.BigIntegerField()
    to_id = models.BigIntegerField()
    count = models.IntegerField()
    total = models.BigIntegerField(help_text="Events in this seal and all before")
    previous_root = models.BinaryField()
    root = models.BinaryField()
    marks = models.BinaryField()

    def __str__(self) -> str:
        return f"seal {self.number}"


class AuditCheckpoint(models.Model):
    """A seal's root, signed: whoever keeps a copy elsewhere can tell if the past is rewritten."""

    seal = models.OneToOneField(
        AuditSeal, on_delete=models.PROTECT, primary_key=True, related_name="checkpoint"
    )
    at = models.DateTimeField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"checkpoint of seal {self.seal_id}"
