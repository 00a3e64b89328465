"""Comparing what was confirmed with the books: each kind of difference is found, with its ids."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection

from minga.doors.cli.drills.crash.compare import Findings, compare, strangers
from minga.doors.cli.drills.crash.orders import Confirmed
from minga.kit import ids
from minga.ledger import post
from minga.ledger.tests.books import funded, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed() -> Confirmed:
    """One order that stands in the books."""
    return carried_out(ids.uuid7(), funded(1000), funded(0))


def carried_out(key: UUID, source: int, target: int) -> Confirmed:
    order = transfer(source, target, "12.34", key=key, reference=ids.reference(key))
    posted = post.post(order)
    return Confirmed(key, source, target, 1234, posted.entry_id, posted.replayed)


def found(*confirmed: Confirmed) -> Findings:
    return compare(connection.connection, confirmed)


def test_finds_nothing_where_nothing_is_wrong(confirmed: Confirmed) -> None:
    assert found(confirmed).lines == []


def test_finds_what_is_not_there(confirmed: Confirmed) -> None:
    gone = replace(confirmed, key=ids.uuid7())
    assert found(confirmed, gone).lost == [f"perdida: {gone.words}"]


def test_finds_one_order_under_two_keys(confirmed: Confirmed) -> None:
    again = transfer(confirmed.source, confirmed.target, "12.34", reference=confirmed.reference)
    second = post.post(again).entry_id
    (line,) = found(confirmed).doubled
    assert line.endswith(f"en los asientos {confirmed.entry}, {second}")


@pytest.mark.parametrize("what", ["source", "target", "centavos", "entry"])
def test_finds_another_amount_account_or_entry(confirmed: Confirmed, what: str) -> None:
    other = replace(confirmed, **{what: getattr(confirmed, what) + 1})
    assert len(found(other).other) == 1


def test_finds_a_transfer_without_its_row(confirmed: Confirmed) -> None:
    by_the_use_case = replace(confirmed, entry=None)
    assert found(by_the_use_case).lost == [f"perdida: {by_the_use_case.words}, sin transferencia"]


def test_finds_books_that_do_not_add_up(confirmed: Confirmed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger.account_balance SET posted = posted + 1 WHERE account_id = %s",
            [confirmed.target],
        )
    (line,) = found(confirmed).other
    assert line.startswith("los libros no suman cero")


def test_finds_what_nobody_was_told_of(confirmed: Confirmed) -> None:
    untold = carried_out(ids.uuid7(), confirmed.source, confirmed.target)
    line = f"sobra: el asiento {untold.entry} ({untold.reference}) no se le confirmó a nadie"
    assert line in strangers(connection.connection, [confirmed])
    assert line not in strangers(connection.connection, [confirmed, untold])
