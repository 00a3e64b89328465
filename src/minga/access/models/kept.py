"""What somebody was writing when their session was over."""

from django.db import models


class KeptForm(models.Model):
    """The fields of one page, as they were typed: of that member alone, and for a while."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, help_text="Of the page where it was typed")
    fields = models.JSONField(help_text="Name to text")
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="kept_form_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["member", "path"], name="kept_form_once_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.path} of {self.member_id}"
