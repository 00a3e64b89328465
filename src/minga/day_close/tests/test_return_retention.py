"""Retention of earlier years, given back on the member's letter, by two people and once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from minga.audit.models import AuditEvent
from minga.day_close.close_day import close_day, close_through
from minga.day_close.tests.test_goal_exit import saver as goal_saver
from minga.day_close.tests.test_term_deposits import close_days, holds, in_books, proven
from minga.day_close.tests.test_term_exit import DAY, cancelled, saver
from minga.kit.models import OutboxMessage
from minga.kit.money import ZERO, Money
from minga.kit.visitor import Visitor
from minga.members.models import Member
from minga.payments.close_goal import close_goal, quote_exit
from minga.payments.tests.cast import Person, deposit, person
from minga.payments.tests.depositors import at, cdat_plan, open_cdat
from minga.savings.goal_queries import goal_of
from minga.savings.kept_retention import EndedEarly, kept_of, to_give_back
from minga.savings.models import RetentionReturn, TermDeposit, TermEnd
from minga.savings.return_retention import (
    NothingKept,
    StatementDay,
    StatementMissing,
    UnknownDestination,
    decide_return,
    propose_return,
)
from minga.savings.term_queries import deposit_of
from minga.staff.acts import ActChanged, ActOver, ActsAlone
from minga.staff.identity import actor_of
from minga.staff.models import ActOutcome, Role, TwoPersonAct
from minga.staff.refusals import OneselfConcerned, ReasonMissing
from minga.staff.tests.cast import hired

pytestmark = pytest.mark.django_db
OPENED, ENDED, STATED = date(2025, 11, 3), date(2026, 1, 20), date(2026, 2, 2)
TODAY = date(2026, 2, 4)
BY = Visitor("10.0.0.9")


@dataclass(frozen=True)
class Scene:
    """Marta's CDAT ended early in January; of December's retention something stays withheld."""

    who: Person
    deposit: TermDeposit
    kept: Money
    maker: UUID
    checker: UUID

    def propose(self, **changes: object) -> UUID:
        asked: dict[str, object] = {
            "what": EndedEarly.DEPOSIT, "product_id": self.deposit.id, "stated_on": STATED,
            "statement": "Radicado 118", "account_id": self.who.savings,
            "employee_id": self.maker, "by": BY, "at": at(TODAY),
        } | changes  # fmt: skip
        return propose_return(**asked)  # type: ignore[arg-type]

    def decide(self, act_id: UUID, **changes: object) -> None:
        seen = bytes(TwoPersonAct.objects.get(id=act_id).digest).hex()
        said: dict[str, object] = {
            "act_id": act_id, "employee_id": self.checker, "seen": seen, "approve": True,
            "why": "", "by": BY, "at": at(TODAY),
        } | changes  # fmt: skip
        decide_return(**said)  # type: ignore[arg-type]


def ended_early() -> tuple[Person, TermDeposit, Money]:
    who = saver(OPENED)
    made = open_cdat(who, cdat_plan(), OPENED, days=180, pays_every_months=1)
    for pays_on in (date(2025, 12, 3), date(2026, 1, 3)):
        close_days(pays_on, since=pays_on - 3 * DAY)
    return who, made, cancelled(who, made, ENDED).kept_back


@pytest.fixture
def scene(db: None) -> Scene:
    who, made, kept = ended_early()
    assert kept > ZERO
    return Scene(who, made, kept, hired(Role.ANALYST).id, hired(Role.APPROVER).id)


def test_all_that_was_kept_comes_to_the_members_savings(
    scene: Scene, request: pytest.FixtureRequest
) -> None:
    before, withholding = holds(scene.who.savings), in_books("2445")
    assert [one.id for one in to_give_back()] == [scene.deposit.id]
    request.getfixturevalue("as_web")
    act_id = scene.propose()
    assert holds(scene.who.savings) == before
    scene.decide(act_id)
    assert holds(scene.who.savings) == before + scene.kept
    assert withholding - in_books("2445") == scene.kept.amount
    assert proven()
    assert to_give_back() == []
    view = deposit_of(scene.who.id, scene.deposit.id, TODAY)
    assert view is not None
    assert view.kept is not None
    assert view.kept.returned is not None
    told = view.kept.returned
    assert (told.amount, told.statement, told.stated_on) == (scene.kept, "Radicado 118", STATED)
    event = AuditEvent.objects.get(action="staff.decide_retention")
    assert (event.actor, event.detail["approved"]) == (actor_of(scene.checker), True)
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic():
        RetentionReturn.objects.update(amount=1)


def test_the_member_is_told(scene: Scene) -> None:
    scene.decide(scene.propose())
    topic = OutboxMessage.objects.filter(topic="retention_given_back")
    assert topic.count() == 1


def test_it_is_given_back_once(scene: Scene) -> None:
    first = scene.propose()
    scene.decide(first)
    with pytest.raises(ActOver):
        scene.decide(first)
    with pytest.raises(NothingKept):
        scene.propose()
    # Whatever a program does, the database keeps one return for an end.
    row = RetentionReturn.objects.get()
    row.id, row.entry_id = scene.deposit.id, 1
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_two_proposals_leave_the_newest_one(scene: Scene) -> None:
    first, second = scene.propose(), scene.propose(statement="Radicado 119")
    with pytest.raises(ActOver):
        scene.decide(first)
    scene.decide(second)
    assert RetentionReturn.objects.get().statement == "Radicado 119"


def test_a_no_needs_words_and_moves_nothing(scene: Scene) -> None:
    act_id, before = scene.propose(), holds(scene.who.savings)
    with pytest.raises(ReasonMissing):
        scene.decide(act_id, approve=False)
    scene.decide(act_id, approve=False, why="Falta la firma")
    assert TwoPersonAct.objects.get(id=act_id).outcome == ActOutcome.REJECTED
    assert holds(scene.who.savings) == before
    scene.decide(scene.propose())
    assert holds(scene.who.savings) == before + scene.kept


def test_what_is_kept_of_a_goal_comes_back_too() -> None:
    since, leaves = date(2025, 12, 20), date(2026, 1, 3)
    who, goal = goal_saver("0", since)
    deposit(goal, 50_000_000, on=since)
    close_day(day=since - DAY, at=at(since))
    close_through(day=leaves - DAY, today=leaves, at=at(leaves))
    pays = quote_exit(who.id, goal, at(leaves)).pays
    close_goal(member_id=who.id, account_id=goal, pays=pays, at=at(leaves))
    kept = kept_of(EndedEarly.GOAL, goal)
    assert kept is not None
    scene = Scene(who, TermDeposit(), kept.amount, hired(Role.ANALYST).id, hired(Role.APPROVER).id)
    before = holds(who.savings)
    scene.decide(scene.propose(what=EndedEarly.GOAL, product_id=goal))
    assert holds(who.savings) == before + kept.amount
    view = goal_of(who.id, goal, TODAY)
    assert view is not None
    assert view.kept is not None
    assert view.kept.returned is not None
    assert proven()


class TestRefuses:
    def test_a_product_that_keeps_nothing(self, scene: Scene) -> None:
        other = open_cdat(scene.who, cdat_plan(), TODAY, days=90)
        for product_id in (other.id, UUID(int=7)):
            with pytest.raises(NothingKept):
                scene.propose(product_id=product_id)

    @pytest.mark.parametrize("day", [TODAY + DAY, OPENED - DAY])
    def test_a_letter_of_a_day_that_cannot_be(self, scene: Scene, day: date) -> None:
        with pytest.raises(StatementDay):
            scene.propose(stated_on=day)

    @pytest.mark.parametrize("filed", ["", "  ", "x" * 61, "Radi\u202ecado"])
    def test_a_letter_that_nobody_would_find(self, scene: Scene, filed: str) -> None:
        with pytest.raises(StatementMissing):
            scene.propose(statement=filed)

    def test_an_account_of_somebody_else_or_of_another_kind(self, scene: Scene) -> None:
        for account in (person("Luz").savings, scene.who.aportes):
            with pytest.raises(UnknownDestination):
                scene.propose(account_id=account)

    def test_whoever_proposed(self, scene: Scene) -> None:
        act_id = scene.propose()
        with pytest.raises(ActsAlone):
            scene.decide(act_id, employee_id=scene.maker)
        assert not RetentionReturn.objects.exists()

    def test_the_member_themselves(self, scene: Scene) -> None:
        member = Member.objects.get(id=scene.who.id)
        own = hired(Role.ANALYST, document=member.document_number).id
        with pytest.raises(OneselfConcerned):
            scene.propose(employee_id=own)
        act_id = scene.propose()
        with pytest.raises(OneselfConcerned):
            scene.decide(act_id, employee_id=own)

    def test_another_sum_than_was_proposed(self, scene: Scene) -> None:
        act_id = scene.propose()
        TermEnd.objects.filter(deposit=scene.deposit).update(kept_back=1)
        with pytest.raises(ActChanged):
            scene.decide(act_id)
        assert not RetentionReturn.objects.exists()
