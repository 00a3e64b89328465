"""Telling a member that a quota of their savings goal was skipped."""

from minga.doors.jobs.deliver import deliver
from minga.doors.jobs.wording import in_words
from minga.kit.outbox import Message
from minga.savings.models import GoalQuota


def send_goal_quota_skipped(message: Message) -> None:
    """{"goal_id", "on"}: by e-mail; by text message where there is no e-mail; else nobody."""
    quota = GoalQuota.objects.select_related("goal__account__member").get(
        goal_id=message["goal_id"], due_on=message["on"]
    )
    member = quota.goal.account.member
    context = {
        "name": (member.given_names.split() or [""])[0],
        "amount": str(quota.amount),
        "reference": quota.goal.account.number,
    }
    channel = "email" if member.email else "sms"
    to = member.email or member.mobile
    if to:
        deliver(
            message, kind="goal_quota_skipped", channel=channel, to=to, context=in_words(context)
        )
