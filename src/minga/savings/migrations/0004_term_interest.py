from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0003_interest_entry")]
    operations = [
        migrations.AddField(
            model_name="termdeposit",
            name="interest_from",
            field=models.DateField(
                default=date(2000, 1, 1), help_text="Interest is settled up to the day before"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="terminterest",
            name="accrued",
            field=models.DecimalField(decimal_places=6, default=0, max_digits=18),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="terminterest",
            name="settled_in",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="termdeposit",
            name="order_key",
            field=models.UUIDField(
                help_text="The order that opened it", null=True, unique=True
            ),
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE savings_term_number", "DROP SEQUENCE savings_term_number"
        ),
    ]
