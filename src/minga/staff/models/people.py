"""Who works here and what each may do."""

from django.db import models

from minga.kit.ids import uuid7


class Role(models.TextChoices):
    """What somebody may do. Few and explicit; nobody gives one to themselves."""

    ANALYST = "analyst", "Analista"
    APPROVER = "approver", "Aprobador"
    ACCOUNTANT = "accountant", "Contador"
    AUDITOR = "auditor", "Auditor"
    ADMIN = "admin", "Administrador"


class Employee(models.Model):
    """Somebody who works in the back office, from the invitation on.

    `is_demo`: invented, of the demo; such a one may be let in without a key, in demo mode only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    document_type = models.CharField(max_length=3)
    document_number = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    is_demo = models.BooleanField(default=False)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=80)
    disabled_at = models.DateTimeField(null=True)
    disabled_by = models.CharField(max_length=80, blank=True)
    disabled_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_type", "document_number"],
                condition=models.Q(disabled_at=None),
                name="employed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployeeRole(models.Model):
    """A role somebody has, or had: since when, until when, and by whose hand."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=12, choices=Role.choices)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role"],
                condition=models.Q(taken_at=None),
                name="role_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.employee_id}"
