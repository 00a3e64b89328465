"""The link of a security notice: what it closes, how long, and how often."""

from datetime import timedelta

import pytest

from minga.access import access_blocks, block_links, sessions
from minga.access.block_by_link import BlockLinkDead, block_by_link
from minga.access.models import BlockLink
from minga.access.tests import cast
from minga.access.tests.cast import AT, Person, later
from minga.access.tidy import tidy
from minga.audit.models import AuditEvent
from minga.kit.models import OutboxMessage
from minga.members.models import Member

pytestmark = pytest.mark.django_db


def warned() -> tuple[Person, Member, str]:
    """A member who entered in a new browser, and the link of the notice about it."""
    who, person = cast.registered(mobile="+573007654321"), cast.stranger()
    person.sign_in_anew(who)
    sent = OutboxMessage.objects.filter(topic="notice", payload__email=who.email).latest("id")
    return person, who, str(sent.payload["link"])


def follow(link: str, days: float = 0) -> None:
    block_by_link(token=link, by=cast.somebody(), at=later(days=days))


def test_closes_the_access_without_signing_in() -> None:
    person, who, link = warned()
    follow(link)
    assert access_blocks.is_open(who.id)
    assert sessions.member_inside(person.session, AT) is None
    event = AuditEvent.objects.get(action="access.block_access")
    assert (event.subject, event.detail["with"]) == (f"member:{who.id}", "link")


def test_closes_nobody_elses() -> None:
    _, _, link = warned()
    other, whose, _ = warned()
    follow(link)
    assert not access_blocks.is_open(whose.id)
    assert sessions.member_inside(other.session, AT) is not None


def test_serves_thirty_days() -> None:
    _, who, link = warned()
    with pytest.raises(BlockLinkDead):
        follow(link, days=30)
    assert not access_blocks.is_open(who.id)
    follow(link, days=29.99)
    assert access_blocks.is_open(who.id)


def test_changes_nothing_the_second_time() -> None:
    _, _, link = warned()
    follow(link)
    with cast.outbox_watched() as published:
        follow(link)
    assert published == []


def test_serves_no_more_after_the_access_was_opened_again() -> None:
    _, who, link = warned()
    follow(link)
    access_blocks.lift(who.id, "test", AT)
    with pytest.raises(BlockLinkDead):
        follow(link)
    assert not access_blocks.is_open(who.id)


def test_is_not_guessed() -> None:
    with pytest.raises(BlockLinkDead):
        follow("a" * 43)


def test_is_not_kept_in_the_database() -> None:
    _, who, link = warned()
    row = BlockLink.objects.filter(member=who).latest("issued_at")
    assert bytes(row.token_digest) != link.encode()
    assert link not in str(vars(row))


def test_only_looks_until_it_is_pressed() -> None:
    _, who, link = warned()
    assert block_links.state(link, AT) == "open"
    assert not access_blocks.is_open(who.id)
    follow(link)
    assert block_links.state(link, AT) == "done"
    assert block_links.state("nobody's", AT) == "dead"


def test_is_left_out_where_nothing_happened_to_the_access() -> None:
    who, person = cast.registered(), cast.stranger()
    with cast.outbox_watched() as published:
        person.register(who)
    assert [one.payload["kind"] for one in published] == ["already_registered"]
    assert "link" not in published[0].payload
    assert not BlockLink.objects.filter(member=who).exists()


def test_is_forgotten_some_time_after_its_end() -> None:
    _, who, _ = warned()
    tidy(at=later(days=31))
    assert BlockLink.objects.filter(member=who).exists()
    tidy(at=later(days=30) + timedelta(days=2, seconds=1))
    assert not BlockLink.objects.filter(member=who).exists()
