"""What a sealed record says about itself in its first bytes, unencrypted."""

VERSION = 1
HEADER_BYTES = 4  # version, purpose, inner key, outer key
INNER_AT, OUTER_AT = 2, 3


def inner_key_of(sealed: bytes) -> int:
    """The number of the inner key a record names; 0 for what is no record."""
    return sealed[INNER_AT] if len(sealed) >= HEADER_BYTES else 0
