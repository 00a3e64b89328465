from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_outbox_publish")]
    operations = [
        migrations.CreateModel(
            name="PeriodicRun",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
    ]
