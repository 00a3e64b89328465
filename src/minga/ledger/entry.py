"""What a journal entry is before it is posted, and the refusals the books may answer with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from minga.kit.ids import request_hash
from minga.kit.money import Money
from minga.kit.refusal import Refusal

DEBIT = "D"
CREDIT = "C"


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry: a positive amount on a ledger account."""

    account_id: int
    side: str
    amount: Money


def debit(account_id: int, amount: Money) -> Line:
    """A debit line."""
    return Line(account_id, DEBIT, amount)


def credit(account_id: int, amount: Money) -> Line:
    """A credit line."""
    return Line(account_id, CREDIT, amount)


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One economic event to be written in the books.

    `key` makes it happen once; `request` (by default kind, lines and description) is what a
    repetition must equal. `occurred_at` is aware; `business_date` is the day the entry counts for;
    `actor` says who caused it ("member:<id>", "staff:<id>", "system:import").
    """

    key: UUID
    kind: str
    business_date: date
    occurred_at: datetime
    description: str
    actor: str
    lines: tuple[Line, ...]
    reference: str | None = None
    reverses: int | None = None
    captures: UUID | None = None
    request: bytes | None = field(default=None)

    @property
    def request_hash(self) -> bytes:
        """What this entry asks for, in sixteen bytes."""
        if self.request is not None:
            return self.request
        lines = [f"{line.account_id}{line.side}{line.amount}" for line in self.lines]
        return request_hash(self.kind, self.description, self.reverses, self.captures, *lines)


class LedgerRefusal(Refusal):
    """The books refuse an entry; `account_id` names the ledger account when one is to blame."""

    code = "ledger_refused"

    @property
    def account_id(self) -> int | None:
        found = self.details.get("account_id")
        return found if isinstance(found, int) else None


class InsufficientFunds(LedgerRefusal):
    code = "insufficient_funds"


class KeyReused(LedgerRefusal):
    """The same idempotency key came with another request."""

    code = "key_reused"


class UnknownLedgerAccount(LedgerRefusal):
    code = "unknown_account"


class ClosedLedgerAccount(LedgerRefusal):
    code = "closed_account"


class WrongCurrency(LedgerRefusal):
    code = "wrong_currency"


class BadAmount(LedgerRefusal):
    code = "bad_amount"


class BadSide(LedgerRefusal):
    code = "bad_side"


class TooFewLines(LedgerRefusal):
    code = "too_few_lines"


class Unbalanced(LedgerRefusal):
    code = "unbalanced"


class BalanceOutOfRange(LedgerRefusal):
    """A balance would have more than sixteen digits before the comma."""

    code = "balance_out_of_range"


class NotAMirror(LedgerRefusal):
    """A reversal must be the opposite of what it reverses, line by line."""

    code = "not_a_mirror"


class UnknownEntry(LedgerRefusal):
    code = "unknown_entry"


class AlreadyReversed(LedgerRefusal):
    code = "already_reversed"


class UnknownHold(LedgerRefusal):
    code = "unknown_hold"


class HoldAlreadyEnded(LedgerRefusal):
    code = "hold_already_ended"


class HoldOfAnotherAccount(LedgerRefusal):
    code = "hold_of_another_account"


class BatchRefused(LedgerRefusal):
    """Another entry of an all-or-nothing batch was refused."""

    code = "batch_refused"


class BalanceNotZero(LedgerRefusal):
    code = "balance_not_zero"


_BY_CODE: dict[str, type[LedgerRefusal]] = {
    refusal.code: refusal for refusal in LedgerRefusal.__subclasses__()
}


def refusal_for(code: str, account_id: int | None = None) -> LedgerRefusal:
    """The named refusal of a code that a ledger function answered."""
    return _BY_CODE[code](account_id=account_id)
