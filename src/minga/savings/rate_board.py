"""The board of rates of term deposits: by term and, if the cooperative wishes, by amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal


class NoRateOnTheBoard(Refusal):
    """No line of the board covers that amount and term."""

    code = "no_rate_on_the_board"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """From those amounts and terms on, both included, this rate; `term` counts days or months."""

    rate: Decimal
    term_from: int
    amount_from: Money = ZERO


def rate_on_board(board: Sequence[BoardLine], *, amount: Money, term: int) -> Decimal:
    """The rate of the line that starts nearest below the amount and the term.

    Raises NoRateOnTheBoard below every line: a rate is never guessed.
    """
    fitting = [line for line in board if line.term_from <= term and line.amount_from <= amount]
    if not fitting:
        raise NoRateOnTheBoard(amount=amount, term=term)
    return max(fitting, key=lambda line: (line.amount_from, line.term_from)).rate
