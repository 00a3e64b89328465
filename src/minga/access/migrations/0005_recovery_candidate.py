"""A link is kept alike for members and for nobody: an id instead of a foreign key."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_passkey_origin")]

    operations = [
        migrations.RemoveField(model_name="recoverylink", name="member"),
        migrations.AddField(
            model_name="recoverylink",
            name="candidate",
            field=models.UUIDField(
                default=uuid.UUID(int=0), help_text="The member it was sent to; or nobody's id"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="recoverylink",
            index=models.Index(fields=["candidate"], name="link_by_candidate"),
        ),
    ]
