"""What a codebtor reads once the loan has ended: paid, or written off and still owed."""

import pytest

from minga.day_close.tests.test_loan_losses import MAY, bad
from minga.day_close.tests.test_loan_reminders import backed
from minga.kit import ids
from minga.kit.money import ZERO
from minga.loans.codebtor_queries import Invitation, Stage, invitation_of, invitations_of
from minga.loans.models import Codebtor, Loan, LoanRequest, RequestEvent, RequestStep
from minga.loans.plan_payment import PayKind
from minga.loans.write_off import write_off
from minga.members.models import Member
from minga.payments.recover_loan import recover_loan
from minga.payments.tests.borrowers import DAY, DISBURSED, at, borrower, owes, pay, savings_of

pytestmark = pytest.mark.django_db
LATER = at(MAY + 2 * DAY)


def with_codebtor(loan: Loan) -> Member:
    who = backed(loan)
    request = LoanRequest.objects.get(loan=loan)
    request.method = loan.method
    request.save()
    RequestEvent.objects.create(
        request=request, step=RequestStep.DISBURSED, at=at(DISBURSED), actor="member:x"
    )
    return who


def read_by(who: Member) -> Invitation:
    found = invitation_of(who.id, Codebtor.objects.get(member=who).id, LATER)
    assert found is not None
    return found


def test_a_loan_that_was_paid_is_over_for_them() -> None:
    loan = borrower()
    who = with_codebtor(loan)
    assert read_by(who).stage is Stage.OWING
    pay(loan, DISBURSED + DAY, PayKind.PAYOFF, owes(loan, DISBURSED + DAY).payoff)
    assert (read_by(who).stage, read_by(who).left) == (Stage.PAID, ZERO)
    assert invitations_of(who.id, LATER) == []


def test_a_loan_that_was_written_off_is_owed_until_all_of_it_was_recovered() -> None:
    loan = bad()
    who = with_codebtor(loan)
    gone = write_off(loan_id=loan.id, actor="staff:junta", why="acta 12", at=at(MAY + DAY))
    found = read_by(who)
    assert (found.stage, found.left) == (Stage.WRITTEN_OFF, gone.total)
    assert [one.stage for one in invitations_of(who.id, LATER)] == [Stage.WRITTEN_OFF]
    recover_loan(
        member_id=loan.member_id, loan_id=loan.id, source_id=savings_of(loan), amount=gone.total,
        key=ids.uuid7(), at=LATER,
    )  # fmt: skip
    assert read_by(who).stage is Stage.PAID
