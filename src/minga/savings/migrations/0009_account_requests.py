import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('savings', '0008_brought_products'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountRequest',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=11, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.savingsaccount')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='savings.savingsplan')),
            ],
        ),
        migrations.CreateModel(
            name='AccountRequestEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('sent', 'Enviada'), ('opened', 'Cuenta abierta'), ('rejected', 'Negada'), ('withdrawn', 'Retirada')], max_length=15)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='savings.accountrequest')),
            ],
        ),
        migrations.AddIndex(
            model_name='accountrequest',
            index=models.Index(fields=['member'], name='account_requests_of_member'),
        ),
        migrations.RunSQL("CREATE SEQUENCE savings_account_number", "DROP SEQUENCE savings_account_number"),
    ]
