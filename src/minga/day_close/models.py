"""Which days are closed, and which step of each was done."""

from django.db import models


class BusinessDay(models.Model):
    """One calendar day of the books, from the moment its close began."""

    date = models.DateField(primary_key=True)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.date}"


class DayStep(models.Model):
    """A step of a day's close, written in the transaction that did it: so it is done once."""

    day = models.ForeignKey(BusinessDay, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=60)
    done_at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "step"], name="day_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.day_id}"
