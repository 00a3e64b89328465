"""A cost of collection that is forgiven: not owed any more, nothing in the books, the row kept."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from minga.audit.models import AuditEvent
from minga.day_close.tests.test_collection import DUE, LAWYER, LETTER, charges, close, says
from minga.kit import sql
from minga.kit.models import Parameter
from minga.kit.money import ZERO, Money
from minga.kit.visitor import Visitor
from minga.loans.forgive_collection_cost import (
    CostChanged,
    NothingToForgive,
    forgive_collection_cost,
)
from minga.loans.imputation import ORDER_KEY
from minga.loans.models import CollectionCharge, CollectionForgiveness, Loan, LoanEnd
from minga.loans.plan_payment import PayKind
from minga.loans.queries import loan_of
from minga.members.models import Member
from minga.payments.tests.borrowers import DAY, at, borrower, in_books, owes, pay, proven
from minga.staff.identity import actor_of
from minga.staff.models import Role
from minga.staff.refusals import OneselfConcerned, ReasonMissing
from minga.staff.tests.cast import hired

pytestmark = pytest.mark.django_db
TODAY = LETTER + DAY
WHY = "Acuerdo de pago del 20 de noviembre"


@pytest.fixture
def loan(db: None) -> Loan:
    """Thirty days late, with the letter charged."""
    says(30, 12_000)
    says(60, 40_000)
    found = borrower()
    close(DUE, TODAY)
    assert charges(found) == [(30, Decimal(12_000))]
    return found


@pytest.fixture
def approver(db: None) -> UUID:
    return hired(Role.APPROVER).id


def entries_in_books() -> int:
    (count,) = sql.one("SELECT count(*) FROM ledger.journal_entry", [])
    return int(count)


def forgive(
    loan: Loan, who: UUID, *, on: date = TODAY, seen: int = 12_000, reason: str = WHY
) -> Money:
    charge = CollectionCharge.objects.filter(loan=loan).latest("id")
    return forgive_collection_cost(
        charge_id=charge.id, employee_id=who, seen=Money.of(seen), reason=reason,
        by=Visitor("10.0.0.9"), at=at(on),
    )  # fmt: skip


def test_it_is_not_owed_any_more_and_the_books_do_not_move(
    loan: Loan, approver: UUID, request: pytest.FixtureRequest
) -> None:
    before, entries = owes(loan, TODAY), entries_in_books()
    income = in_books("415095")
    request.getfixturevalue("as_web")
    assert forgive(loan, approver) == Money.of(12_000)
    now = owes(loan, TODAY)
    assert now.due[0].due.collection == ZERO
    assert (before.payoff - now.payoff, before.due_total - now.due_total) == (
        Money.of(12_000), Money.of(12_000),
    )  # fmt: skip
    assert (entries_in_books(), in_books("415095")) == (entries, income)
    assert proven()
    row = CollectionForgiveness.objects.get()
    assert (row.actor, row.why, row.on) == (actor_of(approver), WHY, TODAY)
    event = AuditEvent.objects.get(action="staff.forgive_collection_cost")
    assert (event.actor, event.subject) == (actor_of(approver), f"loan:{loan.id}")
    assert (event.detail["amount"], event.detail["reason"]) == ("12000.00", WHY)
    view = loan_of(loan.member_id, loan.id, TODAY)
    assert view is not None
    assert [(one.name, one.amount) for one in view.forgiven] == [
        ("Etapa de 30 días", Money.of(12_000))
    ]


def test_what_was_paid_of_it_stays_paid(loan: Loan, approver: UUID) -> None:
    income = in_books("415095")
    pay(loan, TODAY, PayKind.INSTALMENT, Money.of(5_000))
    assert forgive(loan, approver, seen=7_000) == Money.of(7_000)
    assert in_books("415095") == income + 5_000
    pay(loan, TODAY, PayKind.INSTALMENT, owes(loan, TODAY).due_total)
    assert in_books("415095") == income + 5_000
    assert loan.instalments.get(n=1).settled_on == TODAY
    assert proven()


def test_the_stage_is_not_charged_again_while_the_loan_is_late(loan: Loan, approver: UUID) -> None:
    forgive(loan, approver)
    close(TODAY, LAWYER + DAY)
    assert charges(loan) == [(30, Decimal(12_000)), (60, Decimal(40_000))]
    assert owes(loan, LAWYER + DAY).due[0].due.collection == Money.of(40_000)


def test_where_costs_are_paid_last_forgiving_settles_and_ends_the_loan(
    db: None, approver: UUID
) -> None:
    says(30, 12_000)
    Parameter.objects.filter(key=ORDER_KEY).update(
        value="insurance mora interest capital collection"
    )
    last = borrower(periods=1)
    close(DUE, TODAY)
    due = owes(last, TODAY).due_total
    pay(last, TODAY, PayKind.INSTALMENT, due - Money.of(12_000))
    assert not LoanEnd.objects.filter(loan=last).exists()
    forgive(last, approver)
    assert last.instalments.get(n=1).settled_on == TODAY
    assert LoanEnd.objects.get(loan=last).how == "paid"
    close(TODAY, TODAY + 3 * DAY)
    assert owes(last, TODAY + 3 * DAY).payoff == ZERO
    assert proven()


class TestRefuses:
    def test_what_is_not_owed(self, loan: Loan, approver: UUID) -> None:
        with pytest.raises(NothingToForgive):
            forgive_collection_cost(
                charge_id=2_000_000_000, employee_id=approver, seen=Money.of(1), reason=WHY,
                by=Visitor("10.0.0.9"), at=at(TODAY),
            )  # fmt: skip
        forgive(loan, approver)
        with pytest.raises(NothingToForgive):
            forgive(loan, approver)

    def test_what_was_paid_or_whose_loan_ended(self, loan: Loan, approver: UUID) -> None:
        pay(loan, TODAY, PayKind.PAYOFF, owes(loan, TODAY).payoff)
        with pytest.raises(NothingToForgive):
            forgive(loan, approver)
        CollectionCharge.objects.update(paid=0)
        with pytest.raises(NothingToForgive):
            forgive(loan, approver)

    def test_another_sum_than_was_shown(self, loan: Loan, approver: UUID) -> None:
        pay(loan, TODAY, PayKind.INSTALMENT, Money.of(5_000))
        with pytest.raises(CostChanged) as refusal:
            forgive(loan, approver)
        assert refusal.value.left == Money.of(7_000)
        assert not CollectionForgiveness.objects.exists()

    @pytest.mark.parametrize("reason", ["", "  ya ", "x" * 401, "oculto\u200b"])
    def test_without_a_reason(self, loan: Loan, approver: UUID, reason: str) -> None:
        with pytest.raises(ReasonMissing):
            forgive(loan, approver, reason=reason)
        assert not CollectionForgiveness.objects.exists()

    def test_oneself(self, loan: Loan) -> None:
        me = hired(Role.APPROVER, document=Member.objects.get(id=loan.member_id).document_number)
        with pytest.raises(OneselfConcerned):
            forgive(loan, me.id)
        assert not CollectionForgiveness.objects.exists()


def test_what_was_forgiven_stays_as_it_was_written(
    loan: Loan, approver: UUID, request: pytest.FixtureRequest
) -> None:
    forgive(loan, approver)
    kept = CollectionForgiveness.objects.get()
    with pytest.raises(IntegrityError, match="forgiveness_has_a_reason"), transaction.atomic():
        CollectionForgiveness.objects.update(why="")
    request.getfixturevalue("as_web")
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic():
        CollectionForgiveness.objects.update(why="Otra cosa")
    with denied, transaction.atomic():
        CollectionForgiveness.objects.all().delete()
    assert CollectionForgiveness.objects.get().why == kept.why
