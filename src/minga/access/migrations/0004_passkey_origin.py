from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0003_longer_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="passkey",
            name="origin",
            field=models.CharField(
                default="", help_text="Where it was made, and alone serves", max_length=300
            ),
            preserve_default=False,
        ),
    ]
