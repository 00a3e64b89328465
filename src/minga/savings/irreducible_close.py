"""The part of aportes that may not be returned, shown apart in the books at the end of a day.

    Dr aportes shown as irreducible (310590)    what is missing for the figure of the bylaws, and
        Cr irreducible aportes (3110)           never more than there are aportes
    The other way round when the bylaws lower it.

Each member's aportes stay whole in their own account (3105): what is shown apart is the
cooperative's, so it is taken from 3105 by an auxiliary of its own. Without the figure nothing is
posted, and the close says so.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from minga.kit import ids, sql
from minga.kit.money import Money
from minga.ledger import accounts
from minga.ledger import queries as ledger
from minga.ledger.internal_pair import InternalPair, post_internal_pair
from minga.savings.irreducible import irreducible_minimum

KIND = "aportes_irreducible"
_APORTES = "SELECT COALESCE(sum(balance), 0) FROM ledger.day_end_balances('APORTES', %s)"


def irreducible_aportes(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers the figures."""
    del before
    figure = irreducible_minimum(day)
    if figure is None:
        return {"minimum": "missing"}
    fixed = accounts.internal_account("APORTES_FIXED")
    shown = ledger.balances([fixed])[fixed].total
    if shown != figure:
        total: Decimal = sql.one(_APORTES, [day])[0]
        change = min(figure, Money(total)) - shown
        post_internal_pair(change.amount, InternalPair(
            debit_key="APORTES_TAKEN", credit_key="APORTES_FIXED", kind=KIND, day=day, at=at,
            key=ids.key_from(KIND, day.isoformat()), description="Aportes mínimos no reducibles",
        ))  # fmt: skip
        shown += change
    return {"minimum": str(figure), "shown": str(shown)}
