from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("audit", "0002_record"), ("kit", "0002_outbox_publish"), ("ledger", "0001_books")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("sql").joinpath("make_transfer.sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        ),
    ]
