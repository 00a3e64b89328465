"""Browsers that are known to belong to a member."""

from datetime import datetime
from uuid import UUID

from minga.access import trail
from minga.access.keys import new_token, token_digest
from minga.access.models import Browser, Enrolment
from minga.access.policy import AccessPolicy
from minga.access.visitor import Visitor


def known(browser_token: str, number: str, document_type: str, at: datetime) -> Enrolment | None:
    """The enrolment of whoever has that number in that browser, with that type of document if one
    is given; the latest, should there be two."""
    if not browser_token:
        return None
    enrolled = Enrolment.objects.select_related("member").filter(
        browser__token_digest=token_digest(browser_token),
        member__document_number=number,
        ended_at=None,
        expires_at__gt=at,
    )
    if document_type:
        enrolled = enrolled.filter(member__document_type=document_type)
    return enrolled.order_by("-enrolled_at").first()


def living(browser_token: str, member_id: UUID, at: datetime) -> Enrolment | None:
    """The enrolment of one member in that browser; None when it is not known to be theirs."""
    if not browser_token:
        return None
    return Enrolment.objects.filter(
        browser__token_digest=token_digest(browser_token),
        member_id=member_id,
        ended_at=None,
        expires_at__gt=at,
    ).first()


def enrol(
    enrolment: Enrolment, *, browser_token: str, policy: AccessPolicy, by: Visitor, at: datetime
) -> str:
    """Ties a proven enrolment to the browser at hand; returns the browser's new token.

    A browser that others use too stays one browser, under a new token: whoever may have copied the
    old one holds nothing.
    """
    token = new_token()
    browser = Browser.objects.filter(token_digest=token_digest(browser_token)).first()
    if browser is None:
        browser = Browser(made_at=at)
    browser.token_digest = token_digest(token)
    browser.user_agent = by.browser_name
    browser.save()
    same = Enrolment.objects.filter(browser=browser, member_id=enrolment.member_id, ended_at=None)
    same.update(ended_at=at, ended_why="replaced")
    enrolment.browser = browser
    enrolment.enrolled_at = at
    enrolment.expires_at = at + policy.browser_life
    enrolment.save()
    trail.note(at=at, who=enrolment.member_id, action="enrol_browser", result="done", by=by)
    return token
