"""Telling a member that a quota of their savings goal was skipped."""

from minga.doors.jobs.tell import tell
from minga.kit.outbox import Message
from minga.savings.models import GoalQuota


def send_goal_quota_skipped(message: Message) -> None:
    """{"goal_id", "on"}: by e-mail; by text message where there is no e-mail; else nobody."""
    quota = GoalQuota.objects.select_related("goal__account__member").get(
        goal_id=message["goal_id"], due_on=message["on"]
    )
    account = quota.goal.account
    context = {"amount": str(quota.amount), "reference": account.number}
    tell(message, "goal_quota_skipped", account.member, context)
