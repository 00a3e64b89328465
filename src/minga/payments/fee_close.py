"""Fees of savings accounts, charged on the last day of a month by the plans that have one.

    Dr savings at sight             the fee
        Cr fees of savings accounts     the fee
    Dr savings at sight             GMF, unless the account is marked exempt and has room left
        Cr GMF payable                  GMF

The handling fee is of accounts that were open the whole month; the inactivity fee, of those that
are inactive at its end. Where the balance does not reach for the fee with its tax, nothing is
charged and nothing is owed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from minga.kit import ids, sql
from minga.kit.money import Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, LedgerRefusal, credit, debit
from minga.payments.gmf_room import MonthOfTax, month_of_tax
from minga.payments.models import AccountFee
from minga.savings.fees import plans_that_charge
from minga.savings.models import FeeKind

TAXES_KEY = "gmf.taxes.savings_to_fee"
PIECE = 500
_DUE = Path(__file__).parent / "sql" / "fees_due.sql"


@dataclass(frozen=True, slots=True)
class _Due:
    """One account that owes a month's fee, and what it has."""

    account_id: UUID
    number: str
    ledger_account_id: int
    amount: Money
    available: Money


def account_fees(*, day: date, at: datetime, before: Mapping[str, str]) -> dict[str, str]:
    """Does the day in the caller's transaction; answers the figures. Raises MissingParameter."""
    del before
    if (day + timedelta(days=1)).day != 1:
        return {"charged": "0", "let_go": "0"}
    charged = let_go = 0
    for what in FeeKind:
        fees, default = plans_that_charge(what, day)
        while fees and (due := _piece(what, fees, default, day)):
            done = _charge(what, due, day, at)
            charged, let_go = charged + done, let_go + len(due) - done
    return {"charged": str(charged), "let_go": str(let_go)}


def _piece(
    what: FeeKind, fees: Mapping[UUID, Money], default: UUID | None, day: date
) -> list[_Due]:
    """The next accounts nothing was written of this month."""
    rows = sql.rows_named(
        sql.text(_DUE),
        {
            "what": what, "month": day.replace(day=1), "day": day, "default_plan": default,
            "plans": list(fees), "amounts": [amount.amount for amount in fees.values()],
            "inactive": what == FeeKind.INACTIVITY, "piece": PIECE,
        },
    )  # fmt: skip
    return [
        _Due(account, number, ledger_account, Money(amount), Money(available))
        for account, number, ledger_account, amount, available in rows
    ]


def _charge(what: FeeKind, due: Sequence[_Due], day: date, at: datetime) -> int:
    """Charges those that can pay; writes of all of them what became of the fee. How many paid."""
    taxes = month_of_tax([one.account_id for one in due], TAXES_KEY, day)
    able = [
        one for one in due if one.amount + taxes.on(one.account_id, one.amount) <= one.available
    ]
    answers = post.post_batch([_entry(what, one, taxes, day, at) for one in able], atomic=False)
    entries = {
        one.account_id: answer.entry_id
        for one, answer in zip(able, answers, strict=True)
        if not isinstance(answer, LedgerRefusal)
    }
    rows = [
        AccountFee(
            account_id=one.account_id, what=what, month=day.replace(day=1), on=day,
            amount=one.amount.amount, tax=taxes.on(one.account_id, one.amount).amount,
            entry_id=entries.get(one.account_id),
        )
        for one in due
    ]  # fmt: skip
    AccountFee.objects.bulk_create(rows)
    taxes.spend({one.account_id: one.amount for one in due if one.account_id in entries})
    return len(entries)


def _entry(what: FeeKind, one: _Due, taxes: MonthOfTax, day: date, at: datetime) -> EntryDraft:
    income = accounts.internal_account("SAVINGS_FEE_INCOME")
    lines = [debit(one.ledger_account_id, one.amount), credit(income, one.amount)]
    tax = taxes.on(one.account_id, one.amount)
    if tax:
        payable = accounts.internal_account("GMF_PAYABLE")
        lines += [debit(one.ledger_account_id, tax), credit(payable, tax)]
    return EntryDraft(
        key=ids.key_from("account_fee", what, one.number, f"{day:%Y-%m}"), kind="account_fee",
        business_date=day, occurred_at=at, description=str(what.label), actor="system:day_close",
        lines=tuple(lines),
    )  # fmt: skip
