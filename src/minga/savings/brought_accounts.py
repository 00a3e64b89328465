"""Accounts of savings and aportes from a file of products: how their rows are read and written.

What an account holds comes with its movements. The interest of the running month comes here, and is
credited with the rest of the month on its last day:
    Dr MIGRATION                            interest of the month up to the cut-over
        Cr interest payable on deposits (DEP_INT_PAYABLE)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from minga.kit import cells
from minga.kit.ids import uuid7
from minga.kit.import_rows import Fault, read_cells
from minga.kit.money import Money
from minga.ledger import openings
from minga.ledger.accounts import internal_account, open_member_accounts
from minga.ledger.entry import credit
from minga.members.bring_products import changes
from minga.members.product_rows import CUT_OVER, Owned, ProductRow, ProductRows, There, Work
from minga.savings.models import Accrual, ProductKind, SavingsAccount, SavingsPlan

# Where the money of each kind stands in the chart of accounts.
CHART_KEYS = {
    ProductKind.SIGHT: "SAVINGS_SIGHT",
    ProductKind.APORTES: "APORTES",
    ProductKind.PERMANENT: "SAVINGS_PERMANENT",
    ProductKind.CONTRACTUAL: "SAVINGS_CONTRACTUAL",
}
ACCOUNT_COLUMNS = ("plan", "interes_causado", "retencion_causada")
UNKNOWN_PLAN = "Ningún plan de este producto tiene este código: trae primero el archivo de planes."
UNKNOWN_SIGHT = (
    "Ninguna cuenta de ahorros a la vista de este asociado tiene este número: tráela antes, en "
    "otro archivo o en una fila de más arriba."
)
NEEDS_DAY = "Escribe hasta qué día van esos intereses, como AAAA-MM-DD."
MONTH_END = "El corte es fin de mes: abónale el mes en el otro sistema y tráelo sin intereses."
MORE_WITHHELD = "Es más que los intereses: revisa los dos valores."


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """What a row says beyond everybody's."""

    plan: str | None
    interest: Decimal
    withheld: Decimal


READERS = {
    "plan": cells.optional(cells.code),
    "interes_causado": cells.money,
    "retencion_causada": cells.money,
}


def read_account(row: ProductRow, given: Mapping[str, str]) -> AccountTerms | list[Fault]:
    """The terms of an account, or what is wrong."""
    found, faults = read_cells(given, READERS)
    if not faults:
        faults = list(_unfit(row, found, given))
    return faults or AccountTerms(
        found["plan"], found["interes_causado"], found["retencion_causada"]
    )


def _unfit(row: ProductRow, found: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[Fault]:
    interest = found["interes_causado"]
    if found["retencion_causada"] > interest:
        yield Fault("retencion_causada", given["retencion_causada"], MORE_WITHHELD)
    if interest and row.cut_over is None:
        yield Fault(CUT_OVER, "", NEEDS_DAY)
    elif interest and row.cut_over and (row.cut_over + timedelta(days=1)).day == 1:
        yield Fault("interes_causado", given["interes_causado"], MONTH_END)


def known_accounts(kind: ProductKind, numbers: Sequence[str]) -> dict[str, There]:
    """The accounts of a kind among those numbers."""
    found = SavingsAccount.objects.filter(kind=kind, number__in=numbers)
    return {one.number: There(one.member_id, one.kind, one.opened_on, one) for one in found}


def changed_account(owned: Owned, there: There) -> list[Fault]:
    """Only what the row says is compared: an account may have got its plan here."""
    row = owned.row
    one: SavingsAccount = there.stored
    plan = one.plan.code if one.plan else None
    return changes(
        (
            CUT_OVER, str(row.cut_over or ""),
            row.cut_over is not None and one.accrued_until != row.cut_over,
        ),
        ("plan", owned.terms.plan or "", owned.terms.plan not in {None, plan}),
    )  # fmt: skip


def cut_overs_of_accounts(kind: ProductKind, since: date) -> set[date]:
    """The cut-over days after a day."""
    found = SavingsAccount.objects.filter(kind=kind, accrued_until__gt=since)
    return {day for day in found.values_list("accrued_until", flat=True).distinct() if day}


def open_accounts(
    work: Work, kind: ProductKind, rows: Sequence[Owned], at: datetime
) -> list[tuple[Owned, SavingsAccount]]:
    """Opens the accounts of the rows whose plan is there, with the interest they bring."""
    plans = {one.code: one for one in SavingsPlan.objects.filter(kind=kind)}
    good = []
    for owned in rows:
        if owned.terms.plan is not None and owned.terms.plan not in plans:
            work.refuse(owned.record, [Fault("plan", owned.terms.plan, UNKNOWN_PLAN)])
        else:
            good.append((uuid7(), owned))
    ledger_accounts = open_member_accounts(CHART_KEYS[kind], "savings", [pk for pk, _ in good])
    opened = [
        (
            owned,
            SavingsAccount(
                id=pk, member_id=owned.owner, kind=kind, plan=plans.get(owned.terms.plan or ""),
                number=owned.row.number, ledger_account_id=ledger_accounts[pk],
                opened_on=owned.row.opened_on, accrued_until=owned.row.cut_over,
            ),
        )
        for pk, owned in good
    ]  # fmt: skip
    SavingsAccount.objects.bulk_create(account for _, account in opened)
    _bring_interest(opened, at)
    return opened


def _bring_interest(opened: Sequence[tuple[Owned, SavingsAccount]], at: datetime) -> None:
    earning = [(owned, account) for owned, account in opened if owned.terms.interest]
    payable = internal_account("DEP_INT_PAYABLE")
    openings.post_openings(
        [
            openings.opening(
                number=account.number, on=owned.row.brought_on, at=at,
                lines=(credit(payable, Money(owned.terms.interest)),),
            )
            for owned, account in earning
        ]
    )  # fmt: skip
    Accrual.objects.bulk_create(
        Accrual(
            business_date=owned.row.brought_on, product=account.id, balance=0, rate_ea=0,
            gross=owned.terms.interest, withheld=owned.terms.withheld,
        )
        for owned, account in earning
    )  # fmt: skip


def sight_accounts(rows: Sequence[Owned], numbers: Sequence[str]) -> dict[tuple[UUID, str], UUID]:
    """Sight accounts with those numbers, by their owner and number."""
    found = SavingsAccount.objects.filter(
        kind=ProductKind.SIGHT, number__in=numbers, member_id__in=[one.owner for one in rows]
    )
    return {(one.member_id, one.number): one.id for one in found}


def rows_of(kind: ProductKind, at: datetime) -> ProductRows:
    """How accounts of a kind are brought."""
    return ProductRows(
        columns=ACCOUNT_COLUMNS,
        read=read_account,
        known=partial(known_accounts, kind),
        changed=changed_account,
        write=lambda work, rows: len(open_accounts(work, kind, rows, at)),
        cut_overs=partial(cut_overs_of_accounts, kind),
    )
