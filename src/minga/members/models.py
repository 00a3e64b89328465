"""Who the asociado is."""

from django.db import models

from minga.kit.ids import uuid7


class DocumentType(models.TextChoices):
    """Colombian identity documents a member may have."""

    CC = "CC", "Cédula de ciudadanía"
    TI = "TI", "Tarjeta de identidad"
    RC = "RC", "Registro civil"
    CE = "CE", "Cédula de extranjería"
    PA = "PA", "Pasaporte"
    PPT = "PPT", "Permiso por protección temporal"
    NIT = "NIT", "NIT"


class Member(models.Model):
    """A member of the cooperative, natural or legal. Numbers are text, without separators."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    document_type = models.CharField(max_length=3, choices=DocumentType.choices)
    document_number = models.CharField(max_length=16)
    given_names = models.CharField(max_length=120)
    surnames = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    email = models.CharField(max_length=254, blank=True)
    mobile = models.CharField(max_length=13, blank=True, help_text="E.164: +573XXXXXXXXX")
    municipality = models.CharField(max_length=5, help_text="DIVIPOLA")
    address = models.CharField(max_length=200, blank=True)
    joined_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_type", "document_number"], name="member_document_once"
            ),
        ]
        indexes = [models.Index(fields=["document_number"], name="member_by_number")]

    def __str__(self) -> str:
        return f"{self.document_type} {self.document_number}"

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surnames}".strip()
