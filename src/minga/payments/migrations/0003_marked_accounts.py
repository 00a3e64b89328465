from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """The same function again: a taxed move out of an account that is marked exempt is worked out exactly."""

    dependencies = [("payments", "0002_make_transfer"), ("savings", "0002_products")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_name("sql").joinpath("make_transfer.sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        ),
    ]
