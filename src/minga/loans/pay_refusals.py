"""Why a payment on a loan is not taken; doors say each in plain words."""

from minga.kit.money import Money
from minga.kit.refusal import Refusal


class UnknownLoan(Refusal):
    """This member has no such loan, or it has ended."""

    code = "unknown_loan"


class WithLimit(Refusal):
    """A refusal that says which amount would do."""

    def __init__(self, limit: Money) -> None:
        super().__init__(limit=limit)
        self.limit = limit


class MoreThanDue(WithLimit):
    """More than what is due: the rest would have to be told what it is for. `limit`: what is."""

    code = "more_than_due"


class NotTheInstalment(WithLimit):
    """An instalment that is not due yet is paid whole. `limit`: the whole."""

    code = "not_the_instalment"


class TooLittleExtra(WithLimit):
    """Not above what is due and the interest up to today, which come first. `limit`: those."""

    code = "too_little_extra"


class ExtraPaysAll(WithLimit):
    """As much as the whole loan or more: that is a payoff. `limit`: what the payoff is."""

    code = "extra_pays_all"


class PayoffChanged(WithLimit):
    """The payoff of that day is another amount. `limit`: the right one."""

    code = "payoff_changed"


class NothingToPayYet(Refusal):
    """The next instalment was paid before its date, and the one after has not begun."""

    code = "nothing_to_pay_yet"
