from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('savings', '0009_account_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='goalend',
            name='penalty',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=18),
        ),
    ]
