"""Digests that need a key of this home, and random tokens. The keys are never in the database."""

import hmac
import secrets
from functools import cache
from hashlib import sha256

from minga.kit.home import read_environment, secret

TOKEN_BYTES = 32


def keyed(purpose: str, *parts: str | bytes) -> bytes:
    """HMAC-SHA-256 of the parts, with a key of its own for each purpose.

    Parts are told apart by their lengths, so that ("ab", "c") and ("a", "bc") differ.
    """
    message = b"".join(
        len(part).to_bytes(4) + part
        for part in (part.encode() if isinstance(part, str) else part for part in parts)
    )
    own_key = hmac.digest(_key(), purpose.encode(), "sha256")
    return hmac.digest(own_key, message, "sha256")


def new_token() -> str:
    """256 random bits, as text for a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> bytes:
    """What is stored of a token. Random enough to need no key: guessing one is not possible."""
    return sha256(token.encode()).digest()


@cache
def _key() -> bytes:
    return secret(read_environment().home, "access")
