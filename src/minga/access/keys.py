"""Digests that need a key of this home, and random tokens. The keys are never in the database."""

import hmac
from functools import cache

from minga.kit.home import read_environment, secret
from minga.kit.tokens import new_token, token_digest

__all__ = ["keyed", "new_token", "token_digest"]


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


@cache
def _key() -> bytes:
    return secret(read_environment().home, "access")
