from collections.abc import Iterator

import pytest


@pytest.fixture
def trail(committed_db: None) -> Iterator[None]:
    """A trail with nothing in it, and nothing of the test's own left afterwards."""
    from minga.audit.tests.trails import empty  # models exist once Django is set up

    empty()
    yield
    empty()
