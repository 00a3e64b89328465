"""What is asked for, with the terms of today."""

from typing import Protocol
from uuid import UUID

from minga.doors.web.loan_words import OUTSIDE
from minga.kit import clock
from minga.kit.money import Money
from minga.loans.line_quote import LineQuote, quote_line
from minga.loans.lines import LineNotOffered, line_offered
from minga.loans.plan import Method


class Asked(Protocol):
    """A request, or what a codebtor was asked to owe too."""

    @property
    def line_id(self) -> UUID: ...
    @property
    def amount(self) -> Money: ...
    @property
    def periods(self) -> int: ...
    @property
    def method(self) -> Method: ...
    @property
    def grace(self) -> int: ...
    @property
    def pay_day(self) -> int | None: ...


def quoted_today(asked: Asked) -> LineQuote | None:
    """None when the line does not lend it any more."""
    on = clock.business_date(clock.now())
    try:
        return quote_line(
            line_offered(asked.line_id, on), amount=asked.amount, periods=asked.periods,
            method=asked.method, on=on, grace=asked.grace, pay_day=asked.pay_day,
        )  # fmt: skip
    except (LineNotOffered, *OUTSIDE):
        return None
