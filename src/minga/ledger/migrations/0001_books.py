from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


def forwards():
    files = (
        "0001_tables.sql",
        "0002_guards.sql",
        "0003_post.sql",
        "0004_accounts_and_holds.sql",
        "0005_import.sql",
    )
    return [
        migrations.RunSQL((SQL / name).read_text(encoding="utf-8"), migrations.RunSQL.noop)
        for name in files
    ]


class Migration(migrations.Migration):
    """Schema, guards and functions of the books; there is no way back from a ledger."""

    initial = True
    dependencies = []
    operations = forwards()
