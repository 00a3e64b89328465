"""What a member signs: the approved terms as a loan handed out today, and their words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from minga.kit.day_count import DayCount
from minga.kit.money import Money
from minga.loans.allocate import Part
from minga.loans.book_loan import NewLoan, planned
from minga.loans.codebtor_obligation import Obligation, obligations
from minga.loans.collection import Stage, stages_of
from minga.loans.imputation import order_on
from minga.loans.line_quote import quoted
from minga.loans.models import LoanRequest, Modality
from minga.loans.note_text import note_text
from minga.loans.plan import Method
from minga.loans.plan_cost import PlanCost, QuotedInstalment


@dataclass(frozen=True)
class NoteTerms:
    """An approved request, ready to be signed on a day. The text is the whole of the contract's
    figures: whatever changes, its digest changes."""

    request_id: UUID
    number: str
    debtor: str
    document: str
    cooperative: str
    pays_to: UUID
    pays_to_words: str
    conditions: str
    line_name: str
    new: NewLoan
    codebtors: tuple[Obligation, ...] = ()
    collection: tuple[Stage, ...] = ()
    employer: str = ""
    nit: str = ""
    order: tuple[Part, ...] = tuple(Part)

    @cached_property
    def instalments(self) -> tuple[QuotedInstalment, ...]:
        """The plan that is frozen with the signature."""
        return quoted(*planned(self.new))

    @cached_property
    def cost(self) -> PlanCost:
        """What it costs, all together."""
        return PlanCost(
            amount=self.new.principal, on=self.new.disbursed_on, day_count=self.new.day_count,
            grace=self.new.grace, instalments=self.instalments,
        )  # fmt: skip

    @cached_property
    def text(self) -> str:
        """The note, word by word."""
        return note_text(
            number=self.number, debtor=self.debtor, document=self.document,
            cooperative=self.cooperative, nit=self.nit, line=self.line_name, new=self.new,
            pays_to=self.pays_to_words, conditions=self.conditions, cost=self.cost,
            collection=self.collection, employer=self.employer, order=self.order,
            codebtors=[one.clause for one in self.codebtors],
        )  # fmt: skip

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the text."""
        return sha256(self.text.encode()).digest()


def note_terms(
    request: LoanRequest,
    *,
    cooperative: str,
    nit: str,
    pays_to: UUID,
    pays_to_words: str,
    on: date,
) -> NoteTerms:
    """From what was approved. The request has an approval (see `decide_request`). `nit`: the
    creditor's, which only the note says: a codebtor who signed before it was known, has signed.
    Raises MissingParameter."""
    agreed = request.decision.proposal
    member, line = request.member, request.line
    new = NewLoan(
        member_id=request.member_id, line_id=request.line_id, modality=Modality(line.modality),
        by_payroll=line.by_payroll, principal=Money.of(agreed["amount"]), disbursed_on=on,
        rate_ea=Decimal(agreed["rate_ea"]), mora_rate_ea=Decimal(agreed["mora_rate_ea"]),
        insurance_monthly=Decimal(agreed["insurance_monthly"]), method=Method(agreed["method"]),
        day_count=DayCount(agreed["day_count"]), periods=agreed["periods"],
        grace=agreed.get("grace", 0), pay_day=agreed.get("pay_day"),
        first_days_min=agreed.get("first_days_min", 1), request_id=request.id,
    )  # fmt: skip
    return NoteTerms(
        request_id=request.id, number=request.number, debtor=member.full_name,
        document=f"{member.document_type} {member.document_number}", cooperative=cooperative,
        pays_to=pays_to, pays_to_words=pays_to_words, conditions=agreed["conditions"],
        line_name=line.name, new=new, codebtors=obligations(request, cooperative),
        collection=stages_of(request.line_id, on),
        employer=line.employer.name if line.employer else "", nit=nit, order=order_on(on),
    )  # fmt: skip
