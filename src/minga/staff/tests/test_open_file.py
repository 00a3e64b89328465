"""A member's matter is opened with a reason, and every look is written down."""

import pytest

from minga.audit.models import AuditEvent
from minga.staff.open_file import FileClosed, look, open_file, see
from minga.staff.refusals import ReasonMissing
from minga.staff.tests.cast import AT, Worker, at_work, later
from minga.staff.turned_away import turned_away

pytestmark = pytest.mark.django_db
SUBJECT, WHY = "loan_request:1", "Estudio de la solicitud"


@pytest.fixture
def worker() -> Worker:
    return at_work()


def glance(worker: Worker, subject: str = SUBJECT, **when: float) -> None:
    look(who=worker.here(), subject=subject, what="request", by=worker.by, at=later(**when))


def test_nothing_is_seen_before_a_reason_is_given(worker: Worker) -> None:
    with pytest.raises(FileClosed):
        glance(worker)
    assert not AuditEvent.objects.filter(action="staff.see_request").exists()


def test_each_look_is_written_down_with_the_reason(worker: Worker) -> None:
    open_file(who=worker.here(), subject=SUBJECT, reason=f"  {WHY} ", by=worker.by, at=AT)
    glance(worker)
    glance(worker, minutes=1)
    looks = AuditEvent.objects.filter(action="staff.see_request", subject=SUBJECT)
    assert [one.detail["reason"] for one in looks] == [WHY, WHY]
    assert {one.actor for one in looks} == {worker.here().actor}


def test_a_reason_opens_one_matter_for_half_an_hour_in_one_session(worker: Worker) -> None:
    open_file(who=worker.here(), subject=SUBJECT, reason=WHY, by=worker.by, at=AT)
    with pytest.raises(FileClosed):
        glance(worker, "loan_request:2")
    with pytest.raises(FileClosed):
        glance(worker, minutes=30)
    with pytest.raises(FileClosed):
        glance(at_work())
    worker.enter()
    with pytest.raises(FileClosed):
        glance(worker)


@pytest.mark.parametrize("words", ["", "   ", "ver", "x" * 201])
def test_refuses_a_reason_nobody_would_understand(worker: Worker, words: str) -> None:
    with pytest.raises(ReasonMissing):
        open_file(who=worker.here(), subject=SUBJECT, reason=words, by=worker.by, at=AT)


def test_looks_at_books_and_refused_pages_are_written_down_too(worker: Worker) -> None:
    here = worker.here()
    see(who=here, what="entry", subject="entry:7", by=worker.by, at=AT, reference="7F3K2-0418M")
    turned_away(who=here, page="parameters", by=worker.by, at=AT)
    seen, refused = AuditEvent.objects.order_by("-id")[:2][::-1]
    assert (seen.action, seen.detail["reference"]) == ("staff.see_entry", "7F3K2-0418M")
    assert (refused.result, refused.detail["page"]) == ("not_allowed", "parameters")
