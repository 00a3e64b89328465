from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Fees of accounts; and the transfer again, which leaves what a plan says must stay."""

    dependencies = [
        ('payments', '0003_marked_accounts'),
        ('savings', '0006_account_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=15)),
                ('month', models.DateField(help_text='Its first day')),
                ('on', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                ('tax', models.DecimalField(decimal_places=2, max_digits=18)),
                ('entry_id', models.BigIntegerField(null=True, unique=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.savingsaccount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'what', 'month'), name='fee_once_a_month')],
            },
        ),
        migrations.RunSQL(
            Path(__file__).with_name("sql").joinpath("make_transfer.sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        ),
    ]
