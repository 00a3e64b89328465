"""Sealing and checking PINs and security answers, with keys that the database never holds.

`PinSigner` is all the rest of the room knows. Today `LocalPinSigner` does the work inside the
process; a separate process behind a socket can take its place by changing `signer()` alone: calls
carry only a member's id, a secret and a sealed record, and answer with a record or yes or no.
No call is made inside a database transaction.
"""

import hmac
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from functools import cache
from os import urandom
from typing import NewType, Protocol
from uuid import UUID

from argon2.low_level import Type, hash_secret, verify_secret
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from minga.kit.home import read_environment, secret
from minga.kit.refusal import Refusal

SealedSecret = NewType("SealedSecret", bytes)

HASHES_AT_ONCE = 4
QUEUE_S = 1.0
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1  # OWASP's minimum; the keys carry the weight
_VERSION = 1
_HEADER_BYTES = 4  # version, purpose, inner key, outer key
_NONCE_BYTES = 12


class Purpose(IntEnum):
    """What a secret is for: a record of one purpose never serves another."""

    PIN = 1
    ANSWER = 2


class SignerBusy(Refusal):
    """Too many secrets are being checked at this moment; nothing was tried, nothing was counted."""

    code = "signer_busy"


class PinSigner(Protocol):
    """Whoever holds the keys."""

    def seal(self, *, subject: UUID, secret: str, purpose: Purpose) -> SealedSecret:
        """A record of the secret for that member. Raises SignerBusy."""

    def check(self, *, subject: UUID, secret: str, purpose: Purpose, sealed: SealedSecret) -> bool:
        """Whether the record is of this secret, for this member and purpose.

        A record that was made for another member or purpose, or was altered, answers no, like a
        wrong secret. Raises SignerBusy.
        """


class LocalPinSigner:
    """Does the sealing in this process.

    h = HMAC-SHA-256(inner key of the purpose, member ‖ secret) → Argon2id → AES-256-GCM with the
    outer key, AAD = member ‖ header. The header names the keys, so that old records stay readable
    after a rotation; the highest number seals.
    """

    def __init__(self, inner: Mapping[int, bytes], outer: Mapping[int, bytes]) -> None:
        self._inner = dict(inner)
        self._outer = dict(outer)
        self._places = threading.BoundedSemaphore(HASHES_AT_ONCE)

    def seal(self, *, subject: UUID, secret: str, purpose: Purpose) -> SealedSecret:
        """See PinSigner."""
        inner, outer = max(self._inner), max(self._outer)
        header = bytes((_VERSION, purpose, inner, outer))
        peppered = self._pepper(inner, subject, secret, purpose)
        with self._place():
            hashed = hash_secret(
                peppered, urandom(16), PASSES, MEMORY_KIB, LANES, hash_len=32, type=Type.ID
            )
        nonce = urandom(_NONCE_BYTES)
        wrapped = AESGCM(self._outer[outer]).encrypt(nonce, hashed, subject.bytes + header)
        return SealedSecret(header + nonce + wrapped)

    def check(self, *, subject: UUID, secret: str, purpose: Purpose, sealed: SealedSecret) -> bool:
        """See PinSigner."""
        header = sealed[:_HEADER_BYTES]
        hashed = self._unwrap(subject, sealed)
        if hashed is None or header[1] != purpose:
            return False
        peppered = self._pepper(header[2], subject, secret, purpose)
        with self._place():
            return _verifies(hashed, peppered)

    def _unwrap(self, subject: UUID, sealed: bytes) -> bytes | None:
        header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
        if len(header) < _HEADER_BYTES or header[0] != _VERSION or header[3] not in self._outer:
            return None
        nonce, wrapped = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return AESGCM(self._outer[header[3]]).decrypt(nonce, wrapped, subject.bytes + header)
        except (InvalidTag, ValueError):
            return None

    def _pepper(self, kid: int, subject: UUID, secret: str, purpose: Purpose) -> bytes:
        own_key = hmac.digest(self._inner[kid], f"minga {purpose.name}".encode(), "sha256")
        return hmac.digest(own_key, subject.bytes + secret.encode(), "sha256")

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the few places at the hashing table, after a short queue at most."""
        if not self._places.acquire(timeout=QUEUE_S):
            raise SignerBusy
        try:
            yield
        finally:
            self._places.release()


def _verifies(hashed: bytes, peppered: bytes) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return verify_secret(hashed, peppered, Type.ID)
    except VerificationError:
        return False


@cache
def signer() -> PinSigner:
    """The signer of this home. Its keys are made on first use, and must be backed up apart."""
    home = read_environment().home
    return LocalPinSigner(
        inner={1: secret(home, "pin-inner")}, outer={1: secret(home, "pin-outer")}
    )
