from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "0008_former_movements.sql"


class Migration(migrations.Migration):
    """Remembers what products had moved in another system."""

    dependencies = [("ledger", "0003_day_end_of_all")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
