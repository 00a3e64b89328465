"""The measured members and products: their ids follow from their number, so nobody looks them up.

They have the shape of the ids that the office makes: version 7, in the order of their making.
"""

from uuid import UUID

_MADE_AT_MS = 1_704_067_200_000


def member_id(i: int) -> UUID:
    """The id of member number i."""
    return _nth(i, 1)


def product_id(i: int) -> UUID:
    """The id of product number i; member i owns the products 2i and 2i + 1."""
    return _nth(i, 2)


def _nth(i: int, series: int) -> UUID:
    return UUID(int=(_MADE_AT_MS + i) << 80 | 7 << 76 | series << 64 | 0b10 << 62 | i)
