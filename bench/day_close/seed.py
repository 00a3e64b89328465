"""What a measured office holds before its first close: every row as the product leaves it.

One savings plan, one line of credit and few templates made by the product's own code; the rest are
copies of those in the database, each with ids, accounts and a balance of its own. Nine loans of ten
are punctual, the others are one or four instalments behind.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db.models import Model

from bench.day_close.plan import FIRST_OF_MONTH, MONTH_END, WARM_UP
from minga.kit import sql
from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.loans.book_loan import NewLoan, book_loan
from minga.loans.models import (
    LineTerms,
    Loan,
    LoanAccount,
    LoanClass,
    LoanInstalment,
    LoanLine,
    Modality,
    ScheduleVersion,
)
from minga.loans.plan import Method
from minga.members.models import Member
from minga.savings.models import PlanTerms, ProductKind, SavingsAccount, SavingsPlan

FOLDER = Path(__file__).parent
OPENED = date(2025, 1, 1)
DISBURSED = tuple(date(2025, 6, day) for day in range(1, 29))
AT = datetime(2026, 5, 1, tzinfo=UTC)
SOURCE = "bench"
PERIOD = 31


def seed(savings: int, loans: int) -> None:
    """That many savings accounts, each of a member of its own, and loans of the first of them."""
    sql.run("SET work_mem = '256MB'", [])
    template = _member()
    _copies(type(template), savings, id="uuidv7()", document_number="(1000000000 + b.nth)::text")
    _savings(_plan(), savings)
    _loans(template, loans)
    sql.run("ANALYZE", [])
    _days_before()
    sql.run("VACUUM ANALYZE", [])


def _days_before() -> None:
    """The accruals of the month so far, and of the periods of loans that are running."""
    for n in range(-PERIOD, (WARM_UP - FIRST_OF_MONTH).days):
        day = {"day": FIRST_OF_MONTH + timedelta(days=n)}
        sql.run_named(_text("loans_day.sql"), day)
        if n >= 0:
            sql.run_named(_text("savings_day.sql"), day)


def _member() -> Member:
    return Member.objects.create(
        document_type="CC", document_number="1000000000", given_names="Persona",
        surnames="De Prueba", birth_date=date(1980, 1, 1), municipality="05001", joined_on=OPENED,
    )  # fmt: skip


def _plan() -> SavingsPlan:
    plan = SavingsPlan.objects.create(
        code="VISTA", kind=ProductKind.SIGHT, name="Ahorro a la vista", offered_from=OPENED
    )
    PlanTerms.objects.create(plan=plan, valid_from=OPENED, rate_ea=Decimal("0.02"), source=SOURCE)
    return plan


def _line() -> LoanLine:
    line = LoanLine.objects.create(
        code="LIBRE", name="Libre inversión", modality=Modality.CONSUMER, offered_from=OPENED
    )
    LineTerms.objects.create(
        line=line, valid_from=OPENED, rate_ea=Decimal("0.18"), mora_rate_ea=Decimal("0.25"),
        amount_min=1_000_000, amount_max=50_000_000, periods_min=6, periods_max=60,
        methods=["french"], source=SOURCE,
    )  # fmt: skip
    return line


def _savings(plan: SavingsPlan, count: int) -> None:
    """One in fifty holds so much that its interest is withheld from."""
    first = _open_accounts("SAVINGS_SIGHT", "savings", count)
    owner = sql.one("SELECT id FROM members_member ORDER BY id LIMIT 1", [])[0]
    template = SavingsAccount.objects.create(
        member_id=owner, plan=plan, kind=ProductKind.SIGHT, number="A0",
        ledger_account_id=first, opened_on=OPENED,
    )  # fmt: skip
    _number_members()
    _copies(
        SavingsAccount, count - 1, id="uuidv7()", number="'A' || b.nth", member_id="b.member",
        ledger_account_id=f"{template.ledger_account_id} + b.nth",
    )  # fmt: skip
    _open_balances(
        "SELECT ledger_account_id, CASE WHEN mod(ledger_account_id, 50) = 0 THEN 60000000"
        " ELSE 100000 + mod(ledger_account_id * 7919, 5000000) END FROM savings_savingsaccount"
    )


def _loans(member: Member, count: int) -> None:
    line = _line()
    templates = [_template(line, member, day) for day in DISBURSED]
    sql.run(
        "CREATE TEMP TABLE bench_loan AS SELECT uuidv7() AS loan, nth, member,"
        " (%s::uuid[])[1 + nth %% %s] AS template FROM bench_copy WHERE nth <= %s",
        [[one.id for one in templates], len(templates), count],
    )
    of_loan = "JOIN bench_loan b ON b.template = t.loan_id"
    _insert(
        Loan, "JOIN bench_loan b ON b.template = t.id",
        id="b.loan", number="'P' || b.nth", member_id="b.member",
    )  # fmt: skip
    first = _open_accounts("LOANS_CONSUMO_A", "loan", count)
    _insert(LoanAccount, of_loan, loan_id="b.loan", ledger_account_id=f"{first} + b.nth - 1")
    _insert(LoanClass, of_loan, loan_id="b.loan")
    _insert(ScheduleVersion, of_loan, loan_id="b.loan")
    version = "JOIN loans_scheduleversion v ON v.loan_id = b.loan"
    _insert(LoanInstalment, f"{of_loan} {version}", loan_id="b.loan", schedule_id="v.id")
    _drop(templates)
    sql.run_named(_text("paid_so_far.sql"), {"first": WARM_UP, "end": MONTH_END})
    _open_balances(
        "SELECT a.ledger_account_id, i.owed FROM loans_loanaccount a JOIN"
        " (SELECT loan_id, sum(principal) AS owed FROM loans_loaninstalment"
        " WHERE settled_on IS NULL GROUP BY loan_id) i ON i.loan_id = a.loan_id"
    )


def _template(line: LoanLine, member: Member, day: date) -> Loan:
    return book_loan(
        NewLoan(
            member_id=member.id, line_id=line.id, modality=Modality.CONSUMER, by_payroll=False,
            principal=Money(Decimal(10_000_000)), disbursed_on=day, rate_ea=Decimal("0.18"),
            mora_rate_ea=Decimal("0.25"), insurance_monthly=Decimal("0.0004"),
            method=Method.FRENCH, day_count=DayCount.THIRTY_360, periods=24,
        ),
        order_key=None, at=AT,
    )  # fmt: skip


def _drop(templates: list[Loan]) -> None:
    """Templates have no balance in the books: they would look like loans nobody owes."""
    for one in templates:
        one.instalments.all().delete()
        one.schedules.all().delete()
        one.classes.all().delete()
        one.accounts.all().delete()
        one.delete()


def _number_members() -> None:
    sql.run(
        "CREATE TEMP TABLE bench_copy AS"
        " SELECT id AS member, row_number() OVER (ORDER BY id) AS nth FROM members_member",
        [],
    )


def _copies(model: type[Model], count: int, **changed: str) -> None:
    """Copies of the only row there is, numbered `b.nth` from 1 on."""
    joined = f"JOIN generate_series(1, {count}) AS b (nth) ON true"
    if any("b.member" in value for value in changed.values()):
        joined = f"JOIN bench_copy b ON b.nth <= {count}"
    _insert(model, joined, **changed)


def _insert(model: type[Model], joined: str, **changed: str) -> None:
    """Copies rows of `t`, once for each row of `b`, with some columns changed."""
    table = model._meta.db_table
    primary = model._meta.pk
    columns = [
        str(field.column)
        for field in model._meta.concrete_fields
        if field is not primary or field.column in changed
    ]
    values = ", ".join(changed.get(name, f"t.{name}") for name in columns)
    sql.run(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t {joined}", []
    )


def _open_accounts(key: str, owner: str, count: int) -> int:
    """Ledger accounts whose ids follow one another; the first of them."""
    first, last, opened = sql.one(_text("open_accounts.sql"), [count, owner, key])
    if (opened, last - first + 1) != (count, count):
        raise RuntimeError(f"opened {opened} accounts from {first} to {last}, wanted {count}")
    return int(first)


def _open_balances(selected: str) -> None:
    sql.run(f"CREATE TEMP TABLE bench_opening (account_id, amount) AS {selected}", [])
    sql.run_named(_text("open_balances.sql"), {"day": OPENED})
    sql.run("DROP TABLE bench_opening", [])


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
