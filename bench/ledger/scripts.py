"""The pgbench scripts: the statement our Python sends for a plain transfer, with pgbench's values
in its places.
"""

from dataclasses import dataclass

from minga.ledger.post import POST_PAIR

FUNCTION_KIND = "bench_function"
HOT_FUNCTION_KIND = "bench_hot_function"
_VALUES = (
    "uuidv7()", "'\\x00112233445566778899aabbccddeeff'::bytea", "'{kind}'", "'{day}'::date",
    "now()", "'Transferencia'", "NULL::text", "'member:1'", ":source", ":target",
    "'D'", "'C'", "1", "1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Accounts:
    """Member accounts with ids that follow one another; the first `funded` have money (all, unless
    said).
    """

    first: int
    count: int
    funded: int

    @property
    def last(self) -> int:
        return self.first + self.count - 1


def uniform(accounts: Accounts, day: str) -> str:
    """Any account with money pays any other."""
    return "\n".join(
        [
            f"\\set from random(0, {accounts.funded - 1})",
            f"\\set step random(1, {accounts.count - 1})",
            f"\\set source {accounts.first} + :from",
            f"\\set target {accounts.first} + (:from + :step) % {accounts.count}",
            statement(FUNCTION_KIND, day),
        ]
    )


def hot_member(accounts: Accounts, day: str) -> str:
    """The first account pays, every time."""
    return "\n".join(
        [
            f"\\set source {accounts.first}",
            f"\\set target random({accounts.first + 1}, {accounts.last})",
            statement(HOT_FUNCTION_KIND, day),
        ]
    )


def statement(kind: str, day: str) -> str:
    """The very text of minga.ledger.post, its places filled in."""
    pieces = POST_PAIR.split("%s")
    values = [value.format(kind=kind, day=day) for value in _VALUES]
    if len(pieces) != len(values) + 1:
        raise ValueError("ledger.post now sends another number of values: bring this up to date")
    filled = "".join(piece + value for piece, value in zip(pieces, [*values, ""], strict=True))
    return filled + ";"
