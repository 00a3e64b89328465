"""Posting, one refusal at a time. What they do together is in test_books_model.py."""

from datetime import date

import pytest

from minga.ledger import entry, post, queries
from minga.ledger.tests.books import draft, funded, pesos, total, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> int:
    """A savings account with $ 1.000."""
    return funded(1000)


@pytest.fixture
def luis() -> int:
    """An empty savings account."""
    return funded(0)


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
        (
            entry.InsufficientFunds,
            lambda a, b: (entry.debit(a, pesos(1001)), entry.credit(b, pesos(1001))),
        ),
        (entry.Unbalanced, lambda a, b: (entry.debit(a, pesos(5)), entry.credit(b, pesos(4)))),
        (entry.Unbalanced, lambda a, b: (entry.debit(a, pesos(5)), entry.debit(b, pesos(5)))),
        (entry.BadAmount, lambda a, b: (entry.debit(a, pesos(0)), entry.credit(b, pesos(0)))),
        (entry.BadAmount, lambda a, b: (entry.debit(a, pesos(-5)), entry.credit(b, pesos(-5)))),
        (entry.BadSide, lambda a, b: (entry.Line(a, "X", pesos(5)), entry.credit(b, pesos(5)))),
        (
            entry.UnknownLedgerAccount,
            lambda a, _: (entry.debit(a, pesos(5)), entry.credit(999999999, pesos(5))),
        ),
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
    post.post(transfer(ana, luis, 10, on=date(2026, 2, 5)))
    post.post(transfer(ana, luis, 3, on=earlier))
    assert queries.balance_as_of(luis, earlier) == pesos(3)
    assert queries.balance_as_of(luis, date(2026, 2, 5)) == pesos(13)
