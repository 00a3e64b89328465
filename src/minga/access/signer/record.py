"""What a sealed record says about itself in its first bytes, unencrypted."""

VERSION = 1
HEADER_BYTES = 4  # version, purpose, inner key, outer key
INNER_AT, OUTER_AT = 2, 3
NONCE_BYTES = 12


def inner_key_of(sealed: bytes) -> int:
    """The number of the inner key a record names; 0 for what is no record."""
    return sealed[INNER_AT] if len(sealed) >= HEADER_BYTES else 0


def same_sealing(one: bytes, other: bytes) -> bool:
    """Whether two records came from one sealing, be it under different outer keys.

    Wrapping again keeps the nonce, which is drawn anew for each sealing: the key differs, so that
    it still serves once per key. A secret that was changed meanwhile is another sealing.
    """
    return _identity(one) == _identity(other)


def _identity(sealed: bytes) -> bytes:
    return sealed[:OUTER_AT] + sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
