"""What an employer took from wages, from a file: each row pays its loan, and the employer owes it.

    Dr the employer's account (1473)    value of the row
        Cr insurance payable                    insurance of the instalments
        Cr collection recovered                 costs of collection
        Cr mora income                          mora
        Cr interest receivable                  interest
        Cr the loan's capital                   capital

The employer's debt is settled when the money comes (`settle_payroll.py`). No savings account is
debited, so there is no GMF.

The entry is of the day the file comes in. Where the file says when the wages were deducted
(`descontado`), mora counts up to that day and no further: how long the employer takes to say so and
to hand the money over (three business days by Ley 1527 of 2012) is not the debtor's delay. Mora is
no income before it is paid, so days that were closed meanwhile stay as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Unpack
from uuid import UUID

from minga.audit.bring_file import ACTOR, bring
from minga.kit import ids, outbox, sql
from minga.kit.clock import business_date
from minga.kit.csv_file import CsvFile, Record, inspect
from minga.kit.import_report import ImportResult, Options
from minga.kit.import_rows import Fault, RowImport, read_cells
from minga.kit.money import ZERO, Money
from minga.ledger import post
from minga.ledger.entry import EntryDraft, LedgerRefusal, debit
from minga.loans.book_payment import PaidBy, book_payment, credit_lines
from minga.loans.models import Employer, Loan, LoanEnd, LoanPayment
from minga.loans.owed import Owed, owed
from minga.loans.pay_refusals import MoreThanDue
from minga.loans.payroll_list import month_end
from minga.loans.plan_payment import PaymentPlan
from minga.loans.plan_payroll import plan_payroll
from minga.payments import payroll_cells
from minga.payments.models import PayrollCollection

DESCRIPTION = "Descuento de nómina para tu crédito"
UNKNOWN = "Ningún crédito vigente con pagaduría tiene este número."
NOTHING_DUE = "No debe nada hasta el fin de ese mes: no lo descuentes."
TOO_MUCH = "Hasta el fin de ese mes debe {limit}: descuenta ese valor o menos."
OTHER_VALUE = "Esta referencia ya entró con otro valor ({amount}): usa otra referencia."


@dataclass(frozen=True, slots=True)
class _Taken:
    """One row: which loan, for which month, how much, under which reference, taken when."""

    loan: str
    month: date
    amount: Money
    reference: str
    deducted_on: date | None

    @property
    def key(self) -> UUID:
        return ids.key_from("payroll", self.loan, self.month.isoformat(), self.reference)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A row that can be posted."""

    taken: _Taken
    employer: Employer
    now: Owed
    plan: PaymentPlan


_HOLD_EMPLOYERS = """
SELECT id FROM loans_employer
 WHERE id IN (SELECT n.employer_id FROM loans_loan l JOIN loans_loanline n ON n.id = l.line_id
               WHERE l.number = ANY (%s))
 ORDER BY id FOR NO KEY UPDATE
"""
_HOLD_LOANS = """
SELECT l.id FROM loans_loan l JOIN loans_loanline n ON n.id = l.line_id
 WHERE l.number = ANY (%s) AND n.employer_id IS NOT NULL
 ORDER BY l.id FOR UPDATE OF l
"""
READERS = {
    "credito": payroll_cells.loan_number, "mes": payroll_cells.month,
    "valor": payroll_cells.amount, "referencia": payroll_cells.reference,
    "descontado": payroll_cells.day_taken,
}  # fmt: skip
OPTIONAL = ("descontado",)
COLUMNS = tuple(name for name in READERS if name not in OPTIONAL)


def collect_payroll(*, path: Path, **options: Unpack[Options]) -> ImportResult:
    """Pays loans with what was taken from wages, each row once for ever by its loan, month and
    reference: bringing a file again changes nothing.

    A row pays what is due and the instalments up to the end of its month, oldest first, by the
    order of imputation; never more. What is left of them bears mora from the day the row says that
    it was deducted, or from today. Promises, refusals and options are those of
    `members.import_members`. Raises MissingParameter.
    """
    at = options["at"]

    def read(cells: dict[str, str]) -> _Taken | list[Fault]:
        return _read(cells, business_date(at))

    @cache
    def hold() -> None:
        _hold(work.file)

    def write(work: RowImport[_Taken]) -> int:
        hold()
        return sum(_write(work, some, at) for some in _without_repeated_loans(work.batch))

    work = RowImport[_Taken](
        inspect(path, COLUMNS, OPTIONAL), options["on_problem"], read=read,
        identity=lambda row: row.key, identity_column="referencia", write=write,
    )  # fmt: skip
    return bring(work, "collect_payroll", **options)


