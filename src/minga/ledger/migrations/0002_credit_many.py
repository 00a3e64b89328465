from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "0006_credit_many.sql"


class Migration(migrations.Migration):
    """Credits many member accounts at once, and reads what all held at the end of a day."""

    dependencies = [("ledger", "0001_books")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
