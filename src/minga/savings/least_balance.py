"""What must stay in an account at sight, as its plan says from a day on."""

from datetime import date

from minga.kit import sql
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.ledger import queries as ledger
from minga.ledger.entry import InsufficientFunds
from minga.savings.models import ProductKind, SavingsAccount


class BelowLeastBalance(Refusal):
    """Less than the plan asks for would stay in the account: `least`."""

    code = "below_least_balance"

    def __init__(self, least: Money) -> None:
        super().__init__(least=least)
        self.least = least


def least_balance(account: SavingsAccount, on: date) -> Money:
    """In pesos; zero for other kinds than sight, and where no plan says anything."""
    if account.kind != ProductKind.SIGHT:
        return ZERO
    least = sql.one("SELECT savings_least_balance(%s, %s)", [account.plan_id, on])[0]
    return Money(least)


def require_least_balance(account: SavingsAccount, on: date) -> None:
    """After the money left, in the transaction that moved it: the balance is held by then, so what
    is read is what stays. Raises BelowLeastBalance; the caller's transaction takes the move back.
    """
    least = least_balance(account, on)
    if not least:
        return
    there = ledger.balances([account.ledger_account_id])[account.ledger_account_id]
    if there.available < least:
        raise BelowLeastBalance(least)


def require_can_leave(account: SavingsAccount, total: Money, on: date) -> None:
    """Before anybody is asked to approve a move of `total`, cost included; reading only, so the
    books ask again when it is made. Raises InsufficientFunds, BelowLeastBalance."""
    there = ledger.balances([account.ledger_account_id])[account.ledger_account_id]
    if there.available < total:
        raise InsufficientFunds(account_id=account.ledger_account_id)
    least = least_balance(account, on)
    if there.available - total < least:
        raise BelowLeastBalance(least)
