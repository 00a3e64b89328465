import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from argon2.low_level import Type, verify_secret
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from minga.access.pin_signer import Purpose, SealedSecret, SignerBusy
from minga.access.signer import local as sealing
from minga.access.signer.local import Keys, LocalPinSigner

INNER, OUTER = {1: b"i" * 32}, {1: b"o" * 32}
MARTA, INSIDER = uuid4(), uuid4()


def seal(signer: LocalPinSigner, who: UUID = MARTA, secret: str = "7294") -> SealedSecret:
    return signer.seal(subject=who, secret=secret, purpose=Purpose.PIN)


def opens(
    signer: LocalPinSigner,
    sealed: bytes,
    secret: str = "7294",
    who: UUID = MARTA,
    purpose: Purpose = Purpose.PIN,
) -> bool:
    return signer.check(subject=who, secret=secret, purpose=purpose, sealed=SealedSecret(sealed))


@pytest.fixture(scope="module")
def local() -> LocalPinSigner:
    return LocalPinSigner(Keys(INNER, OUTER))


def test_knows_the_secret_again(local: LocalPinSigner) -> None:
    assert opens(local, seal(local))


def test_refuses_any_other_secret(local: LocalPinSigner) -> None:
    assert not opens(local, seal(local), "7295")


def test_never_seals_the_same_twice(local: LocalPinSigner) -> None:
    assert seal(local) != seal(local)


def test_refuses_ones_own_record_copied_onto_another_member(local: LocalPinSigner) -> None:
    mine = seal(local, INSIDER)
    assert opens(local, mine, who=INSIDER)
    assert not opens(local, mine, who=MARTA)


def test_refuses_a_record_of_another_purpose(local: LocalPinSigner) -> None:
    answer = local.seal(subject=MARTA, secret="7294", purpose=Purpose.ANSWER)
    assert opens(local, answer, purpose=Purpose.ANSWER)
    assert not opens(local, answer)
    relabelled = answer[:1] + bytes([Purpose.PIN]) + answer[2:]
    assert not opens(local, relabelled)


@pytest.mark.parametrize("at", [0, 2, 3, 5, 20, -1])
def test_refuses_an_altered_record(local: LocalPinSigner, at: int) -> None:
    altered = bytearray(seal(local))
    altered[at] ^= 1
    assert not opens(local, bytes(altered))


@pytest.mark.parametrize("record", [b"", b"\x01\x01", b"\x01\x01\x01\x01short"])
def test_refuses_what_is_no_record(local: LocalPinSigner, record: bytes) -> None:
    assert not opens(local, record)


def test_is_useless_without_either_key(local: LocalPinSigner) -> None:
    record = seal(local)
    assert not opens(LocalPinSigner(Keys({1: b"x" * 32}, OUTER)), record)
    assert not opens(LocalPinSigner(Keys(INNER, {1: b"x" * 32})), record)


def test_reads_old_records_after_a_new_key_and_seals_with_the_new_one(
    local: LocalPinSigner,
) -> None:
    old = seal(local)
    rotated = LocalPinSigner(Keys(INNER, OUTER | {2: b"n" * 32}))
    assert opens(rotated, old)
    assert seal(rotated)[3] == 2
    assert not opens(local, seal(rotated))


def test_binds_the_record_to_the_member_in_the_wrapping_itself(local: LocalPinSigner) -> None:
    record = seal(local)
    header, nonce, wrapped = record[:4], record[4:16], record[16:]
    hashed = AESGCM(OUTER[1]).decrypt(nonce, wrapped, MARTA.bytes + header)
    assert hashed.startswith(b"$argon2id$v=19$m=19456,t=2,p=1$")


def test_would_accept_a_copied_record_if_neither_layer_knew_the_member(
    local: LocalPinSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_pepper", lambda key, who, secret, purpose: secret.encode())
    monkeypatch.setattr(
        sealing,
        "_unwrap",
        lambda keys, who, sealed: AESGCM(OUTER[1]).decrypt(
            sealed[4:16], sealed[16:], INSIDER.bytes + sealed[:4]
        ),
    )
    assert opens(local, seal(local, INSIDER), who=MARTA)


def hold_the_table(local: LocalPinSigner, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every hash waits until the event is set."""
    release = threading.Event()

    def slow(*_: object) -> bool:
        release.wait(10)
        return True

    monkeypatch.setattr(sealing, "verify_secret", slow)
    monkeypatch.setattr(sealing, "QUEUE_S", 0.05)
    return release


def test_refuses_a_fifth_hash_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    local = LocalPinSigner(Keys(INNER, OUTER))
    record = seal(local)
    release = hold_the_table(local, monkeypatch)
    with ThreadPoolExecutor(sealing.HASHES_AT_ONCE) as pool:
        hashing = [pool.submit(opens, local, record) for _ in range(sealing.HASHES_AT_ONCE)]
        while local._places._value:
            pass
        with pytest.raises(SignerBusy):
            opens(local, record)
        release.set()
        assert all(done.result() for done in hashing)
    assert opens(local, record)


def test_gives_its_place_back_when_the_secret_is_wrong(local: LocalPinSigner) -> None:
    for _ in range(sealing.HASHES_AT_ONCE + 1):
        assert not opens(local, seal(local), "0000")


def test_costs_a_hash_even_when_the_record_does_not_open(
    local: LocalPinSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[bytes] = []

    def verify(known: bytes, given: bytes, kind: Type) -> bool:
        hashed.append(known)
        return verify_secret(known, given, kind)

    monkeypatch.setattr(sealing, "verify_secret", verify)
    mine = seal(local, INSIDER)
    for sealed, who in ((b"", MARTA), (mine, MARTA), (mine[:-1], INSIDER)):
        assert not opens(local, sealed, who=who)
    assert len(hashed) == 3


def test_says_that_a_record_names_an_older_inner_key(local: LocalPinSigner) -> None:
    rotated = LocalPinSigner(Keys(INNER | {2: b"n" * 32}, OUTER))
    assert rotated.is_outdated(seal(local))
    assert opens(rotated, seal(local))
    assert not rotated.is_outdated(seal(rotated))


def test_wraps_again_without_knowing_the_secret(local: LocalPinSigner) -> None:
    rotated = LocalPinSigner(Keys(INNER, OUTER | {2: b"n" * 32}))
    (fresh,) = rotated.rewrap([(MARTA, seal(local))])
    assert fresh is not None
    assert fresh[3] == 2
    assert opens(LocalPinSigner(Keys(INNER, {2: b"n" * 32})), fresh)
    assert not opens(rotated, fresh, "7295")


def test_wraps_no_record_again_for_another_member(local: LocalPinSigner) -> None:
    assert local.rewrap([(MARTA, seal(local, INSIDER)), (MARTA, SealedSecret(b""))]) == [None, None]
