"""Posting, one refusal at a time. The model test in test_books_model.py covers what they do together."""

from datetime import date

import pytest

from minga.kit import clock, ids
from minga.kit.money import Money
from minga.ledger import accounts, entry, post, queries

pytestmark = pytest.mark.django_db
NOW = clock.now()
TODAY = clock.business_date(NOW)


def pesos(value: int | str) -> Money:
    return Money.of(value)


@pytest.fixture
def cash() -> int:
    return accounts.internal_account("CASH")


@pytest.fixture
def ana(cash: int) -> int:
    """A savings account with $ 1.000."""
    owner = ids.uuid7()
    account = accounts.open_member_accounts("SAVINGS_SIGHT", "savings", [owner])[owner]
    post.post(draft(entry.debit(cash, pesos(1000)), entry.credit(account, pesos(1000))))
    return account


@pytest.fixture
def luis() -> int:
    owner = ids.uuid7()
    return accounts.open_member_accounts("SAVINGS_SIGHT", "savings", [owner])[owner]


def draft(*lines: entry.Line, **changes: object) -> entry.EntryDraft:
    values = {
        "key": ids.uuid7(), "kind": "test", "business_date": TODAY, "occurred_at": NOW,
        "description": "Prueba", "actor": "system:test",
    } | changes  # fmt: skip
    return entry.EntryDraft(lines=lines, **values)  # type: ignore[arg-type]


def transfer(source: int, target: int, amount: int | str, **changes: object) -> entry.EntryDraft:
    return draft(entry.debit(source, pesos(amount)), entry.credit(target, pesos(amount)), **changes)


def total(account: int) -> Money:
    return queries.balances([account])[account].total


def test_moves_money_and_keeps_the_balance_each_posting_left(ana: int, luis: int) -> None:
    post.post(transfer(ana, luis, 300))
    assert (total(ana), total(luis)) == (pesos(700), pesos(300))
    newest = queries.movements(ana, limit=1)[0]
    assert (newest.amount, newest.balance_after, newest.version) == (pesos(-300), pesos(700), 2)


def test_the_same_key_answers_the_same_entry(ana: int, luis: int) -> None:
    order = transfer(ana, luis, 300)
    first, second = post.post(order), post.post(order)
    assert (second.entry_id, second.replayed) == (first.entry_id, True)
    assert total(luis) == pesos(300)


def test_the_same_key_with_another_request_is_refused(ana: int, luis: int) -> None:
    order = transfer(ana, luis, 300)
    post.post(order)
    with pytest.raises(entry.KeyReused):
        post.post(transfer(ana, luis, 301, key=order.key))


@pytest.mark.parametrize("many", [False, True], ids=["pair", "general"])
@pytest.mark.parametrize(
    ("refusal", "lines"),
    [
        (entry.InsufficientFunds, lambda a, b: (entry.debit(a, pesos(1001)), entry.credit(b, pesos(1001)))),
        (entry.Unbalanced, lambda a, b: (entry.debit(a, pesos(5)), entry.credit(b, pesos(4)))),
        (entry.Unbalanced, lambda a, b: (entry.debit(a, pesos(5)), entry.debit(b, pesos(5)))),
        (entry.BadAmount, lambda a, b: (entry.debit(a, pesos(0)), entry.credit(b, pesos(0)))),
        (entry.BadAmount, lambda a, b: (entry.debit(a, pesos(-5)), entry.credit(b, pesos(-5)))),
        (entry.BadSide, lambda a, b: (entry.Line(a, "X", pesos(5)), entry.credit(b, pesos(5)))),
        (entry.UnknownLedgerAccount, lambda a, _: (entry.debit(a, pesos(5)), entry.credit(999999999, pesos(5)))),
        (entry.TooFewLines, lambda a, _: (entry.debit(a, pesos(5)),)),
        (entry.TooFewLines, lambda *_: ()),
    ],
)  # fmt: skip
def test_refuses_and_writes_nothing(
    refusal: type[entry.LedgerRefusal], lines: object, many: bool, ana: int, luis: int
) -> None:
    bad = draft(*lines(ana, luis))  # type: ignore[operator]
    if many:
        good = transfer(ana, luis, 1)
        answers = post.post_batch([good, bad])
        assert isinstance(answers[0], entry.BatchRefused)
        assert isinstance(answers[1], refusal)
    else:
        with pytest.raises(refusal):
            post.post(bad)
    assert (total(ana), total(luis)) == (pesos(1000), pesos(0))


def test_the_good_entries_of_a_batch_stand_when_it_is_not_atomic(ana: int, luis: int) -> None:
    answers = post.post_batch(
        [transfer(ana, luis, 1001), transfer(ana, luis, 400), transfer(ana, luis, 700)],
        atomic=False,
    )
    assert [type(one) for one in answers] == [
        entry.InsufficientFunds, post.Posted, entry.InsufficientFunds,
    ]  # fmt: skip
    assert total(ana) == pesos(600)


def test_the_floor_is_judged_on_what_the_whole_entry_leaves(ana: int, luis: int) -> None:
    post.post(
        draft(
            entry.debit(ana, pesos(1500)), entry.credit(luis, pesos(1500)),
            entry.debit(luis, pesos(600)), entry.credit(ana, pesos(600)),
        )
    )  # fmt: skip
    assert total(ana) == pesos(100)


def test_as_of_counts_what_was_posted_late_for_an_earlier_day(ana: int, luis: int) -> None:
    earlier = date(2026, 1, 31)
    post.post(transfer(ana, luis, 10, business_date=date(2026, 2, 5)))
    post.post(transfer(ana, luis, 3, business_date=earlier))
    assert queries.balance_as_of(luis, earlier) == pesos(3)
    assert queries.balance_as_of(luis, date(2026, 2, 5)) == pesos(13)
