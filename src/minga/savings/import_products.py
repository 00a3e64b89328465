"""Products from a file, all of them or none; each gets its account in the books."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Unpack

from minga.kit.import_report import ImportResult, Options
from minga.members.bring_products import LastClosed, bring_products
from minga.members.product_rows import COLUMNS, ProductRows
from minga.savings.brought_accounts import rows_of
from minga.savings.brought_deposits import deposit_rows
from minga.savings.brought_goals import goal_rows
from minga.savings.models import ProductKind

__all__ = ["COLUMNS", "import_products", "kinds_of"]
Kinds = Callable[[datetime], Mapping[str, ProductRows]]


def kinds_of(at: datetime) -> dict[str, ProductRows]:
    """How each kind of product of this room is brought: accounts first, others pay to them."""
    plain = (ProductKind.SIGHT, ProductKind.APORTES, ProductKind.PERMANENT)
    return {
        **{kind.value: rows_of(kind, at) for kind in plain},
        ProductKind.CONTRACTUAL.value: goal_rows(at),
        ProductKind.TERM.value: deposit_rows(at),
    }


def import_products(
    *,
    path: Path,
    others: Kinds = lambda at: {},
    last_closed: LastClosed = lambda: None,
    **options: Unpack[Options],
) -> ImportResult:
    """Opens the products of a file that are not there yet; `others` are kinds of other rooms.

    Promises, refusals and options are those of `members.bring_products`.
    """
    kinds = kinds_of(options["at"]) | dict(others(options["at"]))
    return bring_products(path=path, kinds=kinds, last_closed=last_closed, **options)
