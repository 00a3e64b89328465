"""Codebtors: named by a document that says nothing, asked, answered, replaced, and in the note."""

from datetime import timedelta
from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.kit.ids import uuid7
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.answer_codebtor import (
    InvitationChanged,
    InvitationExpired,
    UnknownInvitation,
    decline_codebtor,
)
from minga.loans.codebtor_queries import Stage, invitation_of, invitations_of
from minga.loans.codebtors import CodebtorState
from minga.loans.fill_request import change_terms
from minga.loans.lines import Line
from minga.loans.models import Codebtor, RequestStep
from minga.loans.name_codebtor import (
    CodebtorIsDebtor,
    CodebtorNamedTwice,
    CodebtorNotAPerson,
    TooManyCodebtors,
    name_codebtor,
    remove_codebtor,
)
from minga.loans.open_request import RequestNotOpen, UnknownRequest
from minga.loans.plan import Method
from minga.loans.request_status import Task
from minga.loans.send_request import RequestIncomplete, send_request, withdraw_request
from minga.loans.signature import Signature
from minga.loans.tests.codebtors_cast import (
    COOP,
    accept,
    backed,
    name,
    stage,
    told,
    view,
)
from minga.loans.tests.offered import line
from minga.loans.tests.requests_cast import (
    AT,
    draft,
    member,
)
from minga.members.models import Member

pytestmark = pytest.mark.django_db
LIFE = timedelta(days=15)


