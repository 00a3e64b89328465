"""The cooperative's side of a request: one studies and proposes, another decides."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from minga.audit.record import record
from minga.kit.clock import business_date
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.loans.codebtors import living, require_codebtors
from minga.loans.line_quote import LineQuote, quote_line
from minga.loans.lines import Line, line_offered
from minga.loans.models import LoanDecision, LoanRequest, RequestStep
from minga.loans.offers import last_day_to_sign
from minga.loans.open_request import held, require, step
from minga.loans.plan import Method
from minga.loans.proposal_digest import proposal_digest
from minga.loans.request_status import STUDIED
from minga.loans.tell_member import tell_codebtors, tell_member
from minga.loans.usury_caps import check_line_rate
from minga.staff.identity import is_concerned, is_same_person
from minga.staff.policy import policy
from minga.staff.refusals import OneselfConcerned


class DecidesAlone(Refusal):
    """Whoever proposed does not decide: somebody else must."""

    code = "decides_alone"


class NothingProposed(Refusal):
    """There is nothing to decide: somebody proposes first."""

    code = "nothing_proposed"


class ProposalExpired(Refusal):
    """Nobody decided it in time: it is proposed again."""

    code = "proposal_expired"


class ProposalChanged(Refusal):
    """What stands is not what was proposed, or not what the decider was shown."""

    code = "proposal_changed"


class NothingSaid(Refusal):
    """The member must be told what is missing, or why it was not approved."""

    code = "nothing_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed to lend; the rates are those of the line on that day. Grace and the day to
    pay are those asked for, unless they are said."""

    amount: Money
    periods: int
    method: Method
    conditions: str = ""
    grace: int | None = None
    pay_day: int | None = None


def ask_missing(*, request_id: UUID, staff: str, what: str, at: datetime) -> None:
    """Gives the request back to the member, who reads `what` is missing. Raises UnknownRequest,
    RequestNotOpen, NothingSaid, OneselfConcerned."""
    _require_words(what)
    with transaction.atomic(durable=True):
        request = held(request_id)
        require_stranger(request, staff)
        require(request, STUDIED)
        _forget_proposal(request)
        step(request, RequestStep.MISSING, at=at, actor=staff, note=what)
        _trail(request, "ask_missing", staff, at, what=what)
        tell_member(request, "loan_missing", at)


def propose(*, request_id: UUID, staff: str, proposal: Proposal, at: datetime) -> None:
    """Says what to lend, to be decided by somebody else within a day; a new proposal takes the
    place of one that nobody decided.

    Raises UnknownRequest, RequestNotOpen, OneselfConcerned (the employee asks for it, or owes it
    too), CodebtorsMissing, LineNotOffered, what `quote_line` does, AboveUsury, and UsuryCapMissing
    when the month's cap was not loaded.
    """
    with transaction.atomic(durable=True):
        request = held(request_id)
        require_stranger(request, staff)
        require(request, STUDIED)
        line, quote = _lendable(request, proposal, at)
        require_codebtors(request, line.codebtors_for(quote.amount))
        _forget_proposal(request)
        frozen = _frozen(line, quote, proposal.conditions)
        LoanDecision.objects.create(
            request=request, maker=staff, proposed_at=at, proposal=frozen,
            digest=_digest(request, staff, at, frozen), expires_at=at + policy(at).proposal_life,
        )  # fmt: skip
        step(request, RequestStep.RECOMMENDED, at=at, actor=staff)
        _trail(request, "propose_loan", staff, at, **frozen)


