"""What was sent to whom, and the demo's mailbox."""

from django.db import models


class Channel(models.TextChoices):
    """How a message reaches a person."""

    EMAIL = "email", "Correo"
    SMS = "sms", "Mensaje de texto"


class Outcome(models.TextChoices):
    """How the delivery of a message stands."""

    SENT = "sent", "Enviado"
    KEPT = "kept", "En el buzón de prueba"
    RETRYING = "retrying", "Se intenta de nuevo"
    FAILED = "failed", "No se pudo enviar"
    EXPIRED = "expired", "Venció antes de salir"


class Delivery(models.Model):
    """One message on its way to one person: without its words, and with the address masked."""

    message = models.BigIntegerField(help_text="The outbox message that carries it")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    recipient = models.CharField(max_length=80, help_text="Masked")
    subject = models.CharField(max_length=120)
    at = models.DateTimeField(help_text="The last attempt")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    attempts = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} to {self.recipient}: {self.outcome}"


class DemoMessage(models.Model):
    """A message of the demo, whole: it goes nowhere else and is shown on a page."""

    channel = models.CharField(max_length=5, choices=Channel.choices)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} to {self.to}: {self.subject}"
