"""What was approved may be signed for so many days; then it is over, told once, and renewed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction

from minga.kit.models import OutboxMessage, Parameter
from minga.loans.codebtor_queries import Stage
from minga.loans.codebtors import CodebtorsMissing
from minga.loans.decide_request import NothingProposed, decide, propose
from minga.loans.lines import Line, LineNotOffered
from minga.loans.models import LoanDecision, LoanLine, RequestEvent, RequestStep
from minga.loans.offer_close import offers_of_loans
from minga.loans.offers import OfferExpired
from minga.loans.open_request import RequestNotOpen
from minga.loans.renew_offer import TermsMoved, renew_offer
from minga.loans.send_request import send_request, withdraw_request
from minga.loans.tests.codebtors_cast import approve, backed, sign, stage, view
from minga.loans.tests.offered import add_terms, line
from minga.loans.tests.requests_cast import (
    ANA,
    AT,
    BETO,
    approved,
    member,
    proposal,
    shown,
)
from minga.loans.usury import UsuryCapMissing
from minga.members.models import Member
from minga.staff.identity import actor_of
from minga.staff.refusals import OneselfConcerned
from minga.staff.tests.cast import hired

DAY = timedelta(days=1)
LAST = date(2026, 11, 25)  # five days after the approval
AFTER = AT + 6 * DAY


@pytest.fixture
def who(db: None) -> Member:
    return member()


@pytest.fixture
def lends(db: None) -> Line:
    return line(sign_days=5)


@pytest.fixture
def offer(who: Member, lends: Line) -> UUID:
    """Approved on 20 November 2026."""
    return approved(who.id, lends)


def close(day: date, at: datetime | None = None) -> dict[str, str]:
    with transaction.atomic():
        return offers_of_loans(day=day, at=at or AFTER, before={})


def steps(request_id: UUID) -> list[str]:
    story = RequestEvent.objects.filter(request_id=request_id).order_by("id")
    return list(story.values_list("step", flat=True))


def told(kind: str) -> int:
    sent = OutboxMessage.objects.filter(topic="notice")
    return sum(one.payload["kind"] == kind for one in sent)


@pytest.mark.django_db
class TestExpiring:
    def test_the_last_day_is_frozen_with_the_approval(self, offer: UUID, lends: Line) -> None:
        assert LoanDecision.objects.get(request_id=offer).offer_until == LAST
        add_terms(lends.id, AT.date() + DAY, sign_days=30)
        assert LoanDecision.objects.get(request_id=offer).offer_until == LAST

    def test_a_line_that_says_nothing_waits_for_ever(self, who: Member) -> None:
        request_id = approved(who.id, line())
        assert close(date(2030, 1, 1)) == {"expired": "0"}
        assert view(who, request_id, AT + 1000 * DAY).can_sign

    def test_is_signable_on_its_last_day_and_over_the_next_even_before_a_close(
        self, who: Member, offer: UUID
    ) -> None:
        on_the_last = view(who, offer, AT + 5 * DAY)
        assert on_the_last.can_sign
        assert on_the_last.offer_until == LAST
        after = view(who, offer, AFTER)
        assert (after.status, after.can_sign) == (RequestStep.EXPIRED, False)

    def test_the_close_of_its_last_day_says_it_once(self, who: Member, offer: UUID) -> None:
        assert close(LAST - DAY) == {"expired": "0"}
        assert close(LAST) == {"expired": "1"}
        assert close(LAST) == {"expired": "0"}
        assert close(LAST + DAY) == {"expired": "0"}
        assert steps(offer)[-2:] == [RequestStep.APPROVED, RequestStep.EXPIRED]
        assert told("loan_offer_expired") == 1
        assert view(who, offer, AFTER).can_withdraw

    def test_what_was_taken_back_does_not_expire(self, who: Member, offer: UUID) -> None:
        withdraw_request(member_id=who.id, request_id=offer, at=AT)
        assert close(LAST) == {"expired": "0"}

    def test_a_codebtor_signs_in_time_or_not_at_all(
        self, debtor: Member, backer: Member, lends: Line, request_id: UUID
    ) -> None:
        add_terms(lends.id, AT.date(), codebtors=1, sign_days=5)
        one = backed(debtor.id, request_id, backer)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        approve(request_id)
        assert stage(backer, one, AFTER) == Stage.ACCEPTED
        with pytest.raises(OfferExpired) as refused:
            sign(backer, one, at=AFTER)
        assert refused.value.until == LAST
        close(LAST)
        assert told("loan_offer_expired") == 2
        renew_offer(request_id=request_id, staff=ANA, at=AFTER)
        sign(backer, one, at=AFTER)
        assert stage(backer, one, AFTER) == Stage.SIGNED

    def test_who_signed_an_offer_that_expired_signs_its_renewal_too(
        self, debtor: Member, backer: Member, lends: Line, request_id: UUID
    ) -> None:
        add_terms(lends.id, AT.date(), codebtors=1, sign_days=5)
        one = backed(debtor.id, request_id, backer)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        approve(request_id)
        sign(backer, one)
        assert stage(backer, one) == Stage.SIGNED
        close(LAST)
        renew_offer(request_id=request_id, staff=ANA, at=AFTER)
        # They bound themselves until a day that is over.
        assert stage(backer, one, AFTER) == Stage.TO_SIGN
        assert [named.has_signed for named in view(debtor, request_id, AFTER).codebtors] == [False]
        sign(backer, one, at=AFTER)
        assert stage(backer, one, AFTER) == Stage.SIGNED
        assert view(debtor, request_id, AFTER).unsigned == ()


@pytest.mark.django_db
class TestRenewing:
    @pytest.mark.parametrize("closed", [False, True])
    def test_is_signable_again_with_the_same_terms(
        self, who: Member, offer: UUID, closed: bool
    ) -> None:
        before = view(who, offer).agreed
        if closed:
            close(LAST)
        renew_offer(request_id=offer, staff=ANA, at=AFTER)
        found = view(who, offer, AFTER)
        assert found.can_sign
        assert found.agreed == before
        assert found.offer_until == date(2026, 12, 1)
        assert told("loan_approved") == 2
        with pytest.raises(RequestNotOpen):
            renew_offer(request_id=offer, staff=ANA, at=AFTER)
        assert close(date(2026, 12, 1)) == {"expired": "1"}
        assert told("loan_offer_expired") == (2 if closed else 1)

    def test_refuses_what_is_not_over_or_is_another_thing_by_now(
        self, who: Member, offer: UUID, lends: Line
    ) -> None:
        with pytest.raises(RequestNotOpen):
            renew_offer(request_id=offer, staff=ANA, at=AT + 5 * DAY)
        add_terms(lends.id, LAST, rate_ea=Decimal("0.19"), sign_days=5)
        with pytest.raises(TermsMoved):
            renew_offer(request_id=offer, staff=ANA, at=AFTER)
        LoanLine.objects.filter(id=lends.id).update(offered_until=LAST)
        with pytest.raises(LineNotOffered):
            renew_offer(request_id=offer, staff=ANA, at=AFTER)
        assert not view(who, offer, AFTER).can_sign

    def test_refuses_without_the_cap_the_codebtors_or_a_stranger(
        self, who: Member, offer: UUID, lends: Line
    ) -> None:
        own = hired(document=who.document_number)
        with pytest.raises(OneselfConcerned):
            renew_offer(request_id=offer, staff=actor_of(own.id), at=AFTER)
        with pytest.raises(UsuryCapMissing):
            renew_offer(request_id=offer, staff=ANA, at=AT + 40 * DAY)
        add_terms(lends.id, LAST, codebtors=1, sign_days=5)
        with pytest.raises(CodebtorsMissing):
            renew_offer(request_id=offer, staff=ANA, at=AFTER)

    def test_what_expired_is_proposed_anew_and_not_decided_as_it_was(
        self, who: Member, offer: UUID
    ) -> None:
        close(LAST)
        with pytest.raises(NothingProposed):
            decide(
                request_id=offer, staff="staff:caro", approve=True, why="", seen=shown(offer),
                at=AFTER,
            )  # fmt: skip
        propose(request_id=offer, staff=ANA, proposal=proposal(3_000_000), at=AFTER)
        decide(
            request_id=offer, staff=BETO, approve=True, why="", seen=shown(offer), at=AFTER
        )  # fmt: skip
        assert view(who, offer, AFTER).can_sign


@pytest.fixture
def cap_taken_back(committed_db: None) -> Iterator[None]:
    yield
    Parameter.objects.filter(key="usury.consumo.2026-11").delete()


def test_renewed_and_closed_at_once_it_ends_signable_or_over_and_told(
    cap_taken_back: None,
) -> None:
    who = member()
    request_id, start = approved(who.id, line(sign_days=5)), Barrier(2)

    def together(do: object) -> None:
        try:
            start.wait(10)
            do()  # type: ignore[operator]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        renewing = pool.submit(
            together, lambda: renew_offer(request_id=request_id, staff=ANA, at=AFTER)
        )
        closing = pool.submit(together, lambda: close(LAST))
        renewing.result(60)
        closing.result(60)
    assert view(who, request_id, AFTER).can_sign
    assert steps(request_id).count(RequestStep.EXPIRED) <= 1
    withdraw_request(member_id=who.id, request_id=request_id, at=AFTER)
