"""Many callers at the same moment, with real commits: no overdraft, no double, no deadlock."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from minga.kit import ids
from minga.ledger import accounts, database, entry, hold, post, queries
from minga.ledger.tests.books import NOW, draft, funded, held, pesos, striped, total, transfer
from minga.ledger.tests.crowd import at_once
from minga.ledger.tests.damage import problems, run

pytestmark = pytest.mark.usefixtures("committed_db")


def pair(source: int, target: int, amount: int) -> post.Posted:
    return post.post(transfer(source, target, amount))


def compound(source: int, target: int, amount: int) -> post.Posted:
    """The general way: the same account twice."""
    half = pesos(amount // 2)
    rest = pesos(amount) - half
    return post.post(
        draft(
            entry.debit(source, half), entry.debit(source, rest),
            entry.credit(target, pesos(amount)),
        )
    )  # fmt: skip


def batch(source: int, target: int, amount: int) -> post.Posted:
    answers = post.post_batch([transfer(source, target, amount)])
    if isinstance(answers[0], entry.LedgerRefusal):
        raise answers[0]
    return answers[0]


@pytest.mark.parametrize("way", [pair, compound, batch])
def test_32_connections_cannot_overdraw_one_account(
    way: Callable[[int, int, int], post.Posted],
) -> None:
    ana, luis = funded(1000), funded(0)

    def spend() -> Counter[str]:
        outcomes: Counter[str] = Counter()
        for _ in range(10):
            try:
                way(ana, luis, 9)
                outcomes["posted"] += 1
            except entry.InsufficientFunds:
                outcomes["refused"] += 1
        return outcomes

    outcomes = sum((one for one in at_once([spend] * 32) if isinstance(one, Counter)), Counter())
    assert outcomes == {"posted": 111, "refused": 320 - 111}
    assert (total(ana), total(luis)) == (pesos(1), pesos(999))


def test_holds_and_transfers_cannot_overdraw_together() -> None:
    ana, luis = funded(1000), funded(0)

    def set_aside() -> int:
        return hold.place_hold(
            ana, pesos(60), key=ids.uuid7(), reason="x", actor="system:test", at=NOW
        )

    answers = at_once([set_aside, partial(pair, ana, luis, 60)] * 16)
    done = [one for one in answers if not isinstance(one, Exception)]
    assert len(done) == 16
    assert {type(one) for one in answers} == {int, post.Posted, entry.InsufficientFunds}
    assert queries.balances([ana])[ana].available == pesos(40)
    assert held(ana) + total(luis) == pesos(960)


@pytest.mark.parametrize("way", ["pair", "compound", "batch"])
@pytest.mark.parametrize("where", ["members", "striped"])
def test_one_key_sent_50_times_at_once_is_one_entry(way: str, where: str) -> None:
    """Striped accounts share no lock: there only the key itself stands between two callers."""
    one, other = (
        (funded(5000), funded(0)) if where == "members" else (striped("1105"), striped("1110"))
    )
    lines = [entry.debit(one, pesos(70)), entry.credit(other, pesos(70))]
    if way == "compound":
        lines = [entry.debit(one, pesos(30)), entry.debit(one, pesos(40)), lines[1]]
    order = draft(*lines)

    def send() -> post.Posted:
        if way != "batch":
            return post.post(order)
        answers = post.post_batch([order, draft(*lines, key=order.key)])
        assert isinstance(answers[0], post.Posted)
        assert isinstance(answers[1], post.Posted)
        assert answers[0].entry_id == answers[1].entry_id
        return answers[0]

    answers = at_once([send] * 50)
    posted = [answer for answer in answers if isinstance(answer, post.Posted)]
    assert len(posted) == 50, answers
    assert len({answer.entry_id for answer in posted}) == 1
    assert Counter(answer.replayed for answer in posted) == {False: 1, True: 49}
    assert abs(total(other)) == pesos(70)


@pytest.mark.parametrize("where", ["members", "striped"])
def test_one_key_for_two_requests_at_once_is_one_entry_and_refusals(where: str) -> None:
    """Two orders on different accounts: not even the balances make them wait for each other."""
    key = ids.uuid7()
    orders = [
        transfer(*(funded(100), funded(0)), 70, key=key)
        if where == "members"
        else transfer(striped("1105"), striped("1110"), 70, key=key)
        for _ in range(2)
    ]
    answers = at_once([partial(post.post, order) for order in orders] * 16)
    kinds = Counter(type(answer) for answer in answers)
    assert kinds == {post.Posted: 16, entry.KeyReused: 16}, answers


def test_one_entry_is_reversed_once_however_many_ask() -> None:
    till, bank = striped("1105"), striped("1110")
    wrong = post.post(transfer(till, bank, 70)).entry_id
    answers = at_once([lambda: post.post(transfer(bank, till, 70, reverses=wrong))] * 16)
    kinds = Counter(type(answer) for answer in answers)
    assert kinds == {post.Posted: 1, entry.AlreadyReversed: 15}, answers


def test_one_hold_ends_once_however_it_is_asked() -> None:
    ana, luis = funded(1000), funded(0)
    key = ids.uuid7()
    hold.place_hold(ana, pesos(400), key=key, reason="x", actor="system:test", at=NOW)

    def release() -> None:
        hold.release_hold(key, actor="system:test", at=NOW)

    def capture() -> post.Posted:
        return post.post(transfer(ana, luis, 400, captures=key))

    answers = at_once([release, capture] * 8)
    captured = [one for one in answers if isinstance(one, post.Posted)]
    assert len(captured) <= 1, answers
    assert {type(one) for one in answers} <= {type(None), post.Posted, entry.HoldAlreadyEnded}
    assert (held(ana), total(luis)) == (pesos(0), pesos(400 * len(captured)))


def test_nothing_is_posted_on_an_account_while_it_closes() -> None:
    ana, luis = funded(0), funded(1000)

    def close() -> None:
        accounts.close_account(ana, at=NOW, actor="staff:1", reason="x")

    answers = at_once([close, *[partial(pair, luis, ana, 1)] * 15])
    closed = answers[0] is None
    posted = [one for one in answers if isinstance(one, post.Posted)]
    assert closed == (total(ana) == pesos(0)), answers
    assert len(posted) == 0 if closed else isinstance(answers[0], entry.BalanceNotZero)


def test_opposite_transfers_between_the_same_accounts_never_deadlock() -> None:
    """Pairs, compound entries, batches and holds on four accounts, in every order there is."""
    four = [funded(100_000) for _ in range(4)] + [striped("1105")]

    def cross(seed: int) -> int:
        chance = random.Random(seed)
        for _ in range(25):
            chosen = chance.sample(four, 3)
            way = chance.choice((pair, compound, batch, in_one_transaction, None))
            if way is None:
                circle(chosen)
            else:
                way(chosen[0], chosen[1], chance.randint(2, 9))
        return seed

    answers = at_once([partial(cross, seed) for seed in range(24)])
    assert answers == list(range(24))
    assert sum((total(one) for one in four[:4]), -total(four[4])) == pesos(400_000)


def circle(three: list[int]) -> None:
    """A batch in which each account gives to the next."""
    after = [*three[1:], three[0]]
    answers = post.post_batch(
        [transfer(one, other, 5) for one, other in zip(three, after, strict=True)]
    )
    assert all(isinstance(one, post.Posted) for one in answers)


def in_one_transaction(source: int, target: int, amount: int) -> post.Posted:
    """A use case: one call to the books among other things, so its locks are taken at once."""
    with transaction.atomic(durable=True):
        return pair(source, target, amount)


@pytest.mark.parametrize("way", [pair, compound, batch])
def test_a_posting_goes_back_with_its_caller_s_transaction(
    way: Callable[[int, int, int], post.Posted],
) -> None:
    """Also when it is the first thing the transaction does."""
    ana, luis = funded(1000), funded(0)
    with transaction.atomic(durable=True):
        way(ana, luis, 300)
        transaction.set_rollback(True)
    assert (total(ana), total(luis)) == (pesos(1000), pesos(0))


def test_the_books_prove_after_all_of_this() -> None:
    with transaction.atomic():
        assert problems() == []


@pytest.mark.usefixtures("scratch_db")
def test_without_locks_these_tests_would_fail() -> None:
    """The planted fault: the same function, its locks taken out, loses money that was confirmed."""
    definition = database.one("SELECT pg_get_functiondef('ledger.post_pair'::regproc)", [])[0]
    slow = definition.replace("-- After the locks", "PERFORM pg_sleep(0.02); --")
    run(slow.replace("FOR NO KEY UPDATE", ""))
    ana, luis = funded(1000), funded(0)
    answers = at_once([partial(pair, ana, luis, 9)] * 32)
    posted = sum(isinstance(one, post.Posted) for one in answers)
    assert total(luis) < pesos(9 * posted)
    with transaction.atomic():
        found = {one.code for one in problems()}
    assert found >= {"version_gap", "stored_balance", "stored_version"}
