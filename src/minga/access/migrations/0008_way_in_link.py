"""A link instead of a code, where strangers have used up the codes of a number."""

from django.db import migrations, models

import minga.kit.ids


class Migration(migrations.Migration):
    dependencies = [("access", "0007_approval_page")]

    operations = [
        migrations.AddField(
            "flow",
            "people",
            models.JSONField(default=list, help_text="Ids a link instead of a code may be for"),
        ),
        migrations.CreateModel(
            name="WayInLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minga.kit.ids.uuid7, primary_key=True, serialize=False
                    ),
                ),
                ("token_digest", models.BinaryField(unique=True)),
                ("purpose", models.CharField(max_length=20)),
                (
                    "candidate",
                    models.UUIDField(help_text="The member it was sent to; or nobody's id"),
                ),
                ("channel", models.CharField(max_length=8)),
                ("subject", models.BinaryField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "issued_at"], name="way_in_by_subject"),
                    models.Index(fields=["candidate"], name="way_in_by_candidate"),
                ],
            },
        ),
    ]
