from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('savings', '0005_goal_quotas'),
    ]

    operations = [
        migrations.AddField(
            model_name='savingsaccount',
            name='moved_on',
            field=models.DateField(help_text="A movement of the member's own; there may be later ones", null=True),
        ),
        migrations.CreateModel(
            name='Inactivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('last_movement_on', models.DateField(help_text='Or the day it was opened')),
                ('days', models.PositiveSmallIntegerField(help_text='How many the plan asked for')),
                ('ended_on', models.DateField(help_text='The day of the movement that ended it', null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.savingsaccount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('account',), name='inactive_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('MANEJO', 'Cuota de manejo'), ('INACTIVIDAD', 'Cuota por inactividad')], max_length=15)),
                ('valid_from', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                ('source', models.TextField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='savings.savingsplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'what', 'valid_from'), name='fee_once_a_day'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='fee_not_negative')],
            },
        ),
        migrations.RunSQL(
            Path(__file__).with_name("sql").joinpath("least_balance.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION savings_least_balance",
        ),
    ]
