"""A besieged member who needs a new browser now, with what arrives at the mailbox and no more."""

from datetime import datetime

from minga.access.answer_question import answer_question
from minga.access.enter_pin import enter_pin
from minga.access.identify import identify
from minga.access.let_in import SignedIn
from minga.access.models import Stage
from minga.access.open_way_in_link import open_way_in_link
from minga.access.verify_browser import verify_browser
from minga.access.visitor import Visitor
from minga.doors.cli.drills.guessing.people import ANSWER, Target, email_of
from minga.kit.models import OutboxMessage
from minga.kit.refusal import Refusal


def gets_in(by: Visitor, target: Target, at: datetime) -> bool:
    """Says who it is, and goes on with the newest code or link that came."""
    token = identify(
        number=target.number, browser_token="", flow_token="", next_path="", by=by, at=at
    ).token
    for prove in (_by_code, _by_link):
        try:
            return _goes_on(prove(target, token, by, at), target, by, at)
        except Refusal:
            continue
    return False


def _by_code(target: Target, token: str, by: Visitor, at: datetime) -> str:
    verify_browser(token=token, code=_newest("access.code", "code", target), by=by, at=at)
    return token


def _by_link(target: Target, token: str, by: Visitor, at: datetime) -> str:
    link = _newest("access.way_in", "token", target)
    return open_way_in_link(token=link, holder="newcomer", sign_in_token=token, by=by, at=at).token


def _newest(topic: str, field: str, target: Target) -> str:
    """What the mailbox on file got last; nothing when it got none."""
    sent = OutboxMessage.objects.filter(topic=topic, payload__to=email_of(target.number))
    last = sent.order_by("-id").first()
    return str(last.payload[field]) if last else ""


def _goes_on(token: str, target: Target, by: Visitor, at: datetime) -> bool:
    done: SignedIn | Stage = enter_pin(
        token=token, pin=target.pin, browser_token="", session_token="", by=by, at=at
    )
    if done == Stage.QUESTION:
        done = answer_question(
            token=token, answer=ANSWER, remembers=True, browser_token="", session_token="",
            by=by, at=at,
        )  # fmt: skip
    return isinstance(done, SignedIn)
