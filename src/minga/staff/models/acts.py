"""What employees do to members: files they open with a reason, and acts that need two people."""

from django.db import models

from minga.kit.ids import uuid7
from minga.staff.models.people import Employee
from minga.staff.models.ways_in import StaffSession


class FileOpening(models.Model):
    """Why an employee opened a member's file, in one session and for a while."""

    session = models.ForeignKey(StaffSession, on_delete=models.PROTECT, related_name="openings")
    subject = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["session", "subject"], name="openings_of_session")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.at:%Y-%m-%d %H:%M}"


class ActKind(models.TextChoices):
    """What is done by two people, one proposing and another deciding."""

    WRITE_OFF = "write_off", "Castigo de crédito"
    RECOVERY = "recovery", "Recuperación de crédito castigado"
    RETENTION = "retention", "Devolución de retención de años anteriores"


class ActOutcome(models.TextChoices):
    """How an act ended."""

    DONE = "done", "Aprobado y hecho"
    REJECTED = "rejected", "No aprobado"
    REPLACED = "replaced", "Reemplazado por otra propuesta"


class TwoPersonAct(models.Model):
    """One proposes, another decides within a day; `digest` stands for everything that was proposed.

    `subject` names what it is done to: «loan:<id>».
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=12, choices=ActKind.choices)
    subject = models.CharField(max_length=80)
    payload = models.JSONField()
    digest = models.BinaryField()
    reason = models.CharField(max_length=400)
    maker = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    checker = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=ActOutcome.choices, blank=True)
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["decided_at", "-proposed_at"], name="acts_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(checker=None) | ~models.Q(checker=models.F("maker")),
                name="nobody_acts_alone",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at=None, checker=None)
                | models.Q(outcome="replaced", decided_at__isnull=False, checker=None)
                | models.Q(
                    outcome__in=["done", "rejected"],
                    decided_at__isnull=False,
                    checker__isnull=False,
                ),
                name="decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(decided_at=None),
                name="one_open_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"
