"""The trail: who did what, when, from where and with what result. Written once, never changed."""

from django.db import models
from django.db.models import functions


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

    class Meta:
        indexes = [models.Index(fields=["subject", "-at"], name="audit_of_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.result}"
