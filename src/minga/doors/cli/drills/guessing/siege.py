"""Days of knocking at a few chosen members: to guess a code, and to lock them out.

Each of them then comes twice in the same minute: in their own browser, and in a new one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from minga.access import enrolments
from minga.access.enter_pin import enter_pin
from minga.access.forgot_pin import forgot_pin
from minga.access.forgot_questions import forgot_questions
from minga.access.identify import identify
from minga.access.let_in import SignedIn
from minga.access.models import Enrolment, OneTimeCode, Stage
from minga.access.policy import policy
from minga.access.visitor import Visitor
from minga.doors.cli.drills.guessing import newcomer
from minga.doors.cli.drills.guessing.intruder import Intruder, Told
from minga.doors.cli.drills.guessing.people import Target
from minga.kit.refusal import Refusal

HOURS = (0, 1, 2, 3)  # of each day: three codes an hour use the day's up, and one hour more
FLOWS_AN_HOUR = 4
OWN_ADDRESS = Visitor("192.0.2.10", "Mozilla Firefox/140")


@dataclass(frozen=True, slots=True)
class SiegeResult:
    """What the besieged found when they came, and how many guesses could have fitted at all."""

    guesses_that_counted: int
    locked_out: int
    locked_out_elsewhere: int  # in a browser nobody knows
    no_code_elsewhere: int  # and so was locked out while there were codes only: the control


def enrol(target: Target, at: datetime) -> str:
    """A browser that is known to be the member's; its token."""
    enrolment = Enrolment.objects.create(member_id=target.member_id, proven_at=at)
    return enrolments.enrol(enrolment, browser_token="", policy=policy(at), by=OWN_ADDRESS, at=at)


def besiege(
    intruder: Intruder, targets: list[Target], days: int, at: datetime, told: Told
) -> SiegeResult:
    """Everything a stranger may press, every day; afterwards each member comes with the PIN."""
    browsers = {target.number: enrol(target, at) for target in targets}
    begun, done, todo = at, 0, days * len(targets)
    for _ in range(days):
        for target in targets:
            _one_day(intruder, target, at)
            done += 1
            told(done, todo)
        at += timedelta(days=1)
    after = at - timedelta(days=1) + timedelta(hours=HOURS[-1], minutes=30)
    locked = [one for one in targets if not _gets_in(one, browsers[one.number], after)]
    # The strangers press once more, a moment before.
    without = [one for one in targets if not _gets_a_code(intruder, one, after)]
    elsewhere = [one for one in targets if not newcomer.gets_in(intruder.elsewhere(), one, after)]
    return SiegeResult(_guesses_that_counted(begun), len(locked), len(elsewhere), len(without))


def _one_day(intruder: Intruder, target: Target, at: datetime) -> None:
    for hour in HOURS:
        for turn in range(FLOWS_AN_HOUR):
            # Two minutes later each: a newer code in the same minute would not be a real one.
            moment = at + timedelta(hours=hour, minutes=2 * turn)
            intruder.attack(target, intruder.elsewhere(), moment)
        _press_everything_else(intruder, target, at + timedelta(hours=hour, minutes=20))


def _press_everything_else(intruder: Intruder, target: Target, at: datetime) -> None:
    by = intruder.elsewhere()
    forgot_pin(document_type="CC", number=target.number, browser_token="", by=by, at=at)
    forgot_questions(
        document_type="CC", number=target.number, choice="both", flow_token="", by=by, at=at
    )


def _gets_in(target: Target, browser_token: str, at: datetime) -> bool:
    """With the right PIN, in the member's own browser."""
    try:
        way = identify(
            number=target.number, browser_token=browser_token, flow_token="", next_path="",
            by=OWN_ADDRESS, at=at,
        )  # fmt: skip
        done = enter_pin(
            token=way.token, pin=target.pin, browser_token=browser_token, session_token="",
            by=OWN_ADDRESS, at=at,
        )  # fmt: skip
    except Refusal:
        return False
    return way.stage == Stage.PIN and isinstance(done, SignedIn)


def _gets_a_code(intruder: Intruder, target: Target, at: datetime) -> bool:
    """In a browser that is not known, while the strangers keep on: whether a code is sent."""
    identify(
        number=target.number, browser_token="", flow_token="", next_path="",
        by=intruder.elsewhere(), at=at,
    )  # fmt: skip
    newest = OneTimeCode.objects.filter(digests__has_key=str(target.member_id), issued_at=at)
    return newest.exists()


def _guesses_that_counted(since: datetime) -> int:
    """Tries at codes that were really sent: those that strangers use up fit nothing."""
    tried = OneTimeCode.objects.filter(issued_at__gte=since, purpose="browser", silent=False)
    return sum(tried.values_list("tries", flat=True))
