"""The socket: what is answered, and what happens to whoever does not keep to the protocol."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from minga.access.pin_signer import (
    KeyKind,
    KeyRefused,
    Purpose,
    SealedSecret,
    SignerAway,
    SignerBusy,
    SignerLimited,
)
from minga.access.signer import local as sealing
from minga.access.signer import protocol
from minga.access.signer.client import SocketPinSigner
from minga.access.signer.peer import peer_of
from minga.access.signer.protocol import Operation, Outcome, Request
from minga.doors.signer import server as module
from minga.doors.signer.server import Callers
from minga.doors.signer.tests import signers
from minga.doors.signer.tests.signers import ME, NOT_ME, Signer, ask, in_a_thread, reply

MARTA, INSIDER = uuid4(), uuid4()


@pytest.fixture(scope="module")
def one() -> Iterator[Signer]:
    with in_a_thread() as signer:
        yield signer


def check(signer: Signer, sealed: SealedSecret, secret: str = "7294") -> bool:
    return signer.client.check(subject=MARTA, secret=secret, purpose=Purpose.PIN, sealed=sealed)


def seal(signer: Signer, who: UUID = MARTA) -> SealedSecret:
    return signer.client.seal(subject=who, secret="7294", purpose=Purpose.PIN)


def test_knows_the_secret_again_and_no_other(one: Signer) -> None:
    sealed = seal(one)
    assert check(one, sealed)
    assert not check(one, sealed, "7295")


def test_answers_the_same_to_a_wrong_secret_and_to_a_record_that_is_not_the_members(
    one: Signer,
) -> None:
    mine, theirs = seal(one), seal(one, INSIDER)
    replies = []
    asked = ((b"7295", mine), (b"7294", theirs), (b"7294", b""), (b"7294", b"x" * 99))
    for secret, sealed in asked:
        with one.line() as line:
            request = Request(Operation.CHECK, MARTA, Purpose.PIN, secret, sealed)
            replies.append(ask(line, request).packed())
    assert len(set(replies)) == 1


def test_answers_no_to_what_is_too_long_to_be_a_secret(one: Signer) -> None:
    assert not check(one, seal(one), "7" * 513)
    with pytest.raises(ValueError, match="too long"):
        one.client.seal(subject=MARTA, secret="7" * 513, purpose=Purpose.PIN)


def test_reads_a_request_as_long_as_one_may_be(one: Signer) -> None:
    with one.line() as line:
        longest = Request(Operation.CHECK, MARTA, Purpose.PIN, b"7" * 512, b"r" * 512)
        assert ask(line, longest).outcome == Outcome.NO


def test_answers_several_questions_on_one_connection(one: Signer) -> None:
    sealed = seal(one)
    with one.line() as line:
        for secret, outcome in ((b"7294", Outcome.DONE), (b"7295", Outcome.NO)):
            request = Request(Operation.CHECK, MARTA, Purpose.PIN, secret, sealed)
            assert ask(line, request).outcome == outcome


GOOD = Request(Operation.CHECK, MARTA, Purpose.PIN, b"7294", b"r").packed()


MALFORMED = {
    "a head cut short": b"\x00",
    "another version": b"\x02" + GOOD[1:],
    "no such operation": GOOD[:1] + b"\x09" + GOOD[2:],
    "no such purpose": GOOD[:2] + b"\x07" + GOOD[3:],
    "a body cut short": GOOD[:-1],
    "more than it says": GOOD + b"more",
    "no text": Request(Operation.CHECK, MARTA, Purpose.PIN, b"\xff\xfe", b"r").packed(),
    "a long secret": Request(Operation.CHECK, MARTA, Purpose.PIN, b"7" * 513, b"r").packed(),
    "a long record": Request(Operation.CHECK, MARTA, Purpose.PIN, b"7294", b"r" * 513).packed(),
    "a key without number": Request(Operation.RETIRE, text=b"outer").packed(),
    "a number of another script": Request(Operation.RETIRE, text=b"outer \xc2\xb2").packed(),
    "no such kind of key": Request(Operation.ADD, text=b"other").packed(),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_refuses_a_malformed_frame_without_a_word_and_hangs_up(one: Signer, what: str) -> None:
    with one.line() as line:
        answer = ask(line, MALFORMED[what])
        assert (answer.outcome, answer.body) == (Outcome.REFUSED, b"")
        assert line.recv(1) == b""
    assert check(one, seal(one))


@pytest.mark.parametrize("size", [0, protocol.REQUEST_BYTES_MAX + 1, 2**32 - 1])
def test_refuses_a_frame_that_says_it_is_too_big_before_reading_it(one: Signer, size: int) -> None:
    with one.line() as line:
        line.sendall(struct.pack(">I", size))
        assert reply(line).outcome == Outcome.REFUSED
        assert line.recv(1) == b""


def test_hangs_up_on_whoever_is_too_slow(one: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FRAME_S", 0.2)
    with one.line() as line:
        line.sendall(struct.pack(">I", len(GOOD)))
        began = time.monotonic()
        for byte in GOOD[:20]:  # a byte at a time keeps nobody waiting for longer
            try:
                line.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.05)
        # Hung up with a byte unread, the kernel says reset.
        with contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b""
        assert time.monotonic() - began < 3


def test_hangs_up_on_whoever_says_nothing(one: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_S", 0.1)
    with one.line() as line:
        assert line.recv(1) == b""


def test_goes_on_when_somebody_leaves_in_the_middle_of_a_frame(one: Signer) -> None:
    with one.line() as line:
        line.sendall(struct.pack(">I", len(GOOD)) + GOOD[:5])
    assert check(one, seal(one))


def test_turns_another_user_away_without_a_word() -> None:
    with in_a_thread(Callers(NOT_ME, None, NOT_ME)) as signer:
        with signer.line() as line:
            assert line.recv(1) == b""
        with pytest.raises(SignerAway):
            seal(signer)


def test_lets_a_group_in(one: Signer) -> None:
    with one.line() as line:
        gid = peer_of(line).gid
    with in_a_thread(Callers(NOT_ME, gid, NOT_ME)) as signer:
        assert check(signer, seal(signer))
        assert signer.path.stat().st_mode & 0o777 == 0o660


def test_listens_where_nobody_else_may_connect(one: Signer) -> None:
    assert one.path.stat().st_mode & 0o777 == 0o600


def test_changes_no_key_for_whoever_serves_pages() -> None:
    with in_a_thread(Callers(ME, None, NOT_ME)) as signer:
        sealed = seal(signer)
        for asks in (
            signer.client.key_states,
            lambda: signer.client.add(KeyKind.OUTER),
            lambda: signer.client.retire(KeyKind.OUTER, 1),
            lambda: signer.client.rewrap([(MARTA, sealed)]),
        ):
            with pytest.raises(KeyRefused):
                asks()
        assert [one.number for one in signer.vault.key_states()] == [1, 1]
        assert check(signer, sealed)


def test_changes_keys_for_an_administrator() -> None:
    with in_a_thread() as signer:
        sealed, client = seal(signer), signer.client
        assert client.add(KeyKind.OUTER) == 2
        fresh, nothing, huge = client.rewrap(
            [(MARTA, sealed), (INSIDER, sealed), (MARTA, SealedSecret(b"x" * 600))]
        )
        assert fresh is not None
        assert (nothing, huge) == (None, None)
        client.retire(KeyKind.OUTER, 1)
        assert not check(signer, sealed)
        assert check(signer, fresh)
        client.restore(KeyKind.OUTER, 1)
        assert check(signer, sealed)
        client.retire(KeyKind.OUTER, 1)
        client.forget(KeyKind.OUTER, 1)
        assert [one.number for one in client.key_states()] == [1, 2]
        with pytest.raises(KeyRefused):
            client.retire(KeyKind.OUTER, 2)


def test_tells_the_office_when_a_newer_inner_key_seals() -> None:
    with in_a_thread() as signer:
        old = seal(signer)
        assert not signer.client.is_outdated(old)
        signer.client.add(KeyKind.INNER)
        assert check(signer, old)
        assert signer.client.is_outdated(old)
        assert not signer.client.is_outdated(seal(signer))


def test_stops_whoever_tries_one_members_pins_in_turn() -> None:
    with in_a_thread(per_hour=5) as signer:
        sealed = seal(signer)
        for pin in ("0000", "0001", "0002", "0003"):
            assert not check(signer, sealed, pin)
        for _ in range(3):
            with pytest.raises(SignerLimited):
                check(signer, sealed)
        assert seal(signer, INSIDER)


def test_is_busy_when_all_together_ask_too_much() -> None:
    with in_a_thread(per_second=2) as signer:
        sealed = seal(signer)
        assert check(signer, sealed)
        with pytest.raises(SignerBusy) as refused:
            check(signer, sealed)
        assert type(refused.value) is SignerBusy


def test_hashes_four_at_once_and_turns_the_rest_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "QUEUE_S", 0.1)
    release, at_once, most = threading.Event(), 0, 0
    lock = threading.Lock()

    def slow(*_: object) -> bool:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        release.wait(10)
        with lock:
            at_once -= 1
        return True

    with in_a_thread() as signer:
        sealed = seal(signer)
        monkeypatch.setattr(sealing, "verify_secret", slow)
        with ThreadPoolExecutor(12) as pool:
            tries = [pool.submit(check, signer, sealed) for _ in range(12)]
            deadline = time.monotonic() + 10
            while sum(done.done() for done in tries) < 8 and time.monotonic() < deadline:
                time.sleep(0.01)
            release.set()
        ended = [type(done.exception()) for done in tries]
    assert most == 4
    assert ended.count(SignerBusy) == 8


def test_takes_no_more_connections_than_it_has_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTIONS_MAX", 3)
    with in_a_thread() as signer:
        held = [socket.socket(socket.AF_UNIX) for _ in range(3)]
        try:
            for line in held:
                line.connect(str(signer.path))
            with signer.line() as fourth:
                assert fourth.recv(1) == b""
        finally:
            for line in held:
                line.close()


def test_finishes_what_it_was_asked_before_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    began = threading.Event()

    def slow(*_: object) -> bool:
        began.set()
        time.sleep(0.3)
        return True

    with ThreadPoolExecutor(1) as pool:
        with in_a_thread() as signer:
            sealed = seal(signer)
            monkeypatch.setattr(sealing, "verify_secret", slow)
            done = pool.submit(check, signer, sealed)
            began.wait(5)
        assert done.result()
    assert not signer.path.exists()


def test_tells_no_secret_to_a_signer_of_another_user(one: Signer) -> None:
    told = SocketPinSigner(one.path, NOT_ME)
    with pytest.raises(SignerAway):
        told.seal(subject=MARTA, secret="7294", purpose=Purpose.PIN)
    assert not told.is_there()


def test_lets_nobody_in_while_there_is_no_signer(tmp_path: Path) -> None:
    nowhere = SocketPinSigner(tmp_path / "nothing", ME)
    with pytest.raises(SignerAway):
        nowhere.check(
            subject=MARTA, secret="7294", purpose=Purpose.PIN, sealed=SealedSecret(b"x" * 40)
        )


@pytest.mark.parametrize(
    "said",
    [b"", b"\x00\x00\x00\x01\x01", b"\xff\xff\xff\xff", b"\x00\x00"],
    ids=["nothing", "no reply", "too much", "half a length"],
)
def test_believes_no_answer_that_is_not_one(said: bytes) -> None:
    with signers.liar(said) as path, pytest.raises(SignerAway):
        SocketPinSigner(path, ME).check(
            subject=MARTA, secret="7294", purpose=Purpose.PIN, sealed=SealedSecret(b"x" * 40)
        )
