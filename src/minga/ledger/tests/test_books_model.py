"""The ledger against a model of it: whatever is asked, in whatever order, both say the same.

`pytest src/minga/ledger --hypothesis-profile=long` is the drill; the default takes seconds.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from minga.kit import ids
from minga.kit.money import LIMIT, Money
from minga.ledger import accounts, database, hold, post, queries, reverse
from minga.ledger.entry import EntryDraft, LedgerRefusal
from minga.ledger.tests.books import NOW, TODAY, transfer
from minga.ledger.tests.damage import problems, run
from minga.ledger.tests.drafts import AMOUNTS, BAD_AMOUNTS, DAYS, UNKNOWN_ID, Drafts
from minga.ledger.tests.model_books import Answer, ModelAccount, ModelBooks

ACCOUNTS_MAX = 9
CODES = {"D": "1411", "C": "2105"}
# Side, floor, striped, currency: every kind of account there is.
KINDS = (
    ("C", 0, False, "COP"),
    ("C", 0, False, "COP"),
    ("D", None, True, "COP"),
    ("C", None, True, "COP"),
    ("C", -500, False, "COP"),
    ("D", 0, False, "COP"),
    ("D", None, False, "COP"),
    ("C", 0, False, "USD"),
)
HOLD_REASONS = st.sampled_from(["Embargo", "Pago en curso"])


class BooksMachine(RuleBasedStateMachine):
    """One transaction of the database, rolled back at the end, beside one model."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.books = ModelBooks()
        self.trial_balance = trial_balance()

    def teardown(self) -> None:
        try:
            self.everything_agrees()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # What may happen

    @initialize()
    def open_the_first_accounts(self) -> None:
        ana, luis, till, _ = (self.open_account(*kind) for kind in KINDS[:4])
        for member in (ana, luis):
            draft = transfer(till, member, 500)
            self.compare(draft, self.books.post(draft), answer_of(partial(post.post, draft)))

    @precondition(lambda self: len(self.books.accounts) < ACCOUNTS_MAX)
    @rule(kind=st.sampled_from(KINDS))
    def open_another_account(self, kind: tuple[str, int | None, bool, str]) -> None:
        self.open_account(*kind)

    @rule(data=st.data())
    def post_one(self, data: st.DataObject) -> None:
        draft = Drafts(data, self.books).any()
        self.compare(draft, self.books.post(draft), answer_of(lambda: post.post(draft)))

    @rule(data=st.data())
    def transfer(self, data: st.DataObject) -> None:
        """What members do all day: the short way through the books."""
        drafts = Drafts(data, self.books)
        draft = transfer(drafts.member(), drafts.account(), str(data.draw(AMOUNTS)))
        self.compare(draft, self.books.post(draft), answer_of(lambda: post.post(draft)))

    @rule(data=st.data(), atomic=st.booleans(), count=st.integers(1, 5))
    def post_several(self, data: st.DataObject, atomic: bool, count: int) -> None:
        drafts = [Drafts(data, self.books).any() for _ in range(count)]
        if data.draw(st.booleans()):
            drafts.append(data.draw(st.sampled_from(drafts)))
        expected = self.books.post_batch(drafts, atomic=atomic)
        answers = post.post_batch(drafts, atomic=atomic)
        assert len(answers) == len(drafts)
        for draft, answer, actual in zip(drafts, expected, answers, strict=True):
            self.compare(draft, answer, actual)

    @precondition(lambda self: self.books.entries)
    @rule(data=st.data(), day=st.sampled_from(DAYS))
    def reverse_one(self, data: st.DataObject, day: date) -> None:
        wrong = data.draw(st.sampled_from(list(self.books.entries.values())))
        key = ids.uuid7()
        actual = answer_of(
            lambda: reverse.reverse(
                wrong.id or 0, key=key, business_date=day, at=NOW, actor="x", reason="Error"
            )
        )
        turned = tuple(reverse.opposite(line) for line in wrong.draft.lines)
        draft = EntryDraft(
            key=key, kind="reversal", business_date=day, occurred_at=NOW, description="Error",
            actor="x", lines=turned, reverses=wrong.id,
        )  # fmt: skip
        self.compare(draft, self.books.post(draft), actual)

    @rule(data=st.data(), reason=HOLD_REASONS)
    def place_hold(self, data: st.DataObject, reason: str) -> None:
        drafts = Drafts(data, self.books)
        amount = data.draw(drafts.pick((AMOUNTS,) * 8 + (BAD_AMOUNTS,)))
        again = bool(self.books.holds) and data.draw(st.sampled_from([False] * 3 + [True]))
        key = drafts.hold_key() if again else ids.uuid7()
        account = drafts.pick((drafts.member(),) * 8 + (drafts.account(), UNKNOWN_ID))
        if again and data.draw(st.booleans()):
            account, held, reason = self.books.holds[key].request  # type: ignore[assignment]
            amount = Money(held)  # type: ignore[arg-type]
        expected = self.books.place_hold(key, account, amount.amount, reason)
        actual = code_of(
            lambda: hold.place_hold(account, amount, key=key, reason=reason, actor="x", at=NOW)
        )
        assert actual == (None if expected in {"created", "replayed"} else expected)

    @rule(data=st.data(), known=st.booleans())
    def release_hold(self, data: st.DataObject, known: bool) -> None:
        known = known and bool(self.books.holds)
        key = Drafts(data, self.books).hold_key() if known else ids.uuid7()
        expected = self.books.release_hold(key)
        actual = code_of(lambda: hold.release_hold(key, actor="x", at=NOW))
        assert actual == (None if expected == "released" else expected)

    @rule(data=st.data())
    def close_account(self, data: st.DataObject) -> None:
        account = Drafts(data, self.books).account()
        expected = self.books.close_account(account)
        actual = code_of(
            lambda: accounts.close_account(account, at=NOW, actor="staff:1", reason="Retiro")
        )
        assert actual == (None if expected == "closed" else expected)

    # What must hold

    @invariant()
    def balances_agree(self) -> None:
        found = queries.balances(list(self.books.accounts))
        for id_, account in self.books.accounts.items():
            actual = found[id_]
            assert (actual.total.amount, actual.held.amount, actual.is_open) == (
                account.posted, account.held, account.is_open,
            )  # fmt: skip

    @invariant()
    def movements_agree(self) -> None:
        for id_, account in self.books.accounts.items():
            if account.striped:
                continue
            actual = [
                (one.version, one.business_date, one.amount.amount, one.balance_after.amount)
                for one in queries.movements(id_, limit=10_000)
            ]
            expected = [
                (one.version, one.day, one.change, one.after)
                for one in sorted(
                    account.history, key=lambda one: (one.day, one.version), reverse=True
                )
            ]
            assert actual == expected

    def everything_agrees(self) -> None:
        for id_, account in self.books.accounts.items():
            for day in (*DAYS, TODAY):
                changes = [one.change for one in account.history if one.day <= day]
                expected = sum(changes, Decimal(0))
                # No amount of money holds more; what is posted late can make a past day exceed it.
                if abs(expected) <= LIMIT:
                    assert queries.balance_as_of(id_, day).amount == expected
        moved = [line for entry in self.books.entries.values() for line in entry.draft.lines]
        written = sum(line.amount.amount for line in moved if line.side == "D")
        if written < LIMIT:
            now = trial_balance()
            assert now == tuple(before + written for before in self.trial_balance)
        assert problems() == []

    def open_account(self, side: str, floor: int | None, striped: bool, currency: str) -> int:
        opened: int
        (opened,) = database.one(
            "SELECT ledger.open_account(%s, NULL, 'cooperative', NULL, %s, %s)",
            [CODES[side], floor, striped],
        )
        if currency != "COP":
            run(f"UPDATE ledger.ledger_account SET currency = '{currency}' WHERE id = {opened}")
            run(
                f"UPDATE ledger.account_balance SET currency = '{currency}'"
                f" WHERE account_id = {opened}"
            )
        self.books.accounts[opened] = ModelAccount(
            side, None if floor is None else Decimal(floor), striped, currency
        )
        return opened

    def compare(
        self, draft: EntryDraft, expected: Answer, actual: post.Posted | LedgerRefusal
    ) -> None:
        """The same answer; an entry that the model sees for the first time gets its id here."""
        if isinstance(actual, LedgerRefusal):
            assert (actual.code, actual.account_id) == (expected.outcome, expected.account_id), (
                draft
            )
            return
        assert expected.outcome == ("replayed" if actual.replayed else "created"), draft
        assert expected.entry is not None
        if expected.entry.id is None:
            expected.entry.id = actual.entry_id
        assert expected.entry.id == actual.entry_id


