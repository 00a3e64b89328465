"""`minga books subledger`: what members' products add up to, against their control accounts."""

import csv
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minga.day_close.accrual_control import AccrualControl
    from minga.ledger.subledger import Control, Difference

WORDS = {
    "no_product": "la cuenta tiene {found} y no es de ningún producto",
    "no_account": "el producto apunta a una cuenta que no existe",
    "wrong_code": "la cuenta está en el código {found} y debe estar en {expected}",
    "shared_account": "la misma cuenta es de {found} productos y debe ser de {expected}",
    "stored_balance": "el saldo guardado es {found} y sus partidas suman {expected}",
    "owed": "sus cuentas tienen {found} y el producto dice {expected}",
}


def subledger(*, as_csv: bool) -> int:
    """Prints each control account with the sum of its products; 1, and the rows, if they differ."""
    from minga.day_close.interest_payable import interest_payable
    from minga.day_close.suspended_interest import suspended_interest
    from minga.ledger import subledger as books
    from minga.ledger.books_check import snapshot
    from minga.loans.subledger import PRODUCTS as LOANS
    from minga.payments.subledger import PRODUCTS as EMPLOYERS
    from minga.savings.subledger import PRODUCTS as SAVINGS

    products = (SAVINGS, LOANS, EMPLOYERS)
    with snapshot():
        controls = books.controls(products)
        interest = [interest_payable(), suspended_interest()]
        _print_csv(controls, interest) if as_csv else _print_table(controls, interest)
        wrong = sum(1 for one in interest if not one.agrees)
        wrong += sum(1 for one in controls if one.difference)
        for row in books.differences(products):
            wrong += 1
            print(describe(row), file=sys.stderr if as_csv else sys.stdout)
    if not as_csv:
        print("Los productos NO cuadran con sus cuentas." if wrong else "Los productos cuadran.")
    return 1 if wrong else 0


def describe(row: "Difference") -> str:
    """«2110 · CDAT-00000007 · cuenta 31: …», with only the parts that apply."""
    account = f"cuenta {row.account_id}" if row.account_id is not None else None
    where = " · ".join(part for part in (row.code, row.number, account) if part)
    return f"{where}: {WORDS[row.what].format(found=row.found, expected=row.expected)}"


def _rows(controls: "list[Control]", interest: "list[AccrualControl]") -> list[tuple[str, ...]]:
    from minga.ledger.accounts import chart_code

    rows = [
        (one.code, one.name, str(one.count), str(one.books), str(one.products), str(one.difference))
        for one in controls
    ]
    for each in interest:
        code, name = chart_code(each.chart_key)
        difference = f"{each.books.amount - each.accruals:f}"
        rows.append((code, name, "", str(each.books), f"{each.accruals:f}", difference))
    return sorted(rows)


def _print_csv(controls: "list[Control]", interest: "list[AccrualControl]") -> None:
    out = csv.writer(sys.stdout)
    out.writerow(["codigo", "cuenta", "productos", "contabilidad", "suma", "diferencia"])
    out.writerows(_rows(controls, interest))


def _print_table(controls: "list[Control]", interest: "list[AccrualControl]") -> None:
    table: list[tuple[str, ...]] = [
        ("Código", "Cuenta", "Productos", "Contabilidad", "Suma", "Diferencia")
    ]
    table += [(*row[:3], *(_cop(cell) for cell in row[3:])) for row in _rows(controls, interest)]
    widths = [max(len(line[column]) for line in table) for column in range(6)]
    for line in table:
        words = [line[0].ljust(widths[0]), line[1].ljust(widths[1])]
        words += [line[column].rjust(widths[column]) for column in range(2, 6)]
        print("  ".join(words).rstrip())


def _cop(amount: str) -> str:
    """Centavos as people write them; what is finer stays as it is, since it is what is wrong."""
    from decimal import Decimal

    from minga.doors.web.templatetags.money import cop
    from minga.kit.money import CENT, Money

    value = Decimal(amount)
    return cop(Money(value)) if value == value.quantize(CENT) else amount
