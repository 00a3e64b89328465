"""What protects a member when something is lost or looks wrong."""

from django.db import models

from minga.kit.ids import uuid7


class RecoveryLink(models.Model):
    """A link that was mailed to change a forgotten PIN; the link itself is only digested here.

    A stranger's request leaves a row with the id of nobody: it is counted and nothing is sent. No
    foreign key, because checking one would cost members more than strangers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    candidate = models.UUIDField(help_text="The member it was sent to; or nobody's id")
    subject = models.BinaryField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "issued_at"], name="link_by_subject"),
            models.Index(fields=["candidate"], name="link_by_candidate"),
        ]

    def __str__(self) -> str:
        return f"link of {self.issued_at:%Y-%m-%d %H:%M}"


class WayInLink(models.Model):
    """A link that was sent instead of a code, for a number whose codes were used up.

    `purpose` is that of the code it stands for. A stranger's row holds the id of nobody, and no
    foreign key, as that of a `RecoveryLink`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    purpose = models.CharField(max_length=20)
    candidate = models.UUIDField(help_text="The member it was sent to; or nobody's id")
    channel = models.CharField(max_length=8)
    subject = models.BinaryField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "issued_at"], name="way_in_by_subject"),
            models.Index(fields=["candidate"], name="way_in_by_candidate"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} link of {self.issued_at:%Y-%m-%d %H:%M}"


class ChannelUse(models.Model):
    """A way of reaching the member was used to recover something: it does not count twice a day."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-at"], name="channels_of_member")]

    def __str__(self) -> str:
        return f"{self.what} by {self.channel} of {self.member_id}"


class MoneyHold(models.Model):
    """No money leaves before `until`: the access was recovered with less than two proofs."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-until"], name="holds_of_member")]

    def __str__(self) -> str:
        return f"money of {self.member_id} held until {self.until:%Y-%m-%d %H:%M}"


class AccessBlock(models.Model):
    """«Bloquear mi acceso ahora»: nothing gets in until both PIN and browser are recovered."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(lifted_at=None), name="one_open_access_block"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} blocked since {self.at:%Y-%m-%d %H:%M}"


class FormerCredential(models.Model):
    """What a member got in with until the office ended it, so that they register again.

    The secrets are gone; what happened to them stays. `pin_blocks`: the blocks of its PIN, as
    objects with `at`, `why`, `lifted_at`, `lifted_why`.
    """

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    pin_changed_at = models.DateTimeField(null=True)
    last_sign_in_at = models.DateTimeField(null=True)
    pin_blocks = models.JSONField(default=list)
    ended_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["member", "-ended_at"], name="former_of_member")]

    def __str__(self) -> str:
        return f"credential of {self.member_id} until {self.ended_at:%Y-%m-%d %H:%M}"


class BlockLink(models.Model):
    """A link in a security notice that blocks the access of whom it was sent to."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    token_digest = models.BinaryField(unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"block link of {self.issued_at:%Y-%m-%d %H:%M}"


class SprayMark(models.Model):
    """One member was tried with one wrong PIN on one day. The mark's key lives that day only."""

    day = models.DateField()
    mark = models.BinaryField()
    member = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "mark", "member"], name="spray_mark_once"),
        ]

    def __str__(self) -> str:
        return f"wrong PIN on {self.day}"


class AccessAlarm(models.Model):
    """Something about many members at once looks wrong: what, since when, and who closed it."""

    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(closed_at=None), name="one_open_alarm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} since {self.at:%Y-%m-%d %H:%M}"
