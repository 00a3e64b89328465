from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "0007_day_end_of_all.sql"


class Migration(migrations.Migration):
    """Reads what all accounts held at the end of a day, without asking the chart."""

    dependencies = [("ledger", "0002_credit_many")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
