"""The ledger's way to its functions; see `minga.kit.sql`."""

from minga.kit.retry import retried
from minga.kit.sql import Row, one, rows

# For calls that are a transaction of their own when the caller has none: asked again when the
# database gave one up in favour of another caller.
rows_of_call = retried(rows)

__all__ = ["Row", "one", "rows", "rows_of_call"]