class TestNaming:
    def test_asks_for_as_many_as_the_line_says_for_that_amount(
        self, debtor: Member, lends: Line
    ) -> None:
        assert [lends.codebtors_for(Money.of(n)) for n in (4_000_000, 4_000_001)] == [0, 1]
        small = draft(debtor.id, line(codebtors=1, codebtors_above=5_000_000))
        assert Task.CODEBTORS not in view(debtor, small).tasks
        assert view(debtor, draft(debtor.id, lends)).codebtors_needed == 1

    def test_is_not_sent_without_and_is_sent_with(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        with pytest.raises(RequestIncomplete) as refused:
            send_request(member_id=debtor.id, request_id=request_id, at=AT)
        assert refused.value.tasks == (Task.CODEBTORS,)
        found = name(debtor.id, request_id, backer)
        with pytest.raises(RequestIncomplete):
            send_request(member_id=debtor.id, request_id=request_id, at=AT)
        accept(backer, found)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        assert view(debtor, request_id).status == RequestStep.SENT

    def test_a_members_number_and_a_strangers_look_the_same_until_somebody_accepts(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        name(debtor.id, request_id, backer)
        other = member()
        decline = name(debtor.id, request_id, other)
        decline_codebtor(member_id=other.id, codebtor_id=decline, at=AT)
        name_codebtor(
            member_id=debtor.id, request_id=request_id, document_type="CC",
            document_number="1000000001", at=AT,
        )  # fmt: skip
        for at, state in ((AT, CodebtorState.WAITING), (AT + LIFE, CodebtorState.EXPIRED)):
            lines = view(debtor, request_id, at).codebtors
            assert [(one.state, one.name, one.has_signed) for one in lines] == [
                (state, "", False)
            ] * 3

    def test_refuses_by_name_whoever_cannot_be_one(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        with pytest.raises(CodebtorIsDebtor):
            name(debtor.id, request_id, debtor)
        name(debtor.id, request_id, backer)
        with pytest.raises(CodebtorNamedTwice):
            name(debtor.id, request_id, backer)
        for kind in ("NIT", "TI", "RC", "X"):
            with pytest.raises(CodebtorNotAPerson):
                name_codebtor(
                    member_id=debtor.id, request_id=request_id, document_type=kind,
                    document_number="900900900", at=AT,
                )  # fmt: skip

    def test_nobody_names_whom_they_like_without_end(
        self, debtor: Member, request_id: UUID
    ) -> None:
        def try_one(number: int) -> None:
            name_codebtor(
                member_id=debtor.id, request_id=request_id, document_type="CC",
                document_number=str(1_000_000_000 + number), at=AT,
            )  # fmt: skip

        for number in range(4):
            try_one(number)
        with pytest.raises(TooManyCodebtors):
            try_one(4)
        for number in range(5, 13):
            first = Codebtor.objects.filter(request_id=request_id, removed_at=None).first()
            assert first is not None
            remove_codebtor(
                member_id=debtor.id, request_id=request_id, codebtor_id=first.id, at=AT
            )  # fmt: skip
            try_one(number)
        Codebtor.objects.filter(request_id=request_id).update(removed_at=AT)
        with pytest.raises(TooManyCodebtors):
            try_one(13)

    def test_only_the_debtor_names_and_removes_and_only_while_it_is_theirs_to_fill_in(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        stranger = member()
        found = backed(debtor.id, request_id, backer)
        with pytest.raises(UnknownRequest):
            name(stranger.id, request_id, stranger)
        with pytest.raises(UnknownRequest):
            remove_codebtor(
                member_id=stranger.id, request_id=request_id, codebtor_id=found, at=AT
            )  # fmt: skip
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        with pytest.raises(RequestNotOpen):
            remove_codebtor(
                member_id=debtor.id, request_id=request_id, codebtor_id=found, at=AT
            )  # fmt: skip
        with pytest.raises(RequestNotOpen):
            name(debtor.id, request_id, stranger)


class TestAnswering:
    def test_only_whoever_has_the_document_finds_the_question(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        found, stranger = name(debtor.id, request_id, backer), member()
        assert [one.id for one in invitations_of(backer.id, AT)] == [found]
        for other in (stranger, debtor):
            assert invitations_of(other.id, AT) == []
            assert invitation_of(other.id, found, AT) is None
            with pytest.raises(UnknownInvitation):
                accept(other, found)
            with pytest.raises(UnknownInvitation):
                decline_codebtor(member_id=other.id, codebtor_id=found, at=AT)

    def test_accepts_once_with_what_was_approved_and_authorised(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        found = backed(debtor.id, request_id, backer)
        accept(backer, found, approve=pytest.fail)
        kept = Codebtor.objects.get(id=found)
        assert (kept.member_id, kept.factors, kept.ip) == (backer.id, "pin", "10.1.2.3")
        assert set(kept.authorisations) == {"habeas_data", "credit_bureau"}
        assert COOP in kept.authorisations["credit_bureau"]["text"]
        [one] = view(debtor, request_id).codebtors
        assert (one.state, one.name) == (CodebtorState.ACCEPTED, backer.full_name)
        assert told() == ["loan_codebtor_accepted"]
        trail = AuditEvent.objects.filter(subject=f"loan_request:{request_id}")
        assert "accept_codebtor" in trail.values_list("action", flat=True)

    def test_nothing_is_kept_of_an_acceptance_that_was_not_approved(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        def refuses() -> Signature:
            raise Refusal

        found = name(debtor.id, request_id, backer)
        with pytest.raises(Refusal):
            accept(backer, found, approve=refuses)
        assert stage(backer, found) == Stage.OPEN

    def test_what_was_not_read_is_not_accepted(
        self, debtor: Member, backer: Member, request_id: UUID, lends: Line
    ) -> None:
        found = name(debtor.id, request_id, backer)
        read = invitation_of(backer.id, found, AT)
        assert read is not None
        self.change(debtor, request_id, lends, 6_000_000)
        with pytest.raises(InvitationChanged):
            accept(backer, found, seen=read.terms)

    def test_other_terms_are_accepted_once_more(
        self, debtor: Member, backer: Member, request_id: UUID, lends: Line
    ) -> None:
        found = backed(debtor.id, request_id, backer)
        self.change(debtor, request_id, lends, 5_000_000)  # the same: nothing to ask
        assert stage(backer, found) == Stage.ACCEPTED
        self.change(debtor, request_id, lends, 6_000_000)
        assert stage(backer, found) == Stage.OPEN
        [one] = view(debtor, request_id).codebtors
        assert (one.state, one.name) == (CodebtorState.WAITING, "")
        assert Task.CODEBTORS in view(debtor, request_id).tasks
        accept(backer, found)
        assert Task.CODEBTORS not in view(debtor, request_id).tasks

    @staticmethod
    def change(debtor: Member, request_id: UUID, lends: Line, pesos: int) -> None:
        change_terms(
            member_id=debtor.id, request_id=request_id, line_id=lends.id,
            amount=Money.of(pesos), periods=24, method=Method.FRENCH, pays_to=uuid7(), at=AT,
        )  # fmt: skip

    def test_after_its_days_it_is_not_accepted_and_can_be_asked_again(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        found, late = name(debtor.id, request_id, backer), AT + LIFE
        assert stage(backer, found, late - timedelta(seconds=1)) == Stage.OPEN
        assert stage(backer, found, late) == Stage.EXPIRED
        assert invitations_of(backer.id, late) == []
        with pytest.raises(InvitationExpired):
            accept(backer, found, at=late)
        remove_codebtor(member_id=debtor.id, request_id=request_id, codebtor_id=found, at=late)
        again = name(debtor.id, request_id, backer, at=late)
        accept(backer, again, at=late)
        assert Task.CODEBTORS not in view(debtor, request_id, late).tasks

    def test_a_no_can_become_a_yes_and_another_can_take_the_place(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        found, other = name(debtor.id, request_id, backer), member()
        decline_codebtor(member_id=backer.id, codebtor_id=found, at=AT)
        decline_codebtor(member_id=backer.id, codebtor_id=found, at=AT)
        assert stage(backer, found) == Stage.DECLINED
        assert told() == []
        accept(backer, found)
        assert stage(backer, found) == Stage.ACCEPTED
        remove_codebtor(member_id=debtor.id, request_id=request_id, codebtor_id=found, at=AT)
        assert invitation_of(backer.id, found, AT) is None
        assert Task.CODEBTORS in view(debtor, request_id).tasks
        backed(debtor.id, request_id, other)
        assert Task.CODEBTORS not in view(debtor, request_id).tasks

    def test_nothing_is_asked_of_them_once_the_request_is_over(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        waiting = name(debtor.id, request_id, member())
        found = backed(debtor.id, request_id, backer)
        withdraw_request(member_id=debtor.id, request_id=request_id, at=AT)
        assert stage(backer, found) == Stage.OVER
        assert invitations_of(backer.id, AT) == []
        with pytest.raises(InvitationExpired):
            accept(Member.objects.get(document_number=number_of(waiting)), waiting)


def number_of(codebtor_id: UUID) -> str:
    return Codebtor.objects.get(id=codebtor_id).document_number
