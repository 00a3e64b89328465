"""Tables of the kit: dated parameters, the outbox, and when repeated work was last done."""

from django.db import models
from django.db.models import functions


class Parameter(models.Model):
    """One value of a rate, threshold or limit, from a date on, with where it comes from."""

    key = models.CharField(max_length=80)
    valid_from = models.DateField()
    value = models.CharField(max_length=200)
    source = models.TextField()
    confidence = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="parameter_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} since {self.valid_from}"


class OutboxMessage(models.Model):
    """Something the outside must learn, committed with what caused it and carried out later."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=functions.Now())
    attempts = models.PositiveSmallIntegerField(db_default=0)
    next_attempt_at = models.DateTimeField(db_default=functions.Now())
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_waiting",
                condition=models.Q(done_at=None, failed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"


class PeriodicRun(models.Model):
    """When a piece of repeated work was last begun, by whichever worker."""

    name = models.CharField(max_length=60, primary_key=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.begun_at:%Y-%m-%d %H:%M}"
