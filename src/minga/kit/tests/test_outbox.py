"""The outbox: taken once, tried again, never lost, forgotten when it has served."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from minga.kit import clock, outbox, outbox_letters
from minga.kit.models import OutboxMessage
from minga.kit.outbox import DeliveryFailed, Message, NoLongerUseful, NotYet

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=1)


def drain(handler: outbox.Handler, at: Any = None) -> bool:
    return outbox.drain_one({"test": handler}, at=at or clock.now() + SOON)


def fail(message: Message) -> None:
    raise DeliveryFailed("La pasarela respondió 503.")


def crash(message: Message) -> None:
    raise RuntimeError(f"about {message}")


def published(**payload: Any) -> OutboxMessage:
    outbox.publish("test", payload)
    return OutboxMessage.objects.latest("pk")


def again(message: OutboxMessage) -> OutboxMessage:
    message.refresh_from_db()
    return message


def test_hands_over_the_payload_with_its_envelope() -> None:
    row, seen = published(to="ana"), list[Message]()
    assert drain(seen.append)
    (message,) = seen
    assert message == {"to": "ana"}
    assert (message.id, message.topic, message.attempts) == (row.pk, "test", 1)
    assert message.published_at == row.created_at


def test_forgets_the_payload_once_delivered() -> None:
    row = published(code="123456")
    drain(lambda _: None)
    assert again(row).payload == {}
    assert row.done_at is not None
    assert not drain(lambda _: None)


def test_carries_messages_out_in_the_order_they_came() -> None:
    for number in range(3):
        published(number=number)
    seen: list[int] = []
    while drain(lambda message: seen.append(message["number"])):
        pass
    assert seen == [0, 1, 2]


def test_leaves_topics_that_nobody_here_handles() -> None:
    row = published()
    assert not outbox.drain_one({"other": fail}, at=clock.now() + SOON)
    assert again(row).attempts == 0


def test_a_failed_delivery_waits_longer_each_time() -> None:
    row = published(to="ana")
    at = clock.now() + SOON
    for attempt, seconds in ((1, 5), (2, 10), (3, 20)):
        assert drain(fail, at)
        assert again(row).attempts == attempt
        assert row.next_attempt_at == at + timedelta(seconds=seconds)
        assert row.last_error == "La pasarela respondió 503."
        assert not drain(fail, row.next_attempt_at - timedelta(milliseconds=1))
        at = row.next_attempt_at
    assert row.payload == {"to": "ana"}


def test_a_pause_is_never_longer_than_an_hour() -> None:
    assert outbox.back_off(outbox.ATTEMPTS_MAX * 10) == timedelta(hours=1)


def use_up(row: OutboxMessage, handler: outbox.Handler) -> OutboxMessage:
    while drain(handler, again(row).next_attempt_at + SOON):
        pass
    return again(row)


@pytest.mark.parametrize("handler", [fail, crash])
def test_after_the_last_try_it_is_a_dead_letter_with_its_reason(handler: outbox.Handler) -> None:
    row = use_up(published(to="ana"), handler)
    assert row.attempts == outbox.ATTEMPTS_MAX
    assert row.failed_at is not None
    assert row.payload == {"to": "ana"}
    (letter,) = outbox_letters.dead_letters()
    assert letter.reason == row.last_error != ""
    assert letter.can_be_retried


@pytest.mark.parametrize("field", sorted(outbox.SECRET_FIELDS))
def test_a_dead_letter_keeps_no_secret(field: str) -> None:
    row = use_up(published(to="ana", **{field: "123456"}), fail)
    assert row.failed_at is not None
    assert row.payload == {}


def test_a_crash_costs_one_try_and_tells_where_it_was_without_what_it_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = published(code="123456")
    with caplog.at_level(logging.DEBUG):
        assert drain(crash)
    assert again(row).last_error.startswith("Falla del programa: RuntimeError en test_outbox.py:")
    assert row.failed_at is None
    assert "in crash" in caplog.text
    assert "123456" not in caplog.text + row.last_error


def test_what_is_no_longer_useful_is_closed_and_forgotten() -> None:
    def too_late(message: Message) -> None:
        raise NoLongerUseful("Venció.")

    row = published(code="123456")
    drain(too_late)
    assert again(row).payload == {}
    assert (row.last_error, row.failed_at) == ("Venció.", None)
    assert outbox_letters.state().dropped == 1
    assert outbox_letters.last_dropped_reason() == "Venció."


def test_what_may_not_go_yet_waits_until_then_and_loses_no_try() -> None:
    row, at = published(to="ana"), clock.now() + SOON
    until = at + timedelta(days=3)

    def too_early(message: Message) -> None:
        raise NotYet(until)

    for _ in range(outbox.ATTEMPTS_MAX + 1):
        OutboxMessage.objects.filter(pk=row.pk).update(next_attempt_at=at)
        assert drain(too_early, at)
    assert (again(row).attempts, row.next_attempt_at, row.payload) == (0, until, {"to": "ana"})
    assert not drain(too_early, until - SOON)
    assert drain(lambda _: None, until)
    assert again(row).done_at == until


def test_a_message_whose_worker_died_is_due_again_after_the_lease() -> None:
    class Killed(BaseException):
        pass

    def die(message: Message) -> None:
        raise Killed

    row, at = published(), clock.now() + SOON
    with pytest.raises(Killed):
        drain(die, at)
    assert not drain(fail, at + outbox.LEASE - SOON)
    seen: list[Message] = []
    assert drain(seen.append, at + outbox.LEASE)
    assert [message.id for message in seen] == [row.pk]


def test_a_message_that_kills_every_worker_is_given_up() -> None:
    row = published()
    OutboxMessage.objects.filter(pk=row.pk).update(attempts=outbox.ATTEMPTS_MAX)
    assert drain(lambda _: pytest.fail("it would have killed one more"))
    assert again(row).failed_at is not None
    assert "se cayó" in row.last_error


def test_a_worker_that_comes_back_too_late_does_not_touch_what_another_one_has() -> None:
    at = clock.now() + SOON

    def slow(message: Message) -> None:
        drain(lambda _: None, at + outbox.LEASE)  # meanwhile the lease ran out: another one did it
        raise DeliveryFailed("tarde")

    row = published()
    drain(slow, at)
    assert again(row).done_at is not None
    assert row.last_error == ""


def test_a_retried_dead_letter_goes_out_with_all_its_tries() -> None:
    row = use_up(published(to="ana"), fail)
    outbox_letters.retry(row.pk, at=clock.now())
    assert outbox_letters.state().waiting == 1
    seen: list[Message] = []
    drain(seen.append)
    assert [message.attempts for message in seen] == [1]
    assert outbox_letters.dead_letters() == []


def test_refuses_to_retry_what_waits_or_was_forgotten() -> None:
    forgotten = use_up(published(code="123456"), fail).pk
    waiting = published(to="ana").pk
    for number in (waiting, forgotten, 0):
        with pytest.raises(outbox_letters.NothingToRetry):
            outbox_letters.retry(number, at=clock.now())


def test_a_message_of_a_rolled_back_transaction_never_existed() -> None:
    with transaction.atomic():
        published()
        transaction.set_rollback(True)
    assert not drain(fail)


def test_the_webs_role_may_publish_and_drain(as_web: None) -> None:
    published()
    assert drain(lambda _: None)
