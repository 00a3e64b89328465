"""Files of products and movements for tests: Ana with two sight accounts and aportes, Luis with
one."""

from pathlib import Path
from typing import Any

from minga.kit.money import Money
from minga.kit.tests.import_files import Brought, bring, csv_text
from minga.ledger import queries as ledger
from minga.ledger.queries import Movement
from minga.members.tests.files import ANA, LUIS, bring_members
from minga.savings.import_movements import COLUMNS as MOVEMENT_COLUMNS
from minga.savings.import_movements import import_movements
from minga.savings.import_products import COLUMNS as PRODUCT_COLUMNS
from minga.savings.import_products import import_products
from minga.savings.models import SavingsAccount

SIGHT, SECOND, APORTES, LUIS_SIGHT = "T-ANA-1", "T-ANA-2", "T-ANA-3", "T-LUIS-1"


def product(number: str, **changes: str) -> dict[str, str]:
    """A row of a sight account of Ana."""
    return {
        "tipo_documento": "CC", "numero_documento": ANA["numero_documento"],
        "producto": "AHORRO_VISTA", "numero_cuenta": number, "fecha_apertura": "2020-03-01",
    } | changes  # fmt: skip


def movement(
    number: str = SIGHT, day: str = "2026-10-01", side: str = "C", value: str = "1000.00",
    **changes: str,
) -> dict[str, str]:  # fmt: skip
    """A row of a deposit to Ana's first account, without balance or reference."""
    return {
        "numero_cuenta": number, "fecha": day, "descripcion": "Consignación", "tipo": side,
        "valor": value, "saldo": "", "referencia": "",
    } | changes  # fmt: skip


def bring_products(folder: Path, *rows: dict[str, str], **options: Any) -> Brought:
    """Writes these products in a file and imports it."""
    return bring(import_products, products_file(folder, *rows), **options)


def products_file(folder: Path, *rows: dict[str, str]) -> Path:
    """These products in a file, whose columns are those of all the rows."""
    columns = tuple(dict.fromkeys([*PRODUCT_COLUMNS, *(name for row in rows for name in row)]))
    path = folder / "products.csv"
    text = csv_text(columns, [dict.fromkeys(columns, "") | row for row in rows])
    path.write_text(text, encoding="utf-8")
    return path


def bring_movements(folder: Path, *rows: dict[str, str], **options: Any) -> Brought:
    """Writes these movements in a file and imports it."""
    return bring_text(folder, csv_text(MOVEMENT_COLUMNS, rows), **options)


def bring_text(folder: Path, content: str | bytes, **options: Any) -> Brought:
    """Imports a file of movements with exactly this in it."""
    path = folder / "movements.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return bring(import_movements, path, **options)


def open_products(folder: Path) -> None:
    """Ana and Luis with their products."""
    luis = LUIS["numero_documento"]
    assert bring_members(folder, ANA, LUIS).result.written
    assert bring_products(
        folder,
        product(SIGHT), product(SECOND), product(APORTES, producto="APORTES"),
        product(LUIS_SIGHT, numero_documento=luis),
    ).result.written  # fmt: skip


def account(number: str) -> int:
    """The ledger account of a product."""
    return SavingsAccount.objects.get(number=number).ledger_account_id


def balance(number: str = SIGHT) -> Money:
    """What the books say that a product holds."""
    return ledger.balances([account(number)])[account(number)].total


def history(number: str = SIGHT) -> list[Movement]:
    """A product's movements, oldest first."""
    return ledger.movements(account(number), limit=1000)[::-1]