def answer_of(call: Callable[[], post.Posted]) -> post.Posted | LedgerRefusal:
    """What a call answered, refusal or not."""
    try:
        return call()
    except LedgerRefusal as refusal:
        return refusal


def code_of(call: Callable[[], object]) -> str | None:
    """The refusal's code, or None when there was none."""
    try:
        call()
    except LedgerRefusal as refusal:
        return refusal.code
    return None


def trial_balance() -> tuple[Decimal, Decimal]:
    """All debits and all credits in the books."""
    rows = queries.trial_balance(max(*DAYS, TODAY))
    return (
        sum((row.debit.amount for row in rows), Decimal(0)),
        sum((row.credit.amount for row in rows), Decimal(0)),
    )


def run_machine(**changes: Any) -> None:
    asked = settings()
    if settings.get_current_profile_name() != "long":
        asked = settings(max_examples=100, stateful_step_count=30, print_blob=True)
    asked = settings(asked, deadline=None, suppress_health_check=list(HealthCheck), **changes)
    run_state_machine_as_test(BooksMachine, settings=asked)


@pytest.mark.usefixtures("committed_db")
def test_the_ledger_never_diverges_from_its_model() -> None:
    run_machine()


# One small and likely mistake each: the function, what it says, what it would say.
MISTAKES = {
    "the second account has no floor": (
        "post_pair", "posted_b - b.held < b.floor", "false",
    ),
    "any hold can be captured": (
        "post", "ELSIF p_line_entry[x] IS DISTINCT FROM i THEN", "ELSIF false THEN",
    ),
    "a refused entry leaves its mark on the next": (
        "post", "s_version[s] := s_version[s] - 1;", "",
    ),
    "a repetition answers an entry that was not written": (
        "post", "OR r_outcome[i] = 'replayed' AND r_id[i] >= first_id THEN", "THEN",
    ),
    "every line tells the first balance": (
        "post", "THEN s_posted[s] END", "THEN b.posted END",
    ),
    "a reversal need not be the opposite": ("post", "THEN bad := 'not_a_mirror'", "THEN NULL"),
    "money can be held twice": (
        "place_hold", "b.posted - b.held - p_amount < b.floor", "b.posted - p_amount < b.floor",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("scratch_db")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_functions_would_be_noticed(mistake: str) -> None:
    function, right, wrong = MISTAKES[mistake]
    (definition,) = database.one("SELECT pg_get_functiondef(%s::regproc)", [f"ledger.{function}"])
    assert definition.count(right) == 1
    run(definition.replace(right, wrong))
    with pytest.raises((AssertionError, DatabaseError)):
        run_machine(phases=[Phase.generate], max_examples=2000, stateful_step_count=50)
