"""Products against control accounts: sound books prove, and every planted difference is named."""

import contextlib
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from minga.day_close.close_day import close_day
from minga.day_close.interest_payable import interest_payable
from minga.day_close.suspended_interest import suspended_interest
from minga.doors.cli import books, main
from minga.doors.cli.book_subledger import WORDS
from minga.kit import ids
from minga.ledger import accounts, books_check, post
from minga.ledger.entry import credit, debit
from minga.ledger.subledger import Difference, differences
from minga.ledger.tests.books import NOW, draft, funded, pesos
from minga.ledger.tests.damage import drop_guards, run
from minga.loans.models import Loan, LoanAccount, LoanInstalment, LoanLine, ScheduleVersion
from minga.loans.subledger import PRODUCTS as LOANS
from minga.payments.tests.cast import deposit, person
from minga.savings import term_books
from minga.savings.models import ProductKind, SavingsAccount, TermDeposit
from minga.savings.subledger import PRODUCTS as SAVINGS
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
OPENED = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "database_ready", contextlib.nullcontext)
    monkeypatch.setattr(books_check, "snapshot", contextlib.nullcontext)


@dataclass(frozen=True)
class Scene:
    """Marta's savings of $ 900.000, her CDAT of $ 500.000 and her loan of $ 400.000."""

    savings: SavingsAccount
    cdat: TermDeposit
    loan: Loan
    loan_account: int


@pytest.fixture
def here() -> Scene:
    who = person("Marta")
    deposit(who.savings, 1_000_000, on=OPENED)
    account = SavingsAccount.objects.get(id=who.savings)
    cdat = term_books.open_deposit(
        term_books.NewDeposit(
            member_id=who.id, plan_id=plan(ProductKind.TERM, "0").id, pays_to=who.savings,
            principal=pesos(500_000), rate_ea=Decimal("0.10"), day_base=365, opened_on=OPENED,
            term_days=90, matures_on=date(2026, 6, 1),
        )
    )  # fmt: skip
    _move(account.ledger_account_id, cdat.ledger_account_id, 500_000)
    loan, capital = _loan(who.id, 400_000)
    _move(capital, account.ledger_account_id, 400_000)
    return Scene(account, cdat, loan, capital)


def _move(source: int, target: int, amount: int) -> None:
    lines = (debit(source, pesos(amount)), credit(target, pesos(amount)))
    post.post(draft(*lines, on=OPENED))


def _loan(member_id: UUID, amount: int) -> tuple[Loan, int]:
    line = LoanLine.objects.create(
        code="consumo", modality="CONSUMO", name="Consumo", offered_from=OPENED
    )
    loan = Loan.objects.create(
        number="CR-1", member_id=member_id, line=line, modality="CONSUMO", by_payroll=False,
        principal=amount, disbursed_on=OPENED, rate_ea="0.18", mora_rate_ea="0.20",
        insurance_monthly="0", method="french", day_count="30/360", interest_paid_until=OPENED,
    )  # fmt: skip
    owner = ids.uuid7()
    capital = accounts.open_member_accounts("LOANS_CONSUMO_A", "loan", [owner])[owner]
    LoanAccount.objects.create(loan=loan, category="A", ledger_account_id=capital)
    version = ScheduleVersion.objects.create(
        loan=loan, version=1, from_date=OPENED, why="new", made_at=NOW
    )
    for n, left in ((1, amount // 2), (2, 0)):
        LoanInstalment.objects.create(
            schedule=version, loan=loan, n=n, starts_on=date(2026, 2 + n, 3),
            due_on=date(2026, 3 + n, 3), principal=amount // 2,
            interest=1, insurance=0, balance=left,
        )  # fmt: skip
    return loan, capital


def test_sound_books_prove(here: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["books", "subledger", "--csv"]) == 0
    rows = {row["codigo"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert rows["2105"]["contabilidad"] == rows["2105"]["suma"] == "900000.00"
    assert rows["2110"]["suma"] == "500000.00"
    assert rows["144205"]["suma"] == "400000.00"
    assert {Decimal(row["diferencia"]) for row in rows.values()} == {Decimal(0)}
    assert main.main(["books", "subledger"]) == 0
    assert "Los productos cuadran." in capsys.readouterr().out


def _stray(here: Scene) -> None:
    funded(70)


def _no_account(here: Scene) -> None:
    SavingsAccount.objects.filter(id=here.savings.id).update(ledger_account_id=10**15)


def _other_kind(here: Scene) -> None:
    SavingsAccount.objects.filter(id=here.savings.id).update(kind=ProductKind.PERMANENT)


def _shared(here: Scene) -> None:
    account = here.savings.ledger_account_id
    TermDeposit.objects.filter(id=here.cdat.id).update(ledger_account_id=account)


def _principal(here: Scene) -> None:
    TermDeposit.objects.filter(id=here.cdat.id).update(principal=500_001)


def _instalment(here: Scene) -> None:
    LoanInstalment.objects.filter(loan=here.loan, n=1).update(paid_principal=1000)


def _stored(here: Scene) -> None:
    drop_guards()
    account = here.savings.ledger_account_id
    run(f"UPDATE ledger.account_balance SET posted = posted + 5 WHERE account_id = {account}")


PLANTED: list[tuple[Callable[[Scene], None], str, str | None, str | None]] = [
    (_stray, "no_product", "70.00", None),
    (_no_account, "no_account", None, None),
    (_other_kind, "wrong_code", "2105", "2130"),
    (_shared, "shared_account", "2", "1"),
    (_principal, "owed", "500000.00", "500001.00"),
    (_instalment, "owed", "400000.00", "399000.00"),
    (_stored, "stored_balance", "900005.00", "900000.00"),
]


@pytest.mark.parametrize(("plant", "what", "found", "expected"), PLANTED)
def test_a_planted_difference_is_named(
    here: Scene,
    plant: Callable[[Scene], None],
    what: str,
    found: str | None,
    expected: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plant(here)
    rows: list[Difference] = list(differences((SAVINGS, LOANS)))
    assert (what, found, expected) in [(row.what, row.found, row.expected) for row in rows]
    assert main.main(["books", "subledger"]) == 1
    out = capsys.readouterr().out
    assert WORDS[what].format(found=found, expected=expected) in out
    assert "Los productos NO cuadran" in out


def test_every_word_has_a_planted_difference() -> None:
    assert {what for _, what, _, _ in PLANTED} == set(WORDS)


def test_interest_owed_is_what_the_days_set_aside(
    here: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    at = datetime(2026, 4, 2, 5, tzinfo=UTC)
    plan(ProductKind.SIGHT, "0.03")
    for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)):
        close_day(day=day, at=at)
        now = interest_payable()
        assert now.agrees, (day, now)
    assert now.books > pesos(0)
    _move(accounts.internal_account("DEP_INT_PAYABLE"), here.savings.ledger_account_id, 1)
    assert not interest_payable().agrees
    assert main.main(["books", "subledger"]) == 1
    assert "Los productos NO cuadran" in capsys.readouterr().out


def test_interest_in_suspense_that_no_loan_earned_is_named(
    here: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suspended_interest().agrees
    memo = [accounts.internal_account(f"SUSPENDED_INTEREST{end}") for end in ("", "_CONTRA")]
    _move(memo[0], memo[1], 1)
    assert not suspended_interest().agrees
    assert main.main(["books", "subledger", "--csv"]) == 1
    rows = {row["codigo"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert Decimal(rows["831010"]["diferencia"]) == 1
