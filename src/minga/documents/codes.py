"""The code of a paper: a hundred random bits, written so that people can read and type them."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U
LENGTH, GROUP = 20, 5
_TYPED = str.maketrans("ILO", "110", " -·.\u2010\u2011\u2012\u2013\u2014\u00a0\t")
TYPED_LENGTH_MAX = 60


def new_code() -> str:
    """Nobody can guess one: trying a million a second would take ages of the world."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """«7F3K2-0418M-9XQ4T-WB6ZC»."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_typed(text: str) -> str | None:
    """The code that somebody typed, however they grouped it; None when it cannot be one."""
    if len(text) > TYPED_LENGTH_MAX:
        return None
    code = text.upper().translate(_TYPED)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
