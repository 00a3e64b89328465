"""How many codes a number and a flow get, and how soon one after the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Max, Min, Q

from minga.access.models import Flow, OneTimeCode
from minga.access.policy import AccessPolicy
from minga.kit.refusal import Refusal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class ResendTooSoon(Refusal):
    """The last code of this flow was sent a moment ago. `seconds` are left."""

    code = "resend_too_soon"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class TooManyCodes(Refusal):
    """This flow has had its codes. The next one may be asked for at `until`.

    `has_link`: until then a link goes out instead (`way_in_links`), to whoever gets the codes.
    """

    code = "too_many_codes"

    def __init__(self, until: datetime, *, has_link: bool = False) -> None:
        super().__init__(until=until)
        self.until = until
        self.has_link = has_link


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent before: in this flow, and really to this number."""

    own: int
    own_hour: int
    own_first: datetime | None
    own_last: datetime | None
    real_hour: int
    real_day: int
    real_last: datetime | None

    def own_limit(
        self, policy: AccessPolicy, at: datetime, *, switches: bool = False, has_link: bool = False
    ) -> ResendTooSoon | TooManyCodes | None:
        """Why this flow gets no code now; None when it does. Who `switches` need not wait."""
        if self.own_first and self.own_hour >= policy.codes_per_hour:
            return TooManyCodes(self.own_first + HOUR, has_link=has_link)
        wait = 0 if switches else seconds_left(self.own_last, policy, at)
        return ResendTooSoon(wait) if wait else None

    def used_up(self, policy: AccessPolicy) -> bool:
        """Whether this number has had its codes of the hour or of the day, whoever asked."""
        return self.real_hour >= policy.codes_per_hour or self.real_day >= policy.codes_per_day

    def pauses(self, policy: AccessPolicy, at: datetime, *, switches: bool = False) -> bool:
        """Whether this number was sent a code a moment ago, whoever asked.

        The pause after a code of this very flow does not count for who `switches`.
        """
        is_own = switches and self.real_last == self.own_last
        return not is_own and seconds_left(self.real_last, policy, at) > 0


def seconds_left(last: datetime | None, policy: AccessPolicy, at: datetime) -> int:
    """Whole seconds until another code may be asked for; 0 when it may."""
    if last is None:
        return 0
    return max(0, ceil((last + policy.code_resend - at).total_seconds()))


def sent_before(flow: Flow, at: datetime) -> Sent:
    own, real = Q(flow=flow), Q(silent=False)
    hour = Q(issued_at__gt=at - HOUR)
    return Sent(
        **OneTimeCode.objects.filter(subject=bytes(flow.subject), issued_at__gt=at - DAY).aggregate(
            own=Count("id", filter=own),
            own_hour=Count("id", filter=own & hour),
            own_first=Min("issued_at", filter=own & hour),
            own_last=Max("issued_at", filter=own),
            real_hour=Count("id", filter=real & hour),
            real_day=Count("id", filter=real),
            real_last=Max("issued_at", filter=real),
        )
    )
