"""A member's loans as pages show them. Everything starts from the member: another person's loan is
unknown."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from minga.kit import sql
from minga.kit.money import ZERO, Money
from minga.ledger import queries as ledger
from minga.loans.codebtors import accepted
from minga.loans.collection import Forgiven, forgiven_of, still_to_be_charged
from minga.loans.models import BroughtLoan, Loan, LoanEnd, LoanInstalment, LoanPayment
from minga.loans.owed import Owed, left_of, owed
from minga.loans.plan_cost import QuotedInstalment
from minga.loans.plan_payment import next_payment

_LIVING = """
SELECT l.id, l.number, n.name, array_agg(a.ledger_account_id)
  FROM loans_loan l
  JOIN loans_loanline n ON n.id = l.line_id
  JOIN loans_loanaccount a ON a.loan_id = l.id
  LEFT JOIN loans_loanend e ON e.loan_id = l.id
 WHERE l.member_id = %s AND e.loan_id IS NULL
 GROUP BY l.id, n.name ORDER BY l.number
"""


@dataclass(frozen=True, slots=True)
class LoanSummary:
    """A loan in a list, with the capital that is owed now."""

    id: UUID
    number: str
    line: str
    capital: Money


class RowState(StrEnum):
    """Where an instalment stands."""

    PAID = "paid"
    LATE = "late"
    DUE = "due"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class PlanRow(QuotedInstalment):
    """One instalment of the plan in force; `total` with its insurance. `left`: what was not paid of
    it yet, mora apart, and `interest_left` of its interest."""

    state: RowState
    left: Money
    interest_left: Money


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment that was made, and what it was for; without any balance."""

    id: UUID
    kind: str
    paid_on: date
    at: datetime
    amount: Money
    capital: Money
    interest: Money
    mora: Money
    insurance: Money
    collection: Money
    tax: Money
    interest_saved: Money
    reference: str

    @property
    def besides(self) -> Money:
        """What was neither capital nor interest: insurance, mora, costs of collection."""
        return self.insurance + self.mora + self.collection


