"""Products from a file: each gets its account in the books, and no bad row gets in."""

from pathlib import Path

import pytest

from minga.audit.models import AuditEvent
from minga.kit.money import ZERO
from minga.kit.tests.import_files import TOMORROW
from minga.ledger import queries as ledger
from minga.members.tests.files import ANA, LUIS, MILL, bring_members
from minga.savings.models import SavingsAccount
from minga.savings.tests.files import SECOND, SIGHT, account, bring_products, product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def members(tmp_path: Path) -> None:
    assert bring_members(tmp_path, ANA, LUIS, MILL).result.written


def count() -> int:
    return SavingsAccount.objects.filter(number__startswith="T-").count()


def test_opens_the_products_of_a_file_with_nothing_in_them(tmp_path: Path) -> None:
    aportes = product("T-ANA-3", producto="aportes")
    assert bring_products(tmp_path, product(SIGHT), aportes).counts == (2, 0, 0, True)
    balances = ledger.balances([account(SIGHT), account("T-ANA-3")])
    assert [one.total for one in balances.values()] == [ZERO, ZERO]


def test_leaves_a_trail(tmp_path: Path) -> None:
    bring_products(tmp_path, product(SIGHT))
    event = AuditEvent.objects.get(action="import_products")
    assert event.detail["created"] == 1


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("tipo_documento", "XX", "uno de estos"),
        ("numero_documento", "", "Un número de CC"),
        ("numero_documento", "1999999999", "trae primero el archivo de asociados"),
        ("tipo_documento", "CE", "trae primero el archivo de asociados"),
        ("producto", "CREDITO", "AHORRO_VISTA, APORTES"),
        ("producto", "", "AHORRO_VISTA, APORTES"),
        ("numero_cuenta", "", "letras, dígitos o guiones"),
        ("numero_cuenta", "T 1", "letras, dígitos o guiones"),
        ("numero_cuenta", "T-" + "1" * 19, "letras, dígitos o guiones"),
        ("numero_cuenta", "T-Ñ", "letras, dígitos o guiones"),
        ("fecha_apertura", "", "AAAA-MM-DD"),
        ("fecha_apertura", "2020-02-30", "no existe"),
        ("fecha_apertura", TOMORROW, "no ha llegado"),
    ],
)
def test_refuses_a_bad_cell_and_says_what_to_do(
    tmp_path: Path, column: str, value: str, words: str
) -> None:
    changes = {"numero_documento": "9912345"} if value == "CE" else {}
    bad = product(SECOND) | changes | {column: value}
    brought = bring_products(tmp_path, product(SIGHT), bad)
    assert brought.counts == (1, 0, 1, False)
    (problem,) = brought.problems
    assert problem.line == 3
    assert words in problem.advice
    assert count() == 0


def test_opens_the_product_of_a_company(tmp_path: Path) -> None:
    row = product(
        SIGHT, tipo_documento="NIT", numero_documento=MILL["numero_documento"].replace("-", "")
    )
    assert bring_products(tmp_path, row).counts == (1, 0, 0, True)


def test_refuses_a_number_that_comes_twice(tmp_path: Path) -> None:
    luis = product(SIGHT, numero_documento=LUIS["numero_documento"])
    brought = bring_products(tmp_path, product(SIGHT), luis)
    assert brought.places == [(3, "numero_cuenta")]
    assert count() == 0


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    bring_products(tmp_path, product(SIGHT), product(SECOND))
    opened = account(SIGHT)
    assert bring_products(tmp_path, product(SIGHT), product(SECOND)).counts == (0, 2, 0, True)
    assert account(SIGHT) == opened


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("numero_documento", LUIS["numero_documento"]), ("producto", "APORTES"),
        ("fecha_apertura", "2020-03-02"),
    ],
)  # fmt: skip
def test_a_file_never_changes_a_product(tmp_path: Path, column: str, value: str) -> None:
    bring_products(tmp_path, product(SIGHT))
    brought = bring_products(tmp_path, product(SIGHT, **{column: value}))
    assert brought.places == [(2, column)]
    assert brought.problems[0].value == value


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert bring_products(tmp_path, product(SIGHT), dry_run=True).counts == (1, 0, 0, False)
    assert count() == 0


def test_leaves_bad_rows_out_when_told_to(tmp_path: Path) -> None:
    bad = product(SECOND, producto="OTRO")
    brought = bring_products(tmp_path, product(SIGHT), bad, skip_invalid=True)
    assert brought.counts == (1, 0, 1, True)
    assert count() == 1
