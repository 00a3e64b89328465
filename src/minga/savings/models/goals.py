"""Savings goals (ahorro contractual/programado) and the marking of the GMF-exempt account."""

from django.db import models

from minga.kit.ids import uuid7
from minga.savings.models.accounts import SavingsAccount
from minga.savings.models.plans import SavingsPlan


class SavingsGoal(models.Model):
    """What a contractual account is for: so much, by then, by quotas."""

    account = models.OneToOneField(
        SavingsAccount, on_delete=models.PROTECT, primary_key=True, related_name="goal"
    )
    plan = models.ForeignKey(SavingsPlan, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=18, decimal_places=2)
    quota = models.DecimalField(max_digits=18, decimal_places=2)
    every_months = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    pays_from = models.ForeignKey(
        SavingsAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target__gt=0, quota__gt=0), name="goal_amounts_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="goal_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GoalEnd(models.Model):
    """How a goal ended: reached at its date or taken out before.

    Of interest that an early end took back, `given_back` had been withheld this year and
    `kept_back` in earlier ones.
    """

    goal = models.OneToOneField(
        SavingsGoal, on_delete=models.PROTECT, primary_key=True, related_name="end"
    )
    how = models.CharField(max_length=15)
    on = models.DateField()
    at = models.DateTimeField()
    penalty = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    given_back = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    kept_back = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    entry_id = models.BigIntegerField(null=True, unique=True)

    def __str__(self) -> str:
        return f"{self.how} on {self.on}"


class GoalQuota(models.Model):
    """What became of one quota on its day: paid with an entry, or skipped for lack of funds."""

    goal = models.ForeignKey(SavingsGoal, on_delete=models.PROTECT, related_name="quotas")
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "due_on"], name="goal_quota_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.due_on}"


class GmfExemption(models.Model):
    """The one account a person marked as exempt from the 4x1000 (E.T. art. 879-1)."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    statement = models.TextField(help_text="What the member declared, word for word")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ended_at=None), name="one_exempt_account"
            ),
        ]

    def __str__(self) -> str:
        return f"exempt account of {self.member_id}"


class GmfUse(models.Model):
    """How much of the month's exempt amount an exempt account has used."""

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="Its first day")
    used = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="gmf_use_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.used} in {self.month:%Y-%m}"


class GoalIntent(models.Model):
    """A goal that a member filled in and has not confirmed yet. Its id is the order's key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SavingsPlan, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=18, decimal_places=2)
    quota = models.DecimalField(max_digits=18, decimal_places=2)
    starts_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    pays_from = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"goal intent {self.id}"
