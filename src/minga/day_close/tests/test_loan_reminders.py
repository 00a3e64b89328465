"""Who is told of what falls due and of what is late: each instalment and stage once."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minga.day_close.close_day import close_day, close_through
from minga.day_close.tests.telling import dies_telling
from minga.kit import ids, parameters, sql
from minga.kit.clock import BOGOTA
from minga.kit.models import OutboxMessage, Parameter
from minga.loans.models import Codebtor, InstalmentNotice, Loan, LoanEnd, LoanRequest
from minga.loans.plan_payment import PayKind
from minga.loans.reminder_close import TOPIC, reminders_of_loans
from minga.loans.tests.lent import new_loan
from minga.members.models import Member
from minga.payments.tests.borrowers import DAY, at, borrower, lent, owes, pay
from minga.payments.tests.cast import person

pytestmark = pytest.mark.django_db
DUE = date(2025, 10, 15)
SOON_CLOSE, LATE_CLOSE = DUE - 4 * DAY, DUE + DAY
STEP = "loans.reminders"


def debtor(name: str = "Marta", **changes: Any) -> Loan:
    """Somebody with a loan and an e-mail."""
    return reachable(borrower(name, **changes))


def reachable(loan: Loan) -> Loan:
    Member.objects.filter(id=loan.member_id).update(email="quien@correo.co")
    return loan


def says(key: str, value: str) -> None:
    Parameter.objects.create(
        key=key, valid_from=date(2021, 1, 1), value=value, source="a test's own", confidence="P"
    )


def close(day: date) -> dict[str, str]:
    """One day on the morning after it; answers what the step counted."""
    return dict(close_day(day=day, at=at(day + DAY)).steps[STEP])


def told() -> list[tuple[UUID, int]]:
    """Member and stage of each message, in the order in which they go."""
    found = OutboxMessage.objects.filter(topic=TOPIC).order_by("next_attempt_at", "id")
    return [(UUID(one.payload["member"]), one.payload["stage"]) for one in found]


def goes() -> list[datetime]:
    found = OutboxMessage.objects.filter(topic=TOPIC).order_by("next_attempt_at")
    return [one.next_attempt_at.astimezone(BOGOTA) for one in found]


def backed(loan: Loan, **changes: Any) -> Member:
    """Somebody who accepted to owe it too."""
    now = at(loan.disbursed_on)
    if loan.request is None:
        loan.request = LoanRequest.objects.create(
            number=loan.number, amount=1, periods=1, member_id=loan.member_id, line=loan.line,
            started_at=now, changed_at=now,
        )  # fmt: skip
        loan.save(update_fields=["request"])
    who = Member.objects.get(id=person("Rosa").id)
    Member.objects.filter(id=who.id).update(email="rosa@correo.co")
    given = {"answer": "accepted", "member": who, "approval": ids.uuid7()} | changes
    Codebtor.objects.create(
        request=loan.request, document_type="CC", document_number=who.document_number,
        asked_at=now, expires_at=now, **given,
    )  # fmt: skip
    return who


class TestSoonDue:
    def test_three_days_before_once_and_in_an_hour_that_is_allowed(self) -> None:
        loan = debtor()
        for n in range(5, -1, -1):
            close(SOON_CLOSE - n * DAY)
            assert told() == ([] if n else [(loan.member_id, 0)])
        # Closed on a Sunday morning; the Monday after it is a holiday.
        assert goes() == [datetime.combine(date(2025, 10, 14), time(7), tzinfo=BOGOTA)]
        close(SOON_CLOSE + DAY)
        close(DUE - 2 * DAY)
        assert told() == [(loan.member_id, 0)]

    def test_a_missed_reminder_is_told_while_the_day_has_not_come(self) -> None:
        loan = debtor()
        close(DUE - 2 * DAY)
        assert told() == [(loan.member_id, 0)]
        late = debtor("Rosa", on=date(2025, 9, 14))  # due one day earlier: that day is today
        close(DUE - DAY)
        assert late.member_id not in [who for who, _ in told()]

    def test_nobody_when_the_days_are_none(self) -> None:
        debtor()
        says("notices.instalment_before_days", "0")
        assert close(SOON_CLOSE)["told_soon"] == "0"

    def test_not_those_whose_employer_pays_nor_their_codebtors(self) -> None:
        mine, wages = debtor(), debtor("Rosa", by_payroll=True)
        backed(mine)
        close(SOON_CLOSE)
        assert told() == [(mine.member_id, 0)]
        close(LATE_CLOSE)
        assert (wages.member_id, 1) in told()

    def test_not_of_the_next_one_while_one_is_late(self) -> None:
        debtor()
        close(date(2025, 11, 15) - 4 * DAY)
        assert told() == []


class TestLate:
    def test_each_stage_once_and_never_again(self) -> None:
        loan = debtor()
        for n in range(75):
            close(DUE + n * DAY)
        assert told() == [(loan.member_id, stage) for stage in (1, 15, 30, 60)]

    def test_after_missed_days_only_the_latest_stage_is_told(self) -> None:
        loan = debtor()
        close(DUE)
        day = DUE + 31 * DAY
        close_through(day=day, today=day + DAY, at=at(day + DAY))
        assert told() == [(loan.member_id, 30)]

    def test_a_stage_long_past_is_not_told_late(self) -> None:
        debtor()
        close(DUE + 22 * DAY)
        assert told() == []
        close(DUE + 30 * DAY)
        assert [stage for _, stage in told()] == [30]

    def test_the_debtor_and_every_codebtor_hear_the_same(self) -> None:
        loan = debtor()
        rosa, luis = backed(loan), backed(loan)
        backed(loan, removed_at=at(DUE))
        backed(loan, answer="declined")
        assert close(LATE_CLOSE)["told_late"] == "3"
        assert sorted(told()) == sorted((who, 1) for who in (loan.member_id, rosa.id, luis.id))
        payloads = OutboxMessage.objects.filter(topic=TOPIC).values_list("payload", flat=True)
        assert len({(one["loan"], one["due_on"], one["stage"]) for one in payloads}) == 1

    def test_nobody_of_what_was_paid_or_has_ended(self) -> None:
        paid, written_off = debtor(), debtor("Rosa")
        pay(paid, DUE, PayKind.INSTALMENT, owes(paid, DUE).due_total)
        LoanEnd.objects.create(
            loan=written_off, how="written_off", on=DUE, at=at(DUE), actor="staff:ana"
        )
        close(LATE_CLOSE)
        assert told() == []

    def test_whoever_owes_two_hears_of_one_a_day(self) -> None:
        who = person("Marta")
        for _ in range(2):
            reachable(lent(who, new_loan(who.id, date(2025, 9, 15))))
        close(LATE_CLOSE)
        assert [one.date() for one in goes()] == [date(2025, 10, 17), date(2025, 10, 18)]
        assert goes()[1].time() == time(8)  # a Saturday

    def test_the_stages_are_those_of_the_day(self) -> None:
        loan = debtor()
        says("notices.overdue_stages", "3 5")
        for n in range(8):
            close(DUE + n * DAY)
        assert told() == [(loan.member_id, 3), (loan.member_id, 5)]


class TestTheStep:
    def test_says_how_many_were_told_and_who_has_no_address(self) -> None:
        borrower()  # neither e-mail nor mobile
        debtor("Rosa")
        assert close(SOON_CLOSE) == {"told_soon": "1", "told_late": "0", "unreachable": "1"}
        assert close(LATE_CLOSE) == {"told_soon": "0", "told_late": "1", "unreachable": "1"}

    def test_tells_of_nothing_while_it_catches_up(self) -> None:
        debtor()
        assert dict(close_day(day=LATE_CLOSE, at=at(LATE_CLOSE + 2 * DAY)).steps[STEP]) == {}
        assert told() == []

    def test_a_close_that_dies_half_way_tells_once_when_it_goes_on(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        debtor()
        with dies_telling(monkeypatch):
            close(LATE_CLOSE)
        assert told() == []
        assert not InstalmentNotice.objects.exists()
        close(LATE_CLOSE)
        close(LATE_CLOSE)
        assert len(told()) == 1

    def test_without_its_record_it_would_be_told_twice(self) -> None:
        debtor()
        close(LATE_CLOSE)
        InstalmentNotice.objects.all().delete()
        close(LATE_CLOSE + DAY)
        assert len(told()) == 2

    def test_costs_two_statements_however_many_loans_there_are(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for n in range(6):
            loan = debtor(f"Persona {n}", savings=0)
            backed(loan)
        parameters.text("notices.overdue_stages", LATE_CLOSE)  # read before they are counted
        run, real = [], sql._execute

        def counted(statement: str, *given: Any, **more: Any) -> Any:
            run.append(statement)
            return real(statement, *given, **more)

        monkeypatch.setattr("minga.kit.sql._execute", counted)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found = reminders_of_loans(day=LATE_CLOSE, at=at(LATE_CLOSE + DAY), before={})
        assert found["told_late"] == "12"
        assert len(run) + len(seen) == 2
