"""What was issued, so that anybody who holds a paper can check it."""

from django.db import models

from minga.kit.ids import uuid7


class PaperKind(models.TextChoices):
    """The papers a member can ask for."""

    TERM_CERTIFICATE = "term_certificate", "Certificado de CDAT"
    APORTES_CERTIFICATE = "aportes_certificate", "Certificado de aportes"
    PROMISSORY_NOTE = "promissory_note", "Copia del pagaré"
    CODEBTOR_OBLIGATION = "codebtor_obligation", "Copia de la obligación del codeudor"
    PAYMENT_PLAN = "payment_plan", "Plan de pagos"
    PAID_LOAN_CERTIFICATE = "paid_loan_certificate", "Paz y salvo de un crédito"


class IssuedPaper(models.Model):
    """One content that was issued: asked for again unchanged, it is the same code.

    `facts` are what the page of verification shows: nobody's name, nobody's document.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=30, choices=PaperKind.choices)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="The product or request that the paper is about")
    digest = models.BinaryField(help_text="SHA-256 of everything that the paper says")
    facts = models.JSONField(help_text="Pairs of a name and a value")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "digest"], name="paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"