def _hold(file: CsvFile) -> None:
    """Every employer and every loan of the whole file, before the first row is written, each in the
    order of their keys: a day's close, a settlement and a payment wait, and nobody for ever."""
    place = file.columns.index("credito")
    numbers = list({row.values[place] for row in file.records() if row.values is not None})
    sql.rows(_HOLD_EMPLOYERS, [numbers])
    sql.rows(_HOLD_LOANS, [numbers])


def _read(cells: dict[str, str], today: date) -> _Taken | list[Fault]:
    found, faults = read_cells(dict.fromkeys(OPTIONAL, "") | cells, READERS)
    if not faults and not payroll_cells.is_near(found["mes"], today):
        faults = [Fault("mes", cells["mes"], payroll_cells.FAR)]
    day = found.get("descontado")
    if day is not None and not payroll_cells.is_recent(day, today):
        faults.append(Fault("descontado", cells["descontado"], payroll_cells.FAR_DAY))
    if faults:
        return faults
    return _Taken(found["credito"], found["mes"], Money(found["valor"]), found["referencia"], day)


def _without_repeated_loans(
    batch: Sequence[tuple[Record, _Taken]],
) -> Iterator[list[tuple[Record, _Taken]]]:
    """Rows in order, cut where a loan comes again: its second row sees what the first one paid."""
    some: list[tuple[Record, _Taken]] = []
    seen: set[str] = set()
    for row, taken in batch:
        if taken.loan in seen:
            yield some
            some, seen = [], set()
        some.append((row, taken))
        seen.add(taken.loan)
    if some:
        yield some


def _write(work: RowImport[_Taken], some: list[tuple[Record, _Taken]], at: datetime) -> int:
    found = {one.number: one for one in _held(taken.loan for _, taken in some)}
    before = LoanPayment.objects.in_bulk([taken.key for _, taken in some])
    planned = []
    for row, taken in some:
        paid = before.get(taken.key)
        if paid is not None:
            _present(work, row, taken, paid)
            continue
        one = _planned(taken, found.get(taken.loan), business_date(at))
        if isinstance(one, Fault):
            work.refuse(row, [one])
        else:
            planned.append(one)
    _post(planned, at)
    return len(planned)


def _held(numbers: Iterator[str]) -> Iterator[Loan]:
    """What ended while it was waited for is asked after the wait."""
    loans = Loan.objects.select_for_update(of=("self",)).select_related("line__employer")
    wanted = loans.filter(number__in=list(numbers), line__employer__isnull=False)
    held = list(wanted.order_by("id"))
    ended = set(LoanEnd.objects.filter(loan__in=held).values_list("loan_id", flat=True))
    return iter([one for one in held if one.id not in ended])


def _present(work: RowImport[_Taken], row: Record, taken: _Taken, paid: LoanPayment) -> None:
    if Money(paid.amount) == taken.amount:
        work.result.present += 1
        return
    advice = OTHER_VALUE.format(amount=paid.amount)
    work.refuse(row, [Fault("referencia", taken.reference, advice)])


def _planned(taken: _Taken, loan: Loan | None, on: date) -> _Planned | Fault:
    if loan is None or loan.line.employer is None:
        return Fault("credito", taken.loan, UNKNOWN)
    now = owed(loan, on, mora_until=taken.deducted_on)
    try:
        plan = plan_payroll(now, taken.amount, month_end(taken.month))
    except MoreThanDue as refusal:
        advice = TOO_MUCH.format(limit=refusal.limit) if refusal.limit else NOTHING_DUE
        return Fault("valor", str(taken.amount), advice)
    return _Planned(taken, loan.line.employer, now, plan)


def _post(planned: Sequence[_Planned], at: datetime) -> None:
    """All their entries in one call, then what each covered."""
    answers = post.post_batch([_entry(one, at) for one in planned])
    for one, answer in zip(planned, answers, strict=True):
        if isinstance(answer, LedgerRefusal):
            raise answer
        key = one.taken.key
        by = PaidBy(key, None, ZERO, ids.reference(key), at, ACTOR)
        payment = book_payment(one.now, one.plan, by, answer.entry_id)
        PayrollCollection.objects.create(
            payment=payment, employer=one.employer, month=one.taken.month,
            reference=one.taken.reference, deducted_on=one.taken.deducted_on,
        )  # fmt: skip
        outbox.publish("loan_paid", {"payment_id": str(payment.id)})


def _entry(one: _Planned, at: datetime) -> EntryDraft:
    key = one.taken.key
    return EntryDraft(
        key=key, kind="collect_payroll", business_date=business_date(at), occurred_at=at,
        description=DESCRIPTION, actor=ACTOR, reference=ids.reference(key),
        lines=(
            debit(one.employer.ledger_account_id, one.plan.total),
            *credit_lines(one.now.loan, one.plan),
        ),
    )  # fmt: skip
