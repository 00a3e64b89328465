"""Random tokens for cookies and links, and what is stored of them."""

import secrets
from hashlib import sha256

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, as text for a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> bytes:
    """What is stored of a token. Random enough to need no key: guessing one is not possible."""
    return sha256(token.encode()).digest()
