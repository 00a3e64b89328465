"""The books as simply as they can be said: no SQL, no locks, no arrays."""

import copy
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from minga.kit.money import LIMIT
from minga.ledger.entry import CREDIT, DEBIT, EntryDraft, Line

ZERO = Decimal(0)


@dataclass
class ModelPosting:
    """A line as its account remembers it: the change is signed towards the normal side."""

    version: int
    day: date
    change: Decimal
    after: Decimal


@dataclass
class ModelAccount:
    """What an account holds and how it got there."""

    side: str
    floor: Decimal | None = None
    striped: bool = False
    currency: str = "COP"
    is_open: bool = True
    posted: Decimal = ZERO
    held: Decimal = ZERO
    history: list[ModelPosting] = field(default_factory=list)

    @property
    def below_floor(self) -> bool:
        return self.floor is not None and self.posted - self.held < self.floor

    def signed(self, line: Line) -> Decimal:
        return line.amount.amount if line.side == self.side else -line.amount.amount


@dataclass
class ModelEntry:
    """An entry that stands; its id is learnt from the database."""

    draft: EntryDraft
    id: int | None = None


@dataclass
class ModelHold:
    """Money set aside, and how that ended."""

    account_id: int
    amount: Decimal
    request: tuple[object, ...]
    ended: str | None = None


@dataclass
class Answer:
    """'created', 'replayed' or the code of a refusal; with the entry or the account to blame."""

    outcome: str
    entry: ModelEntry | None = None
    account_id: int | None = None

    @property
    def stands(self) -> bool:
        return self.outcome in {"created", "replayed"}


class Refused(Exception):
    """A rule says no."""

    def __init__(self, code: str, account_id: int | None = None) -> None:
        self.code, self.account_id = code, account_id
        super().__init__(code)


