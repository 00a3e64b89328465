"""What entries of one batch do to each other."""

from datetime import timedelta

import pytest

from minga.kit import ids
from minga.ledger import entry, hold, post, reverse
from minga.ledger.tests.books import NOW, TODAY, draft, funded, held, pesos, total, transfer

pytestmark = pytest.mark.django_db


def test_reverses_an_entry_once_even_when_a_batch_asks_twice() -> None:
    ana, luis = funded(1000), funded(0)
    wrong = post.post(transfer(ana, luis, 300)).entry_id
    back = transfer(luis, ana, 300, reverses=wrong)
    again = transfer(luis, ana, 300, reverses=wrong)
    answers = post.post_batch([back, again], atomic=False)
    assert [type(one) for one in answers] == [post.Posted, entry.AlreadyReversed]
    assert (total(ana), total(luis)) == (pesos(1000), pesos(0))


def test_a_repetition_in_a_refused_batch_does_not_answer_an_entry_that_was_never_written() -> None:
    ana, luis = funded(1000), funded(0)
    order = transfer(ana, luis, 1)
    answers = post.post_batch([order, order, transfer(ana, luis, 5000)])
    assert [type(one) for one in answers] == [
        entry.BatchRefused, entry.BatchRefused, entry.InsufficientFunds,
    ]  # fmt: skip


def test_a_repetition_of_a_standing_entry_is_answered_even_when_the_batch_is_refused() -> None:
    ana, luis = funded(1000), funded(0)
    order = transfer(ana, luis, 1)
    standing = post.post(order)
    answers = post.post_batch([order, transfer(ana, luis, 5000)])
    assert answers[0] == post.Posted(standing.entry_id, replayed=True)


def test_a_hold_is_captured_only_by_an_entry_on_its_own_account() -> None:
    ana, luis = funded(1000), funded(500)
    key = ids.uuid7()
    hold.place_hold(ana, pesos(400), key=key, reason="Prueba", actor="system:test", at=NOW)
    elsewhere = funded(0)
    answers = post.post_batch(
        [transfer(ana, luis, 100), transfer(luis, elsewhere, 10, captures=key)], atomic=False
    )
    assert [type(one) for one in answers] == [post.Posted, entry.HoldOfAnotherAccount]
    assert held(ana) == pesos(400)


def test_a_reversal_must_be_the_opposite_of_what_it_reverses() -> None:
    ana, luis = funded(1000), funded(0)
    wrong = post.post(transfer(ana, luis, 300)).entry_id
    for amount, lines in ((299, 2), (300, 4)):
        back = (entry.debit(luis, pesos(amount)), entry.credit(ana, pesos(amount)))
        more = (entry.debit(luis, pesos(1)), entry.credit(ana, pesos(1)))
        with pytest.raises(entry.NotAMirror):
            post.post(draft(*(back + more)[:lines], reverses=wrong))
    assert total(luis) == pesos(300)


def test_reverses_every_line_of_a_compound_entry() -> None:
    ana, luis, marta = funded(1000), funded(0), funded(0)
    wrong = post.post(
        draft(
            entry.debit(ana, pesos(300)), entry.credit(luis, pesos(100)),
            entry.credit(marta, pesos(150)), entry.credit(marta, pesos(50)),
        )
    )  # fmt: skip
    tomorrow = TODAY + timedelta(days=1)
    reverse.reverse(
        wrong.entry_id, key=ids.uuid7(), business_date=tomorrow, at=NOW, actor="staff:1", reason="x"
    )
    assert [total(one) for one in (ana, luis, marta)] == [pesos(1000), pesos(0), pesos(0)]


def test_refuses_a_balance_that_the_books_could_not_write_down() -> None:
    most = "9999999999999999.99"
    ana, luis = funded(most), funded(most)
    (answer,) = post.post_batch([transfer(ana, luis, 1)])
    assert isinstance(answer, entry.BalanceOutOfRange)
    with pytest.raises(entry.BalanceOutOfRange):
        post.post(transfer(ana, luis, 1))
