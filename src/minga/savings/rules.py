"""Pure rules of savings files: how a column writes its amounts."""

from collections.abc import Mapping
from enum import StrEnum


class AmountFormat(StrEnum):
    """How a column separates thousands and centavos."""

    MACHINE = "machine"  # 1234.50
    COLOMBIAN = "colombian"  # 1.234,50


def amount_formats(
    counts: Mapping[str, Mapping[AmountFormat, int]],
) -> dict[str, AmountFormat | None]:
    """The format of each column, from how many of its values can only be read in one of them.

    «1234.50» can only be machine text and «1.234,50» or «1.234.567» only Colombian; «1234» is the
    same in both; «1.234» proves nothing, because no amount has three decimals and a program may
    still have written them. The more frequent format is the column's; a column that proves nothing
    takes the format that the other columns prove; None when none does (then «1.234» is refused).
    """
    total = {kind: sum(column[kind] for column in counts.values()) for kind in AmountFormat}
    common = _more_frequent(total)
    return {name: _more_frequent(column) or common for name, column in counts.items()}


def _more_frequent(counts: Mapping[AmountFormat, int]) -> AmountFormat | None:
    machine, colombian = counts[AmountFormat.MACHINE], counts[AmountFormat.COLOMBIAN]
    if machine == colombian:
        return AmountFormat.MACHINE if machine else None
    return AmountFormat.MACHINE if machine > colombian else AmountFormat.COLOMBIAN
