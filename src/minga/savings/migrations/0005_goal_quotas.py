import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0004_term_interest")]
    operations = [
        migrations.CreateModel(
            name="GoalQuota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("at", models.DateTimeField()),
                ("entry_id", models.BigIntegerField(null=True, unique=True)),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quotas", to="savings.savingsgoal"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("goal", "due_on"), name="goal_quota_once")],
            },
        ),
        migrations.RunSQL("CREATE SEQUENCE savings_goal_number", "DROP SEQUENCE savings_goal_number"),
    ]
