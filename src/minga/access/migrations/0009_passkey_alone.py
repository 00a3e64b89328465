"""A passkey instead of a secret, and a passkey that proves once more who is inside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0008_way_in_link")]

    operations = [
        migrations.AlterField("credential", "sealed_pin", models.BinaryField(null=True)),
        migrations.AddField(
            "officesession",
            "proven_at",
            models.DateTimeField(help_text="By a passkey, once more", null=True),
        ),
        migrations.AddField(
            "officesession",
            "proven_for",
            models.CharField(blank=True, help_text="What was about to be done", max_length=20),
        ),
        migrations.AlterField(
            "passkeychallenge",
            "purpose",
            models.CharField(
                choices=[
                    ("add", "Agregar"),
                    ("sign_in", "Ingresar"),
                    ("approve", "Aprobar"),
                    ("recover", "Recuperar"),
                    ("register", "Registrarse"),
                    ("prove", "Confirmar"),
                ],
                max_length=8,
            ),
        ),
    ]
