from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from minga.kit.periodic import take_turn

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_gives_the_next_turn_when_its_time_has_come(as_web: None) -> None:
    assert take_turn("tidy", HOUR, AT)
    assert not take_turn("tidy", HOUR, AT + timedelta(minutes=59))
    assert take_turn("other", HOUR, AT)
    assert take_turn("tidy", HOUR, AT + HOUR)


@pytest.mark.usefixtures("committed_db")
def test_gives_one_turn_to_one_of_many_workers() -> None:
    name = f"work {uuid4()}"

    def worker(_: int) -> bool:
        try:
            return take_turn(name, HOUR, AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crew:
        assert sum(crew.map(worker, range(8))) == 1
