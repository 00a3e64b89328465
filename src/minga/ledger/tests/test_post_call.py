"""The short way of a plain entry to the database: odd text, a lost connection, one trip."""

import contextlib
import socket
import time

import pytest
from django.db import DataError, OperationalError, connection, transaction

from minga.kit import sql
from minga.ledger import post
from minga.ledger.tests.books import funded, pesos, total, transfer

pytestmark = pytest.mark.usefixtures("committed_db")


def test_text_that_postgresql_cannot_hold_is_refused_and_not_cut_short() -> None:
    ana, luis = funded(1000), funded(0)
    with pytest.raises(DataError):
        post.post(transfer(ana, luis, 300, description="Pago\0 de otra cosa"))
    assert total(luis) == pesos(0)


def test_a_lost_connection_is_told_and_the_next_call_opens_another() -> None:
    ana, luis = funded(1000), funded(0)
    post.post(transfer(ana, luis, 1))
    with connection.cursor() as cursor:
        cursor.execute("SET idle_session_timeout = '1ms'")
    with pytest.raises(OperationalError):
        _post_until_lost(ana, luis)
    post.post(transfer(ana, luis, 1))


def test_a_server_that_died_before_it_could_be_asked_is_a_lost_connection() -> None:
    ana, luis = funded(1000), funded(0)
    post.post(transfer(ana, luis, 1))
    # Sending fails while there is something to read: as with the last words of a dying server.
    with connection.cursor() as cursor:
        cursor.execute("LISTEN last_words")
    with contextlib.closing(connection.copy()) as another, another.cursor() as cursor:
        cursor.execute("NOTIFY last_words")
    time.sleep(0.1)
    with socket.socket(fileno=connection.connection.fileno()) as line:
        line.shutdown(socket.SHUT_WR)
        line.detach()
    with pytest.raises(OperationalError):
        post.post(transfer(ana, luis, 1))
    post.post(transfer(ana, luis, 1))


def test_answers_the_same_when_it_travels_in_one_trip() -> None:
    ana, luis = funded(1000), funded(0)
    order = transfer(ana, luis, 300)
    with sql.one_trip(), transaction.atomic():
        inside = post.post(order)
    assert post.post(order) == post.Posted(inside.entry_id, replayed=True)


def _post_until_lost(source: int, target: int) -> None:
    for _ in range(100):
        time.sleep(0.02)
        post.post(transfer(source, target, 1))
