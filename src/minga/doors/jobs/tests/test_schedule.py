"""The worker's own chores: each in its turn, and none able to stop the others."""

from datetime import UTC, datetime, timedelta

import pytest

from minga.doors.jobs import schedule, worker
from minga.doors.jobs.schedule import Chore, do_what_is_due
from minga.doors.jobs.tests.posting import publish_notice
from minga.kit import clock
from minga.kit.models import OutboxMessage

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def fails(_: datetime) -> None:
        raise ValueError("planted")

    chores = (
        Chore("planted", timedelta(hours=1), fails),
        Chore("hourly", timedelta(hours=1), lambda _: found.append("hourly")),
        Chore("daily", timedelta(days=1), lambda _: found.append("daily")),
    )
    monkeypatch.setattr(schedule, "CHORES", chores)
    return found


def test_does_each_chore_in_its_turn(done: list[str], as_web: None) -> None:
    assert do_what_is_due(AT)
    assert do_what_is_due(AT + timedelta(hours=2))
    assert not do_what_is_due(AT + timedelta(hours=2, minutes=1))
    assert done == ["hourly", "daily", "hourly"]


def test_looks_for_chores_only_now_and_then(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    step = worker.Round()
    assert step()
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=2))
    assert not step()
    assert done == ["hourly", "daily"]


def test_every_real_chore_runs(as_web: None) -> None:
    letter = publish_notice()
    OutboxMessage.objects.filter(id=letter.id).update(done_at=AT - timedelta(days=91))
    for chore in schedule.CHORES:
        chore.do(AT)
    assert not OutboxMessage.objects.filter(id=letter.id).exists()
