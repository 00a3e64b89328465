"""Identifiers: time-ordered UUIDs, keys derived from requests, and references people can read
aloud."""

import secrets
import time
from hashlib import blake2b
from uuid import UUID

_REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7): new rows land together on disk."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return _with_version(value, 7)


def key_in_scope(scope: str, key: UUID) -> UUID:
    """The same key in another person's hands is another key; the time order of a version-7 key is
    kept."""
    digest = blake2b(key.bytes, key=scope.encode()[:64], digest_size=10).digest()
    return _with_version((key.int >> 80) << 80 | int.from_bytes(digest), 8)


def key_from(*parts: str) -> UUID:
    """A key that is always the same for the same words (for example an account number and a
    reference)."""
    text = "\x1f".join(parts).encode()
    return _with_version(int.from_bytes(blake2b(text, digest_size=16).digest()), 8)


def request_hash(*parts: object) -> bytes:
    """Sixteen bytes that stand for what was asked: equal requests, equal hashes."""
    text = "\x1f".join(str(part) for part in parts).encode()
    return blake2b(text, digest_size=16).digest()


def reference(key: UUID) -> str:
    """Ten characters in two groups, such as 7F3K2-0418M, made from the key: read aloud without
    confusion."""
    number = int.from_bytes(blake2b(key.bytes, digest_size=8).digest()) & (1 << 50) - 1
    text = "".join(_REFERENCE_ALPHABET[number >> shift & 31] for shift in range(45, -1, -5))
    return f"{text[:5]}-{text[5:]}"


def _with_version(value: int, version: int) -> UUID:
    value &= ~(0xF000 << 64 | 0xC000 << 48)
    return UUID(int=value | version << 76 | 0x8000 << 48)
