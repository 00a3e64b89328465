from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("sql").joinpath("outbox_publish.sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        ),
    ]