def decide(
    *, request_id: UUID, staff: str, approve: bool, why: str, seen: str, at: datetime
) -> None:
    """Approves or rejects what was proposed and shown. The member reads `why`.

    `seen`: the digest of the proposal that the decider was shown (`RequestView.proposal_digest`).
    Raises UnknownRequest, RequestNotOpen, OneselfConcerned, NothingProposed, DecidesAlone,
    ProposalExpired, ProposalChanged, NothingSaid (a rejection without a reason), and for an
    approval what `check_line_rate` does.
    """
    if not approve:
        _require_words(why)
    with transaction.atomic(durable=True):
        request = held(request_id)
        require_stranger(request, staff)
        require(request, STUDIED)
        decision = LoanDecision.objects.filter(request=request).first()
        if decision is None or decision.decided_at is not None:
            raise NothingProposed
        _require_decidable(request, decision, staff=staff, seen=seen, at=at)
        if approve:
            rate = Decimal(decision.proposal["rate_ea"])
            check_line_rate(rate, modality=request.line.modality, on=business_date(at))
        decision.checker, decision.decided_at = staff, at
        decision.is_approved, decision.why = approve, why
        if approve:
            decision.offer_until = last_day_to_sign(request.line_id, business_date(at))
        decision.save()
        now = RequestStep.APPROVED if approve else RequestStep.REJECTED
        step(request, now, at=at, actor=staff, note=why, detail=decision.proposal)
        _trail(request, "decide_loan", staff, at, approved=approve, why=why)
        tell_member(request, "loan_approved" if approve else "loan_rejected", at)
        if approve:
            tell_codebtors(request, "loan_codebtor_sign", at)


def require_stranger(request: LoanRequest, staff: str) -> None:
    """Nobody studies or decides what they ask for, or would owe together with somebody. Raises
    OneselfConcerned."""
    member = request.member
    codebtors = living(request.id)
    people = {
        (member.document_type, member.document_number),
        *codebtors.values_list("document_type", "document_number"),
    }
    if is_concerned(staff, people):
        raise OneselfConcerned


def _require_decidable(
    request: LoanRequest, decision: LoanDecision, *, staff: str, seen: str, at: datetime
) -> None:
    if is_same_person(decision.maker, staff):
        raise DecidesAlone(who=staff)
    if decision.expires_at is None or decision.expires_at <= at:
        raise ProposalExpired
    stored = bytes(decision.digest)
    now = _digest(request, decision.maker, decision.proposed_at, decision.proposal)
    if stored.hex() != seen or stored != now:
        raise ProposalChanged


def _digest(
    request: LoanRequest, maker: str, proposed_at: datetime, proposal: dict[str, Any]
) -> bytes:
    moment = proposed_at.astimezone(UTC).isoformat()
    return proposal_digest(request, maker=maker, proposed_at=moment, proposal=proposal)


def _lendable(request: LoanRequest, proposal: Proposal, at: datetime) -> tuple[Line, LineQuote]:
    on = business_date(at)
    line = line_offered(request.line_id, on)
    quote = quote_line(
        line, amount=proposal.amount, periods=proposal.periods, method=proposal.method, on=on,
        grace=request.grace if proposal.grace is None else proposal.grace,
        pay_day=proposal.pay_day or request.pay_day,
    )  # fmt: skip
    check_line_rate(line.rate_ea, modality=line.modality, on=on)
    return line, quote


def _frozen(line: Line, quote: LineQuote, conditions: str) -> dict[str, Any]:
    return {
        "amount": str(quote.amount), "periods": quote.periods, "method": quote.method.value,
        "rate_ea": str(line.rate_ea), "mora_rate_ea": str(line.mora_rate_ea),
        "insurance_monthly": str(line.insurance_monthly), "day_count": line.day_count.value,
        "conditions": conditions, "grace": quote.grace, "pay_day": quote.pay_day,
        "first_days_min": line.first_days_min,
    }  # fmt: skip


def _forget_proposal(request: LoanRequest) -> None:
    """What was decided before, and did not come to a signature, stays in the story."""
    LoanDecision.objects.filter(request=request).delete()


def _require_words(words: str) -> None:
    if len(words.strip()) < 3:
        raise NothingSaid


def _trail(request: LoanRequest, action: str, staff: str, at: datetime, **detail: Any) -> None:
    record(at=at, actor=staff, action=action, subject=f"loan_request:{request.id}", detail=detail)
