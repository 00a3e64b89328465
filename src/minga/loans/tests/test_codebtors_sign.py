"""Codebtors while a request is decided, and what they sign."""

from datetime import timedelta
from uuid import UUID

import pytest

from minga.loans.answer_codebtor import (
    SignedAlready,
    UnknownInvitation,
    decline_codebtor,
)
from minga.loans.codebtor_queries import Stage
from minga.loans.codebtors import CodebtorsMissing
from minga.loans.decide_request import ProposalChanged, decide, propose
from minga.loans.lines import Line
from minga.loans.models import CodebtorSignature, LoanDecision, RequestStep
from minga.loans.open_request import RequestNotOpen
from minga.loans.send_request import send_request
from minga.loans.sign_codebtor import ObligationChanged, obligation_to_sign, sign_codebtor
from minga.loans.signed_note import signed_obligation
from minga.loans.tests.codebtors_cast import (
    COOP,
    approve,
    backed,
    sign,
    signature,
    stage,
    told,
    view,
)
from minga.loans.tests.offered import add_terms
from minga.loans.tests.requests_cast import (
    ANA,
    AT,
    BETO,
    cap,
    member,
    proposal,
    shown,
)
from minga.members.models import Member

pytestmark = pytest.mark.django_db
LIFE = timedelta(days=15)


class TestDeciding:
    @pytest.fixture
    def sent(self, debtor: Member, backer: Member, request_id: UUID) -> UUID:
        """The codebtor of a request that the cooperative has."""
        found = backed(debtor.id, request_id, backer)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        return found

    def test_more_is_not_proposed_than_its_codebtors_allow(
        self, sent: UUID, lends: Line, request_id: UUID
    ) -> None:
        cap()
        add_terms(lends.id, AT.date(), codebtors=2, codebtors_above=4_500_000)
        with pytest.raises(CodebtorsMissing) as refused:
            propose(request_id=request_id, staff=ANA, proposal=proposal(5_000_000), at=AT)
        assert (refused.value.needed, refused.value.accepted) == (2, 1)
        propose(request_id=request_id, staff=ANA, proposal=proposal(4_500_000), at=AT)

    def test_whoever_leaves_gives_the_request_back_and_the_proposal_is_gone(
        self, debtor: Member, backer: Member, sent: UUID, request_id: UUID
    ) -> None:
        cap()
        propose(request_id=request_id, staff=ANA, proposal=proposal(5_000_000), at=AT)
        decline_codebtor(member_id=backer.id, codebtor_id=sent, at=AT)
        found = view(debtor, request_id)
        assert found.status == RequestStep.MISSING
        assert "Nombra a otra" in found.asked_for
        assert found.codebtors == ()
        assert not LoanDecision.objects.exists()
        assert told()[-1] == "loan_missing"
        other = member()
        backed(debtor.id, request_id, other)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        approve(request_id)
        assert view(debtor, request_id).status == RequestStep.APPROVED

    def test_one_who_is_not_needed_leaves_and_the_proposal_is_read_again(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        cap()
        extra, more = member(), backed(debtor.id, request_id, backer)
        backed(debtor.id, request_id, extra)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        propose(request_id=request_id, staff=ANA, proposal=proposal(5_000_000), at=AT)
        seen = shown(request_id)
        decline_codebtor(member_id=backer.id, codebtor_id=more, at=AT)
        assert view(debtor, request_id).status == RequestStep.RECOMMENDED
        with pytest.raises(ProposalChanged):
            decide(request_id=request_id, staff=BETO, approve=True, why="", seen=seen, at=AT)

    def test_leaves_after_the_approval_but_not_after_signing(
        self, debtor: Member, backer: Member, sent: UUID, request_id: UUID
    ) -> None:
        approve(request_id)
        assert told()[-1] == "loan_codebtor_sign"
        sign(backer, sent)
        with pytest.raises(SignedAlready):
            decline_codebtor(member_id=backer.id, codebtor_id=sent, at=AT)
        CodebtorSignature.objects.all().delete()
        decline_codebtor(member_id=backer.id, codebtor_id=sent, at=AT)
        assert view(debtor, request_id).status == RequestStep.MISSING


class TestSigning:
    @pytest.fixture
    def approved(self, debtor: Member, backer: Member, request_id: UUID) -> UUID:
        found = backed(debtor.id, request_id, backer)
        send_request(member_id=debtor.id, request_id=request_id, at=AT)
        approve(request_id)
        return found

    def test_signs_the_whole_debt_word_by_word_once(
        self, debtor: Member, backer: Member, approved: UUID, request_id: UUID
    ) -> None:
        assert stage(backer, approved) == Stage.TO_SIGN
        assert [one.id for one in view(debtor, request_id).unsigned] == [approved]
        sign(backer, approved)
        sign(backer, approved, approve=pytest.fail)
        made = CodebtorSignature.objects.get()
        for words in (
            backer.full_name, backer.document_number, debtor.full_name, debtor.document_number,
            "$ 5.000.000", "19,5 %", "23,5 %", "24 cuotas", "toda la deuda", "20 días", COOP,
        ):  # fmt: skip
            assert words in made.text
        assert "$" not in made.text.replace("$ ", "")
        assert stage(backer, approved) == Stage.SIGNED
        assert view(debtor, request_id).unsigned == ()
        assert told()[-1] == "loan_codebtors_signed"
        kept = signed_obligation(backer.id, approved)
        assert kept is not None
        assert kept.copy.startswith(made.text)
        assert bytes(made.digest).hex() in kept.copy
        assert signed_obligation(debtor.id, approved) is None

    def test_another_text_or_another_hand_signs_nothing(
        self, debtor: Member, backer: Member, approved: UUID
    ) -> None:
        with pytest.raises(ObligationChanged):
            sign(backer, approved, seen=b"another")
        for other in (debtor, member()):
            with pytest.raises(UnknownInvitation):
                sign(other, approved)
        assert not CodebtorSignature.objects.exists()

    def test_before_the_approval_there_is_nothing_to_sign(
        self, debtor: Member, backer: Member, request_id: UUID
    ) -> None:
        found = backed(debtor.id, request_id, backer)
        nothing = obligation_to_sign(member_id=backer.id, codebtor_id=found, cooperative=COOP)
        assert nothing is None
        with pytest.raises(RequestNotOpen):
            sign_codebtor(
                member_id=backer.id, codebtor_id=found, cooperative=COOP, seen=b"",
                approve=signature, at=AT,
            )  # fmt: skip