class ModelBooks:
    """Accounts, entries and holds; every answer the ledger must give."""

    def __init__(self) -> None:
        self.accounts: dict[int, ModelAccount] = {}
        self.entries: dict[UUID, ModelEntry] = {}
        self.holds: dict[UUID, ModelHold] = {}

    # Entries

    def post(self, draft: EntryDraft) -> Answer:
        known = self.entries.get(draft.key)
        if known is not None:
            if known.draft.request_hash == draft.request_hash:
                return Answer("replayed", known)
            return Answer("key_reused")
        before = copy.deepcopy((self.accounts, self.holds))
        try:
            self._apply(draft)
        except Refused as refused:
            self.accounts, self.holds = before
            return Answer(refused.code, account_id=refused.account_id)
        entry = self.entries[draft.key] = ModelEntry(draft)
        return Answer("created", entry)

    def post_batch(self, drafts: list[EntryDraft], *, atomic: bool) -> list[Answer]:
        before = copy.deepcopy((self.accounts, self.holds)), dict(self.entries)
        answers = [self.post(draft) for draft in drafts]
        if atomic and not all(answer.stands for answer in answers):
            (self.accounts, self.holds), self.entries = before
            standing = {id(entry) for entry in self.entries.values()}
            answers = [
                Answer("batch_refused")
                if answer.stands and id(answer.entry) not in standing
                else answer
                for answer in answers
            ]
        return answers

    def _apply(self, draft: EntryDraft) -> None:
        original = self._reversed_entry(draft)
        if draft.captures is not None:
            self._capture(draft)
        for line in draft.lines:
            self._write(line, draft.business_date)
        if len(draft.lines) < 2:
            raise Refused("too_few_lines")
        if sum(_debit(line) for line in draft.lines) != 0:
            raise Refused("unbalanced")
        if original is not None and _turned(draft.lines) != Counter(_facts(original.draft.lines)):
            raise Refused("not_a_mirror")
        for line in draft.lines:
            if self.accounts[line.account_id].below_floor:
                raise Refused("insufficient_funds", line.account_id)
        self._refuse_out_of_range(draft)

    def _reversed_entry(self, draft: EntryDraft) -> ModelEntry | None:
        if draft.reverses is None:
            return None
        found = [entry for entry in self.entries.values() if entry.id == draft.reverses]
        if not found:
            raise Refused("unknown_entry")
        if any(entry.draft.reverses == draft.reverses for entry in self.entries.values()):
            raise Refused("already_reversed")
        return found[0]

    def _capture(self, draft: EntryDraft) -> None:
        assert draft.captures is not None
        held = self.holds.get(draft.captures)
        if held is None:
            raise Refused("unknown_hold")
        if held.ended is not None:
            raise Refused("hold_already_ended", held.account_id)
        if held.account_id not in {line.account_id for line in draft.lines}:
            raise Refused("hold_of_another_account", held.account_id)
        held.ended = "captured"
        self.accounts[held.account_id].held -= held.amount

    def _write(self, line: Line, day: date) -> None:
        account = self.accounts.get(line.account_id)
        if account is None:
            raise Refused("unknown_account", line.account_id)
        if not account.is_open:
            raise Refused("closed_account", line.account_id)
        if account.currency != "COP":
            raise Refused("wrong_currency", line.account_id)
        if line.amount.amount <= 0:
            raise Refused("bad_amount", line.account_id)
        if line.side not in {DEBIT, CREDIT}:
            raise Refused("bad_side", line.account_id)
        change = account.signed(line)
        account.posted += change
        account.history.append(ModelPosting(len(account.history) + 1, day, change, account.posted))

    def _refuse_out_of_range(self, draft: EntryDraft) -> None:
        """Judged on what each line leaves, in their order: that is what has to be written down."""
        left: Counter[int] = Counter()
        for line in reversed(draft.lines):
            left[line.account_id] += 1
        for line in draft.lines:
            account = self.accounts[line.account_id]
            if abs(account.history[-left[line.account_id]].after) > LIMIT:
                raise Refused("balance_out_of_range", line.account_id)
            left[line.account_id] -= 1

    # Holds and accounts

    def place_hold(self, key: UUID, account_id: int, amount: Decimal, reason: str) -> str:
        request = (account_id, amount, reason)
        known = self.holds.get(key)
        account = self.accounts.get(account_id)
        if known is not None:
            return "replayed" if known.request == request else "key_reused"
        if account is None or account.striped:
            return "unknown_account"
        if not account.is_open:
            return "closed_account"
        if amount <= 0:
            return "bad_amount"
        if account.floor is not None and account.posted - account.held - amount < account.floor:
            return "insufficient_funds"
        if account.held + amount > LIMIT:
            return "balance_out_of_range"
        account.held += amount
        self.holds[key] = ModelHold(account_id, amount, request)
        return "created"

    def release_hold(self, key: UUID) -> str:
        held = self.holds.get(key)
        if held is None:
            return "unknown_hold"
        if held.ended == "captured":
            return "hold_already_ended"
        if held.ended is None:
            held.ended = "released"
            self.accounts[held.account_id].held -= held.amount
        return "released"

    def close_account(self, account_id: int) -> str:
        account = self.accounts.get(account_id)
        if account is None:
            return "unknown_account"
        if not account.is_open:
            return "closed_account"
        if account.posted != 0 or account.held != 0:
            return "balance_not_zero"
        account.is_open = False
        return "closed"


def _debit(line: Line) -> Decimal:
    return line.amount.amount if line.side == DEBIT else -line.amount.amount


def _facts(lines: tuple[Line, ...]) -> list[tuple[int, str, Decimal]]:
    return [(line.account_id, line.side, line.amount.amount) for line in lines]


def _turned(lines: tuple[Line, ...]) -> Counter[tuple[int, str, Decimal]]:
    other = {DEBIT: CREDIT, CREDIT: DEBIT}
    return Counter((account, other[side], amount) for account, side, amount in _facts(lines))
