"""The sealing itself."""

import hmac
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from os import urandom
from uuid import UUID

from argon2.exceptions import VerificationError
from argon2.low_level import Type, hash_secret, verify_secret
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from minga.access.pin_signer import Purpose, SealedSecret, SignerBusy
from minga.access.signer.record import (
    HEADER_BYTES,
    INNER_AT,
    NONCE_BYTES,
    OUTER_AT,
    VERSION,
    inner_key_of,
)

HASHES_AT_ONCE = 4
QUEUE_S = 1.0
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1  # OWASP's minimum; the keys carry the weight


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys in use, by number; the highest number seals."""

    inner: Mapping[int, bytes]
    outer: Mapping[int, bytes]

    @property
    def newest_inner(self) -> int:
        """The inner key that seals."""
        return max(self.inner)

    @property
    def newest_outer(self) -> int:
        """The outer key that seals."""
        return max(self.outer)


class LocalPinSigner:
    """Does the sealing in this process.

    h = HMAC-SHA-256(inner key of the purpose, member ‖ secret) → Argon2id → AES-256-GCM with the
    outer key, AAD = member ‖ header. The header names the keys, so that old records stay readable
    after a rotation; the highest number seals.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys  # changed as a whole only: a call works with those it began with
        self._places = threading.BoundedSemaphore(HASHES_AT_ONCE)

    @property
    def newest_inner(self) -> int:
        """The number of the inner key that seals."""
        return self._keys.newest_inner

    def seal(self, *, subject: UUID, secret: str, purpose: Purpose) -> SealedSecret:
        """See PinSigner."""
        keys = self._keys
        inner = keys.newest_inner
        peppered = _pepper(keys.inner[inner], subject, secret, purpose)
        with self._place():
            hashed = _hash(peppered)
        beginning = bytes((VERSION, purpose, inner))
        return _wrap(keys, subject, beginning, urandom(NONCE_BYTES), hashed)

    def check(self, *, subject: UUID, secret: str, purpose: Purpose, sealed: SealedSecret) -> bool:
        """See PinSigner."""
        keys = self._keys
        hashed = _unwrap(keys, subject, sealed)
        if hashed is not None and (sealed[1] != purpose or sealed[INNER_AT] not in keys.inner):
            hashed = None
        inner = keys.newest_inner if hashed is None else sealed[INNER_AT]
        peppered = _pepper(keys.inner[inner], subject, secret, purpose)
        with self._place():
            # A record that does not open costs a hash too: the time says nothing about it.
            return _verifies(hashed or _nobodys_hash(), peppered) and hashed is not None

    def is_outdated(self, sealed: SealedSecret) -> bool:
        """See PinSigner."""
        return inner_key_of(sealed) < self.newest_inner

    def rewrap(self, records: Sequence[tuple[UUID, SealedSecret]]) -> list[SealedSecret | None]:
        """See KeyKeeper."""
        keys = self._keys
        return [_rewrapped(keys, subject, sealed) for subject, sealed in records]

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the few places at the hashing table, after a short queue at most."""
        if not self._places.acquire(timeout=QUEUE_S):
            raise SignerBusy
        try:
            yield
        finally:
            self._places.release()


def _rewrapped(keys: Keys, subject: UUID, sealed: SealedSecret) -> SealedSecret | None:
    hashed = _unwrap(keys, subject, sealed)
    if hashed is None or sealed[OUTER_AT] == keys.newest_outer:
        return None if hashed is None else sealed
    nonce = sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    return _wrap(keys, subject, sealed[:OUTER_AT], nonce, hashed)


def _wrap(keys: Keys, subject: UUID, beginning: bytes, nonce: bytes, hashed: bytes) -> SealedSecret:
    header = beginning + bytes([keys.newest_outer])
    cipher = AESGCM(keys.outer[header[OUTER_AT]])
    return SealedSecret(header + nonce + cipher.encrypt(nonce, hashed, subject.bytes + header))


def _unwrap(keys: Keys, subject: UUID, sealed: bytes) -> bytes | None:
    header, rest = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    if len(header) < HEADER_BYTES or header[0] != VERSION or header[OUTER_AT] not in keys.outer:
        return None
    nonce, wrapped = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    try:
        return AESGCM(keys.outer[header[OUTER_AT]]).decrypt(nonce, wrapped, subject.bytes + header)
    except (InvalidTag, ValueError):
        return None


def _pepper(key: bytes, subject: UUID, secret: str, purpose: Purpose) -> bytes:
    own_key = hmac.digest(key, f"minga {purpose.name}".encode(), "sha256")
    return hmac.digest(own_key, subject.bytes + secret.encode(), "sha256")


def _hash(peppered: bytes) -> bytes:
    return hash_secret(peppered, urandom(16), PASSES, MEMORY_KIB, LANES, hash_len=32, type=Type.ID)


def _verifies(hashed: bytes, peppered: bytes) -> bool:
    try:
        return verify_secret(hashed, peppered, Type.ID)
    except VerificationError:
        return False


@cache
def _nobodys_hash() -> bytes:
    return _hash(urandom(32))