@dataclass(frozen=True, slots=True)
class OwedToday:
    """What a loan owes on a day. `interest`: due and of the running days; `due`: to be up to date;
    `payoff`: to owe nothing any more."""

    capital: Money
    interest: Money
    mora: Money
    insurance: Money
    collection: Money
    due: Money
    running: Money
    payoff: Money
    days_late: int
    months_without_cap: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoanView:
    """A loan on a day: what it owes, the next payment, its plan and what was paid so far.

    `due_count`: instalments whose day has come; the one after them is `then_amount` on `then_on`.
    `brought_on` is the day until which another system kept it; `capital_before` and
    `interest_before` were paid there.
    """

    id: UUID
    number: str
    line: str
    principal: Money
    rate_ea: Decimal
    disbursed_on: date
    owed: OwedToday
    next_amount: Money
    next_on: date | None
    plan: tuple[PlanRow, ...]
    payments: tuple[PaymentRow, ...]
    ended_how: str
    ended_on: date | None
    brought_on: date | None = None
    capital_before: Money = ZERO
    interest_before: Money = ZERO
    codebtors: tuple[str, ...] = ()
    employer: str = ""
    due_count: int = 0
    then_amount: Money = ZERO
    then_on: date | None = None
    forgiven: tuple[Forgiven, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def waits_for_plan(self) -> bool:
        """It came from another system and its instalments have not yet."""
        return self.is_open and not self.plan

    @property
    def capital_brought(self) -> Money:
        """What it owed when it came."""
        return self.principal - self.capital_before

    @property
    def paid_capital(self) -> Money:
        return sum((one.capital for one in self.payments), self.capital_before)

    @property
    def paid_interest(self) -> Money:
        return sum((one.interest + one.mora for one in self.payments), self.interest_before)

    @property
    def paid_insurance(self) -> Money:
        return sum((one.insurance for one in self.payments), ZERO)

    @property
    def paid_collection(self) -> Money:
        return sum((one.collection for one in self.payments), ZERO)

    @property
    def paid_tax(self) -> Money:
        return sum((one.tax for one in self.payments), ZERO)

    @property
    def cost(self) -> Money:
        """Everything it has cost so far: all that was paid but the capital, and the tax."""
        return self.paid_interest + self.paid_insurance + self.paid_collection + self.paid_tax

    @property
    def ahead(self) -> tuple[PlanRow, ...]:
        """The instalments still to come."""
        return tuple(row for row in self.plan if row.state is RowState.PENDING)

    @property
    def instalments_paid(self) -> int:
        """Also those that were paid before its plan came here."""
        before = self.plan[0].n - 1 if self.plan else 0
        return before + sum(row.state is RowState.PAID for row in self.plan)

    @property
    def instalments(self) -> int:
        """How many it has in all."""
        return self.plan[-1].n if self.plan else 0


def loans_of(member_id: UUID) -> list[LoanSummary]:
    """The living loans of a member, oldest first. Two statements."""
    rows = sql.rows(_LIVING, [member_id])
    balances = ledger.balances([account for *_, accounts in rows for account in accounts])
    return [
        LoanSummary(id_, number, line, sum((balances[one].total for one in accounts), ZERO))
        for id_, number, line, accounts in rows
    ]


def loan_of(member_id: UUID, loan_id: UUID, on: date) -> LoanView | None:
    """One loan as it stands on a day; None when the member has no such loan."""
    found = Loan.objects.select_related("line__employer")
    loan = found.filter(id=loan_id, member_id=member_id).first()
    if loan is None:
        return None
    end = LoanEnd.objects.filter(loan=loan).first()
    brought = BroughtLoan.objects.filter(loan=loan).first()
    now = owed(loan, on)
    return LoanView(
        id=loan.id, number=loan.number, line=loan.line.name, principal=Money(loan.principal),
        rate_ea=loan.rate_ea, disbursed_on=loan.disbursed_on, owed=_today(now),
        next_amount=next_payment(now), next_on=_next_on(now), plan=_plan(loan, on),
        payments=tuple(_payment(one) for one in loan.payments.order_by("-at")),
        ended_how=end.how if end else "", ended_on=end.on if end else None,
        brought_on=brought.on if brought else None,
        capital_before=Money(loan.principal - brought.capital) if brought else ZERO,
        interest_before=Money(brought.interest_paid) if brought else ZERO,
        due_count=len(now.due), then_amount=left_of(now.ahead[0]).total if now.ahead else ZERO,
        then_on=now.ahead[0].due_on if now.ahead else None,
        forgiven=forgiven_of(loan), codebtors=_codebtors(loan),
        employer=loan.line.employer.name if loan.line.employer else "",
    )  # fmt: skip


def owed_on(
    member_id: UUID, loan_id: UUID, on: date, *, today: date | None = None
) -> OwedToday | None:
    """What would be owed on a day if nothing else is paid before; None for an unknown loan or one
    that has ended. `today`, where it is earlier: costs of collection that the closes in between
    will charge are part of it."""
    loan = Loan.objects.filter(id=loan_id, member_id=member_id, end=None).first()
    if loan is None:
        return None
    now = owed(loan, on)
    more = ZERO
    if now.due:
        more = still_to_be_charged(loan, now.due[0].row.due_on, today=today or on, on=on)
    return _today(now, more)


def payment_of(member_id: UUID, payment_id: UUID) -> tuple[PaymentRow, LoanSummary] | None:
    """A payment of this member with its loan; None when there is none."""
    found = (
        LoanPayment.objects.select_related("loan__line")
        .filter(id=payment_id, loan__member_id=member_id)
        .first()
    )
    if found is None:
        return None
    loan = found.loan
    return _payment(found), LoanSummary(loan.id, loan.number, loan.line.name, ZERO)


def _today(now: Owed, collection: Money = ZERO) -> OwedToday:
    """`collection`: costs that are still to be charged."""
    due_interest = sum((one.due.interest for one in now.due), ZERO)
    return OwedToday(
        capital=now.capital,
        interest=due_interest + now.running,
        mora=sum((one.due.mora for one in now.due), ZERO),
        insurance=sum((one.due.insurance for one in now.due), ZERO),
        collection=sum((one.due.collection for one in now.due), collection),
        due=now.due_total + collection,
        running=now.running,
        payoff=now.payoff + collection,
        days_late=now.days_late,
        months_without_cap=now.months_without_cap,
    )


def _codebtors(loan: Loan) -> tuple[str, ...]:
    """Names of those who signed with the debtor."""
    if loan.request_id is None:
        return ()
    return tuple(one.member.full_name for one in accepted(loan.request_id) if one.member)


def _next_on(now: Owed) -> date | None:
    if now.due:
        return now.due[0].row.due_on
    return now.ahead[0].due_on if now.ahead else None


def _plan(loan: Loan, on: date) -> tuple[PlanRow, ...]:
    rows = LoanInstalment.objects.filter(loan=loan, is_current=True).order_by("n")
    return tuple(
        PlanRow(
            row.n, row.due_on, Money(row.principal), Money(row.interest), Money(row.insurance),
            Money(row.balance), _state(row, on), left_of(row).total, left_of(row).interest,
        )
        for row in rows
    )  # fmt: skip


def _state(row: LoanInstalment, on: date) -> RowState:
    if row.settled_on is not None:
        return RowState.PAID
    if row.due_on < on:
        return RowState.LATE
    return RowState.DUE if row.due_on == on else RowState.PENDING


def _payment(one: LoanPayment) -> PaymentRow:
    return PaymentRow(
        one.id, one.kind, one.paid_on, one.at, Money(one.amount), Money(one.capital),
        Money(one.interest), Money(one.mora), Money(one.insurance), Money(one.collection),
        Money(one.tax),
        Money(one.interest_saved), one.reference,
    )  # fmt: skip
