"""What members were told of their instalments."""

from django.db import models


class InstalmentNotice(models.Model):
    """Its people were told that an instalment falls due (`stage` 0) or is so many days late.

    By its date and not by its row: a new version of the plan tells nobody twice. Append-only; rows
    come in the order of the key, so that its index grows near its end.
    """

    pk = models.CompositePrimaryKey("due_on", "stage", "loan")
    due_on = models.DateField()
    stage = models.PositiveSmallIntegerField()
    loan = models.UUIDField()
    told_on = models.DateField(help_text="The close that did")

    def __str__(self) -> str:
        return f"stage {self.stage} of {self.loan}, due on {self.due_on}"
