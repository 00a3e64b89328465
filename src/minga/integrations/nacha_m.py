"""The detail record of NACHA-M, 106 columns, as CENIT lays it out (layout of 2026-05-07)."""

from dataclasses import dataclass
from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal

RECORD_LENGTH = 106
BLOCK = 10
CENTAVOS = Decimal(100)


class DoesNotFit(Refusal):
    """The value is longer than its field, or an amount is negative."""

    code = "does_not_fit"


@dataclass(frozen=True, slots=True)
class Field:
    """Where a value stands: its first column, counted from 1, and its length."""

    start: int
    length: int


DETAIL = {
    "transaction_code": Field(2, 2),
    "receiving_dfi": Field(4, 8),
    "check_digit": Field(12, 1),
    "account": Field(13, 17),
    "amount_centavos": Field(30, 18),
    "receiver_id": Field(48, 15),
    "receiver_name": Field(63, 22),
    "addenda_ind": Field(87, 1),
    "trace": Field(88, 15),
}


def amount_field(amount: Money) -> str:
    """Centavos with zeros in front. Raises DoesNotFit."""
    text = str(int(amount.amount * CENTAVOS)).zfill(DETAIL["amount_centavos"].length)
    if amount < ZERO or len(text) > DETAIL["amount_centavos"].length:
        raise DoesNotFit(amount=amount)
    return text
