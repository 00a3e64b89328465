"""The check is clean on sound books and names the exact row of every fault we can think of."""

from typing import Any

import pytest

from minga.ledger.tests.damage import drop_guards, has, problems, run, scene
from minga.ledger.tests.faults import FAULTS

pytestmark = pytest.mark.django_db


def test_finds_nothing_in_sound_books() -> None:
    scene()
    assert problems() == []


@pytest.mark.parametrize(("sql", "code", "row"), FAULTS, ids=[f"{code}" for _, code, _ in FAULTS])
def test_names_the_damaged_row(sql: str, code: str, row: dict[str, Any]) -> None:
    here = scene()
    drop_guards()
    run(sql.format(**vars(here)))
    found = problems()
    assert has(found, code, row, here), found


def test_reads_more_than_one_range(monkeypatch: pytest.MonkeyPatch) -> None:
    here = scene()
    monkeypatch.setattr("minga.ledger.books_ranges.ENTRIES_PER_RANGE", 2)
    monkeypatch.setattr("minga.ledger.books_ranges.POSTINGS_PER_RANGE_MAX", 2)
    monkeypatch.setattr("minga.ledger.books_ranges.ACCOUNTS_PER_RANGE", 5)
    assert problems() == []
    drop_guards()
    run(f"UPDATE ledger.posting SET balance_after = 1 WHERE entry_id = {here.capture}")
    run(f"UPDATE ledger.account_balance SET posted = 9 WHERE account_id = {here.till} AND stripe=9")
    codes = [one.code for one in problems()]
    assert sorted(codes) == ["running_balance", "running_balance", "stored_balance"]
