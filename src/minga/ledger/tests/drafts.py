"""Entries for the model test: mostly sound ones, and every kind of bad one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from minga.kit import ids
from minga.kit.money import LIMIT, Money
from minga.ledger.entry import CREDIT, DEBIT, EntryDraft, Line
from minga.ledger.reverse import opposite
from minga.ledger.tests.books import NOW
from minga.ledger.tests.model_books import ModelBooks

DAYS = (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1))
UNKNOWN_ID = 10**15
SIDES = (DEBIT, CREDIT)
# Round ones come again and again, so that balances, holds and floors meet each other.
AMOUNTS = st.sampled_from([100, 200, 300, 400, 500]).map(Money.of) | st.integers(1, 300_00).map(
    lambda cents: Money(Decimal(cents) / 100)
)
BAD_AMOUNTS = st.sampled_from([Money(Decimal(0)), Money(Decimal(-5)), Money(Decimal("-0.01"))])
BAD_SIDES = st.sampled_from(["X", "d", "", "DC", ",", "Debit", '"'])
HUGE = Money(LIMIT)


@dataclass(frozen=True)
class Drafts:
    """Draws entries on the accounts, entries and holds that a model has now."""

    data: st.DataObject
    books: ModelBooks

    def pick[T](self, choices: Sequence[T]) -> T:
        return self.data.draw(st.sampled_from(choices))

    def any(self) -> EntryDraft:
        """A new entry, an old one again, or an old one's key with another body."""
        how = self.pick(("new",) * 8 + ("again", "reused"))
        old = [entry.draft for entry in self.books.entries.values()]
        if how == "new" or not old:
            return self.new(ids.uuid7())
        known = self.pick(old)
        return known if how == "again" else self.new(known.key)

    def new(self, key: UUID) -> EntryDraft:
        lines = self.data.draw(
            st.sampled_from((self.pair,) * 4 + (self.compound,) * 3 + (self.bad,))
        )()
        reverses, lines = self.reversal(lines)
        return EntryDraft(
            key=key, kind="model", business_date=self.pick(DAYS), occurred_at=NOW,
            description="Prueba", actor="system:test", lines=lines, reverses=reverses,
            captures=self.capture(),
        )  # fmt: skip

    def account(self) -> int:
        return self.pick(list(self.books.accounts))

    def member(self) -> int:
        """An account that can be held and has a floor."""
        books = self.books.accounts
        return self.pick([id_ for id_, one in books.items() if one.floor is not None])

    def amount(self) -> Money:
        return HUGE if self.pick((False,) * 30 + (True,)) else self.data.draw(AMOUNTS)

    def pair(self) -> tuple[Line, ...]:
        amount = self.amount()
        sides = self.data.draw(st.permutations(SIDES))
        return tuple(Line(self.account(), side, amount) for side in sides)

    def compound(self) -> tuple[Line, ...]:
        """Two to six lines, the last one making up the difference; accounts may come twice."""
        count = self.data.draw(st.integers(1, 5))
        lines = [Line(self.account(), self.pick(SIDES), self.amount()) for _ in range(count)]
        open_side = sum(
            line.amount.amount if line.side == DEBIT else -line.amount.amount for line in lines
        )
        if open_side and abs(open_side) <= LIMIT:
            side = CREDIT if open_side > 0 else DEBIT
            place = self.data.draw(st.integers(0, count))
            lines.insert(place, Line(self.account(), side, Money(Decimal(abs(open_side)))))
        return tuple(lines)

    def bad(self) -> tuple[Line, ...]:
        """A sound entry with something wrong in one of its lines, or with too few of them."""
        lines = list(self.compound() if self.data.draw(st.booleans()) else self.pair())
        place = self.data.draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        wrong = self.data.draw(
            st.sampled_from(("account", "amount", "side", "unbalanced", "lines"))
        )
        if wrong == "account":
            lines[place] = Line(UNKNOWN_ID, line.side, line.amount)
        elif wrong == "amount":
            lines[place] = Line(line.account_id, line.side, self.data.draw(BAD_AMOUNTS))
        elif wrong == "side":
            lines[place] = Line(line.account_id, self.data.draw(BAD_SIDES), line.amount)
        elif wrong == "unbalanced":
            lines[place] = Line(line.account_id, line.side, self.data.draw(AMOUNTS))
        else:
            lines = lines[: self.data.draw(st.integers(0, 1))]
        return tuple(lines)

    def reversal(self, lines: tuple[Line, ...]) -> tuple[int | None, tuple[Line, ...]]:
        """Now and then a reversal: a true mirror, a false one, or of nothing."""
        how = self.data.draw(
            st.sampled_from(("no",) * 8 + ("mirror", "mirror", "false", "nothing"))
        )
        standing = [entry for entry in self.books.entries.values() if entry.id is not None]
        if how == "no" or not standing:
            return None, lines
        if how == "nothing":
            return UNKNOWN_ID, lines
        entry = self.pick(standing)
        if how == "false":
            return entry.id, lines
        turned = [opposite(line) for line in entry.draft.lines]
        return entry.id, tuple(self.data.draw(st.permutations(turned)))

    def capture(self) -> UUID | None:
        how = self.pick(("no",) * 5 + ("known", "known", "unknown"))
        if how == "no" or not self.books.holds:
            return None
        return ids.uuid7() if how == "unknown" else self.hold_key()

    def hold_key(self) -> UUID:
        return self.pick(list(self.books.holds))
