"""Write-off and recovery by two employees, from the category that a close gave to the books."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.day_close.tests.test_loan_losses import MAY, bad
from minga.kit.money import ZERO, Money
from minga.ledger.entry import InsufficientFunds
from minga.loans.decide_write_off import decide_write_off, propose_write_off
from minga.loans.models import Loan, LoanEnd
from minga.loans.pay_refusals import MoreThanDue, UnknownLoan
from minga.loans.plan_payment import PayKind
from minga.loans.write_off import LoanNotFound, NotBadEnough
from minga.members.models import Member
from minga.payments.decide_recovery import decide_recovery, propose_recovery
from minga.payments.pay_loan import AmountNotPositive, UnknownSource
from minga.payments.tests.borrowers import (
    DAY,
    at,
    borrower,
    capital_in_books,
    holds,
    in_books,
    owes,
    pay,
    proven,
    savings_of,
)
from minga.payments.tests.cast import person
from minga.savings.models import ProductKind, SavingsAccount
from minga.staff.acts import ActChanged, ActExpired, ActOver, ActsAlone
from minga.staff.identity import actor_of
from minga.staff.models import Employee, TwoPersonAct
from minga.staff.refusals import OneselfConcerned, ReasonMissing
from minga.staff.tests.cast import hired, somebody

pytestmark = pytest.mark.django_db
ON = at(MAY + DAY)
WHY = "Acta 12 de la junta directiva"


def propose(loan: Loan, maker: Employee, when: datetime = ON, why: str = WHY) -> UUID:
    return propose_write_off(
        loan_id=loan.id, employee_id=maker.id, reason=why, by=somebody(), at=when
    )


def decision(act_id: UUID, checker: Employee, when: datetime = ON, **other: Any) -> dict[str, Any]:
    shown = bytes(TwoPersonAct.objects.get(id=act_id).digest).hex()
    return {
        "act_id": act_id, "employee_id": checker.id, "seen": shown, "approve": True, "why": "",
        "by": somebody(), "at": when,
    } | other  # fmt: skip


def written_off() -> Loan:
    loan = bad()
    decide_write_off(**decision(propose(loan, hired()), hired()))
    return loan


def ask_back(loan: Loan, pesos: int = 500_000, **other: Any) -> UUID:
    values: dict[str, Any] = {
        "loan_id": loan.id, "source_id": savings_of(loan), "amount": Money.of(pesos),
        "employee_id": hired().id, "reason": "Carta del asociado del 2 de junio",
        "by": somebody(), "at": ON,
    }  # fmt: skip
    return propose_recovery(**(values | other))


def as_employee(loan: Loan) -> Employee:
    """The debtor works here too."""
    member = Member.objects.get(id=loan.member_id)
    who = hired(document=member.document_number)
    Employee.objects.filter(id=who.id).update(document_type=member.document_type)
    return who


def test_a_loan_is_written_off_when_a_second_person_says_so() -> None:
    loan, maker, checker = bad(), hired(), hired()
    act_id = propose(loan, maker)
    assert capital_in_books(loan) > ZERO
    decide_write_off(**decision(act_id, checker))
    assert capital_in_books(loan) == ZERO
    end = LoanEnd.objects.get(loan=loan)
    assert (end.how, end.actor) == ("written_off", actor_of(checker.id))
    told = AuditEvent.objects.filter(subject=f"loan:{loan.id}").values_list("action", flat=True)
    assert {"staff.propose_write_off", "staff.decide_write_off", "write_off_loan"} <= set(told)
    with pytest.raises(ActOver):
        decide_write_off(**decision(act_id, checker))
    assert proven()


def test_nobody_writes_off_alone_or_without_saying_why() -> None:
    loan, maker = bad(), hired()
    with pytest.raises(ReasonMissing):
        propose(loan, maker, why=" ")
    with pytest.raises(ActsAlone):
        decide_write_off(**decision(propose(loan, maker), maker))
    with pytest.raises(ReasonMissing):
        decide_write_off(**decision(propose(loan, maker), hired(), approve=False))
    assert not LoanEnd.objects.filter(loan=loan).exists()


def test_a_rejection_writes_nothing_off() -> None:
    loan = bad()
    act_id = propose(loan, hired())
    decide_write_off(**decision(act_id, hired(), approve=False, why="Falta el acta"))
    assert not LoanEnd.objects.filter(loan=loan).exists()


def test_nobody_acts_on_a_loan_of_their_own() -> None:
    loan = bad()
    debtor = as_employee(loan)
    with pytest.raises(OneselfConcerned):
        propose(loan, debtor)
    with pytest.raises(OneselfConcerned):
        decide_write_off(**decision(propose(loan, hired()), debtor))
    decide_write_off(**decision(propose(loan, hired()), hired()))
    with pytest.raises(OneselfConcerned):
        ask_back(loan, employee_id=debtor.id)
    with pytest.raises(OneselfConcerned):
        decide_recovery(**decision(ask_back(loan), debtor))


def test_what_is_written_off_is_what_was_proposed() -> None:
    loan, checker = bad(), hired()
    act_id = propose(loan, hired())
    due = owes(loan, MAY + DAY).due_total
    pay(loan, MAY + DAY, PayKind.INSTALMENT, Money.of(int(due.amount) // 7))
    with pytest.raises(ActChanged):
        decide_write_off(**decision(act_id, checker))
    act_id = propose(loan, hired())
    with pytest.raises(ActChanged):
        decide_write_off(**decision(act_id, checker, seen="ab"))
    with pytest.raises(ActExpired):
        decide_write_off(**decision(act_id, checker, ON + timedelta(hours=24)))
    decide_write_off(**decision(act_id, checker))


def test_refuses_to_propose_what_may_not_be_written_off() -> None:
    with pytest.raises(NotBadEnough):
        propose(borrower(), hired())
    with pytest.raises(LoanNotFound):
        propose(written_off(), hired())


def test_what_was_written_off_is_recovered_by_two_people_once() -> None:
    loan, checker = written_off(), hired()
    income, before = in_books("4225"), holds(loan)
    act_id = ask_back(loan)
    assert holds(loan) == before
    paid = decide_recovery(**decision(act_id, checker))
    assert paid is not None
    assert in_books("4225") - income == 500_000
    assert holds(loan) == before - Money.of(502_000)  # with its 4x1000
    with pytest.raises(ActOver):
        decide_recovery(**decision(act_id, checker))
    assert proven()


def test_a_rejected_recovery_takes_nothing() -> None:
    loan = written_off()
    before = holds(loan)
    refused = decision(ask_back(loan), hired(), approve=False, why="El asociado no ha firmado")
    assert decide_recovery(**refused) is None
    assert holds(loan) == before


def test_refuses_what_cannot_be_recovered() -> None:
    loan = written_off()
    with pytest.raises(AmountNotPositive):
        ask_back(loan, 0)
    with pytest.raises(MoreThanDue):
        ask_back(loan, 900_000_000)
    with pytest.raises(UnknownSource):
        ask_back(loan, source_id=person("Luis").savings)
    with pytest.raises(UnknownLoan):
        ask_back(borrower("Rosa"))
    with pytest.raises(ReasonMissing):
        ask_back(loan, reason="")
    maker = hired()
    with pytest.raises(ActsAlone):
        decide_recovery(**decision(ask_back(loan, employee_id=maker.id), maker))


def test_a_recovery_without_funds_takes_nothing_and_waits() -> None:
    loan = written_off()
    empty = SavingsAccount.objects.filter(member_id=loan.member_id, kind=ProductKind.SIGHT)
    act_id = ask_back(loan, source_id=empty.exclude(id=savings_of(loan)).get().id)
    with pytest.raises(InsufficientFunds):
        decide_recovery(**decision(act_id, hired()))
    assert TwoPersonAct.objects.get(id=act_id).decided_at is None
