"""What a member owns, as pages show it. Everything starts from the member: another person's product
is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from minga.kit import sql
from minga.kit.money import Money
from minga.ledger import queries as ledger
from minga.savings.models import ProductKind, SavingsAccount
from minga.savings.tails import tails

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Product:
    """A savings product and what it holds now."""

    id: UUID
    kind: str
    name: str
    number: str
    tail: str
    ledger_account_id: int
    opened_on: date
    total: Money
    held: Money
    is_open: bool
    is_goal: bool = False

    @property
    def available(self) -> Money:
        return self.total - self.held

    @property
    def can_pay_out(self) -> bool:
        """Only sight savings can be moved by the member; aportes leave when the member does."""
        return self.kind == ProductKind.SIGHT and self.is_open


@dataclass(frozen=True, slots=True)
class MovementsPage:
    """Some movements of one product, newest first; `next_cursor` asks for the ones before them."""

    product: Product
    movements: list[ledger.Movement]
    next_cursor: str | None
    months: list[date]


@dataclass(frozen=True, slots=True)
class Holding:
    """A product by itself, without what it holds."""

    id: UUID
    kind: ProductKind
    number: str
    ledger_account_id: int

    @property
    def name(self) -> str:
        return self.kind.label


_HOLDINGS = """
SELECT id, kind, number, ledger_account_id FROM savings_savingsaccount
 WHERE member_id = %s AND id = ANY (%s)
"""


def holdings(member_id: UUID, product_ids: Sequence[UUID]) -> dict[UUID, Holding]:
    """Those of the products that are this member's."""
    return {
        row[0]: Holding(row[0], ProductKind(row[1]), row[2], row[3])
        for row in sql.rows(_HOLDINGS, [member_id, list(product_ids)])
    }


def products_of(member_id: UUID) -> list[Product]:
    """All products of a member, sight savings first, oldest first; a goal with the name its member
    gave it. Two queries."""
    mine = SavingsAccount.objects.filter(member_id=member_id)
    accounts = list(mine.annotate(goal_name=F("goal__name")))
    balances = ledger.balances([one.ledger_account_id for one in accounts])
    order = list(ProductKind.values)
    ends = tails(one.number for one in accounts)
    found = [
        _product(one, one.goal_name, balances[one.ledger_account_id], ends[one.number])
        for one in accounts
    ]
    return sorted(found, key=lambda one: (order.index(one.kind), one.opened_on, one.number))


def product_of(member_id: UUID, product_id: UUID) -> Product | None:
    """One product, or None when the member has no such product."""
    return next((one for one in products_of(member_id) if one.id == product_id), None)


def movements_page(
    member_id: UUID, product_id: UUID, *, month: date | None, cursor: str | None, today: date
) -> MovementsPage | None:
    """A page of movements, of one month or of all; None when the member has no such product.

    A cursor that is not one of ours starts from the newest.
    """
    product = product_of(member_id, product_id)
    if product is None:
        return None
    since, until = (month, _last_day(month)) if month else (ledger.FIRST_DAY, ledger.LAST_DAY)
    found = ledger.movements(
        product.ledger_account_id,
        limit=PAGE_SIZE + 1,
        before=parse_cursor(cursor),
        since=since,
        until=until,
    )
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    first = ledger.first_business_date(product.ledger_account_id) or product.opened_on
    return MovementsPage(
        product=product,
        movements=shown,
        next_cursor=f"{shown[-1].business_date}.{shown[-1].version}" if more else None,
        months=_months(min(first, product.opened_on), today),
    )


def last_movements(product: Product, *, limit: int) -> list[ledger.Movement]:
    """The newest movements of a product that was read for its member."""
    return ledger.movements(product.ledger_account_id, limit=limit)


def parse_cursor(text: str | None) -> tuple[date, int] | None:
    """Business date and version of the last movement shown; None for anything else."""
    day, _, version = (text or "").partition(".")
    try:
        return date.fromisoformat(day), min(int(version), ledger.MAX_VERSION)
    except ValueError:
        return None


def _product(
    account: SavingsAccount, goal: str | None, balance: ledger.AccountBalance, tail: str
) -> Product:
    label = ProductKind(account.kind).label
    return Product(
        id=account.id,
        kind=account.kind,
        name=f"{label}: {goal}" if goal else label,
        number=account.number,
        tail=tail,
        ledger_account_id=account.ledger_account_id,
        opened_on=account.opened_on,
        total=balance.total,
        held=balance.held,
        is_open=balance.is_open,
        is_goal=goal is not None,
    )


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _months(first: date, today: date) -> list[date]:
    """First days of the months from today's back to the first one."""
    months = [today.replace(day=1)]
    while months[-1] > first.replace(day=1):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months
