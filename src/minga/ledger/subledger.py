"""Members' products against the control accounts of the general ledger: they must say the same.

The rooms tell their products by a query, since the ledger does not know them: columns `account_id`
(the ledger account), `chart_key` (the key it must be under), `number` (how people know the product)
and `owed` (what the product itself says it holds, over all accounts of that number; null when only
the books say it).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minga.kit import sql
from minga.kit.money import Money
from minga.ledger.accounts import MEMBER_KEYS, key_pattern
from minga.ledger.daily_book import stream

_SQL = Path(__file__).with_name("sql") / "subledger"


@dataclass(frozen=True, slots=True)
class Control:
    """A control account: its postings (`books`) and the sum of the products under it."""

    code: str
    name: str
    books: Money
    products: Money
    count: int

    @property
    def difference(self) -> Money:
        return self.books - self.products


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is wrong; `what` says how, amounts and codes are text as they were found."""

    what: str
    code: str | None
    account_id: int | None
    number: str | None
    found: str | None
    expected: str | None


def controls(products: Sequence[str]) -> list[Control]:
    """Every control account of members' money that is used, by code. One pass over the books."""
    found = sql.rows_named(_text("controls", tuple(products)), _members())
    return [
        Control(code, name, Money(books), Money(held), count)
        for code, name, books, held, count in found
    ]


def differences(products: Sequence[str]) -> Iterator[Difference]:
    """The exact rows that are wrong, as they are found."""
    for row in stream(_text("differences", tuple(products)), _members()):
        yield Difference(*row)


def _members() -> dict[str, list[str]]:
    return {"members": [key_pattern(key) for key in MEMBER_KEYS]}


@cache
def _text(name: str, products: tuple[str, ...]) -> str:
    whole = "\nUNION ALL\n".join(products)
    return sql.text(_SQL / f"{name}.sql").replace("{products}", whole)
