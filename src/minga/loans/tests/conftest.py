"""A debtor, whoever backs them, and a request that waits for a codebtor."""

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from minga.loans.lines import Line
    from minga.members.models import Member


@pytest.fixture
def debtor(db: None) -> "Member":
    from minga.loans.tests.requests_cast import member

    return member()


@pytest.fixture
def backer(db: None) -> "Member":
    from minga.loans.tests.requests_cast import member

    return member()


@pytest.fixture
def lends(db: None) -> "Line":
    """A line that asks for one codebtor above four million."""
    from minga.loans.tests.offered import line

    return line(codebtors=1, codebtors_above=4_000_000)


@pytest.fixture
def request_id(debtor: "Member", lends: "Line") -> UUID:
    """Five million, everything there but the codebtor."""
    from minga.loans.tests.requests_cast import draft, fill

    found = draft(debtor.id, lends)
    fill(debtor.id, found)
    return found
