"""What an approval's page needs: the order of its details, where it leads, what a passkey signs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_former_credential")]

    operations = [
        migrations.AddField("approval", "labels", models.JSONField(default=list)),
        migrations.AddField("approval", "nonce", models.BinaryField(null=True)),
        migrations.AddField("approval", "return_to", models.CharField(blank=True, max_length=300)),
    ]
