from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0002_products"), ("ledger", "0002_credit_many")]
    operations = [
        migrations.AlterField(
            model_name="interestcredit",
            name="entry_id",
            field=models.BigIntegerField(
                help_text="Null only while it is being posted", null=True
            ),
        ),
    ]
