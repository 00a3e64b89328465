"""Two people, one act: who, when, and exactly what was shown."""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from minga.audit.models import AuditEvent
from minga.kit.ids import uuid7
from minga.staff import acts
from minga.staff.acts import ActChanged, ActExpired, ActOver, ActsAlone, UnknownAct
from minga.staff.disable_employee import disable_employee
from minga.staff.models import ActKind, Employee, TwoPersonAct
from minga.staff.queries import act as act_view
from minga.staff.queries import acts as act_list
from minga.staff.refusals import ReasonMissing
from minga.staff.tests.cast import AT, BOSS, document, hired, later, somebody

pytestmark = pytest.mark.django_db
PAYLOAD = {"loan_id": "1", "amount": "500000.00"}


def proposed(
    maker: Employee, subject: str = "", reason: str = "Acta 12 de la junta", at: datetime = AT
) -> TwoPersonAct:
    return acts.propose(
        kind=ActKind.WRITE_OFF, subject=subject or f"loan:{uuid7()}", payload=PAYLOAD,
        reason=reason, maker=maker.id, by=somebody(), at=at,
    )  # fmt: skip


def held(act: TwoPersonAct, checker: UUID, seen: str = "", at: datetime = AT) -> TwoPersonAct:
    with transaction.atomic():
        return acts.held(
            act.id, kind=ActKind.WRITE_OFF, seen=seen or bytes(act.digest).hex(), checker=checker,
            at=at,
        )  # fmt: skip


def test_another_person_decides_and_both_are_in_the_trail() -> None:
    maker, checker = hired(), hired()
    act = proposed(maker)
    acts.close(
        held(act, checker.id), checker=checker.id, approve=True, why="", by=somebody(), at=AT
    )
    shown = act_view(act.id, AT)
    assert shown is not None
    assert (shown.maker, shown.checker, shown.outcome) == (maker.name, checker.name, "done")
    told = AuditEvent.objects.filter(subject=act.subject).order_by("id")
    assert [one.action for one in told] == ["staff.propose_write_off", "staff.decide_write_off"]
    with pytest.raises(ActOver):
        held(act, checker.id)


def test_nobody_decides_what_they_proposed() -> None:
    maker = hired()
    act = proposed(maker)
    with pytest.raises(ActsAlone):
        held(act, maker.id)
    disable_employee(**document(maker), why="se retiró", actor=BOSS, at=AT)
    again = hired(document=maker.document_number)
    with pytest.raises(ActsAlone):
        held(act, again.id)


def test_the_database_lets_nobody_act_alone() -> None:
    act = proposed(hired())
    with pytest.raises(IntegrityError, match="nobody_acts_alone"), transaction.atomic():
        TwoPersonAct.objects.filter(id=act.id).update(
            checker=act.maker_id, decided_at=AT, outcome="done"
        )
    with pytest.raises(IntegrityError, match="decided_by_somebody"), transaction.atomic():
        TwoPersonAct.objects.filter(id=act.id).update(decided_at=AT, outcome="done")


def test_a_day_later_it_is_proposed_again() -> None:
    act, checker = proposed(hired()), hired()
    held(act, checker.id, at=later(hours=23.9))
    with pytest.raises(ActExpired):
        held(act, checker.id, at=later(hours=24))


def test_a_decision_is_bound_to_what_was_shown() -> None:
    act, checker = proposed(hired()), hired()
    with pytest.raises(ActChanged):
        held(act, checker.id, seen="00" * 32)
    TwoPersonAct.objects.filter(id=act.id).update(payload=PAYLOAD | {"amount": "900000.00"})
    with pytest.raises(ActChanged):
        held(act, checker.id)


def test_a_new_proposal_takes_the_place_of_the_open_one() -> None:
    maker, checker = hired(), hired()
    first = proposed(maker)
    second = proposed(checker, first.subject, at=later(minutes=1))
    with pytest.raises(ActOver):
        held(first, checker.id)
    held(second, maker.id, at=later(minutes=2))


def test_refuses_an_act_that_never_was() -> None:
    with pytest.raises(UnknownAct):
        acts.held(uuid7(), kind=ActKind.WRITE_OFF, seen="", checker=hired().id, at=AT)
    act = proposed(hired())
    with pytest.raises(UnknownAct):
        acts.held(act.id, kind=ActKind.RECOVERY, seen="", checker=hired().id, at=AT)


@pytest.mark.parametrize("words", ["", " ", "ok", "x" * 401, "al revés\u202e"])
def test_says_why(words: str) -> None:
    with pytest.raises(ReasonMissing):
        proposed(hired(), reason=words)
    act, checker = proposed(hired()), hired()
    if words.strip() != "ok":
        with pytest.raises(ReasonMissing):
            acts.close(act, checker=checker.id, approve=False, why=words, by=somebody(), at=AT)


def test_lists_what_waits_and_the_rest_page_by_page() -> None:
    maker, checker = hired(), hired()
    made = [proposed(maker, at=later(minutes=one)) for one in range(5)]
    acts.close(made[0], checker=checker.id, approve=False, why="No procede", by=somebody(), at=AT)
    waiting = act_list(ActKind, later(minutes=9), waiting=True)
    assert [one.id for one in waiting][:4] == [one.id for one in reversed(made[1:])]
    page = act_list(ActKind, later(minutes=9), waiting=True, limit=2)
    last = page[-1]
    rest = act_list(
        ActKind, later(minutes=9), waiting=True, before=(last.proposed_at, last.id), limit=2
    )
    assert [one.id for one in (*page, *rest)] == [one.id for one in waiting][:4]
    ended = act_list(ActKind, later(minutes=9), waiting=False)
    assert made[0].id in {one.id for one in ended}
