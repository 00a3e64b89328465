"""What somebody was writing when their session was over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0009_passkey_alone"), ("members", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(help_text="Of the page where it was typed", max_length=200),
                ),
                ("fields", models.JSONField(help_text="Name to text")),
                ("kept_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="kept_form_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "path"), name="kept_form_once_a_page"
                    )
                ],
            },
        ),
    ]
