import django.db.models.deletion
import minga.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('savings', '0010_goal_penalty'),
    ]

    operations = [
        migrations.CreateModel(
            name='GoalIntent',
            fields=[
                ('id', models.UUIDField(default=minga.kit.ids.uuid7, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('target', models.DecimalField(decimal_places=2, max_digits=18)),
                ('quota', models.DecimalField(decimal_places=2, max_digits=18)),
                ('starts_on', models.DateField()),
                ('months', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('pays_from', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.savingsaccount')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.savingsplan')),
            ],
        ),
    ]
