"""Lines of credit as they are offered on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.loans.collection import Stage, stages_of
from minga.loans.models import LineTerms, LoanLine, Modality
from minga.loans.plan import Method


class LineNotOffered(Refusal):
    """No such line is offered on that day."""

    code = "line_not_offered"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the terms in force on a day. Rates are effective annual, as fractions."""

    id: UUID
    code: str
    name: str
    summary: str
    modality: Modality
    by_payroll: bool
    rate_ea: Decimal
    mora_rate_ea: Decimal
    insurance_monthly: Decimal
    amount_min: Money
    amount_max: Money
    periods_min: int
    periods_max: int
    methods: tuple[Method, ...]
    day_count: DayCount
    documents: tuple[str, ...]
    pay_days: tuple[int, ...]
    first_days_min: int
    grace_max: int
    codebtors: int = 0
    codebtors_above: Money = ZERO
    collection: tuple[Stage, ...] = ()

    def codebtors_for(self, amount: Money) -> int:
        """How many must owe that amount together with the debtor."""
        return self.codebtors if amount > self.codebtors_above else 0


def lines_offered(on: date) -> list[Line]:
    """Every line that a member may ask for on a day, cheapest first."""
    found = (_line(line, on) for line in _offered(on))
    return sorted((one for one in found if one), key=lambda one: (one.rate_ea, one.name))


def line_offered(line_id: UUID, on: date) -> Line:
    """One of them. Raises LineNotOffered."""
    stored = _offered(on).filter(id=line_id).first()
    found = _line(stored, on) if stored else None
    if found is None:
        raise LineNotOffered(line=line_id, on=on)
    return found


def _offered(on: date) -> QuerySet[LoanLine]:
    running = Q(offered_until=None) | Q(offered_until__gte=on)
    return LoanLine.objects.filter(running, offered_from__lte=on)


def _line(line: LoanLine, on: date) -> Line | None:
    terms = LineTerms.objects.filter(line=line, valid_from__lte=on).order_by("-valid_from").first()
    if terms is None:
        return None
    return Line(
        id=line.id, code=line.code, name=line.name, summary=line.summary,
        modality=Modality(line.modality), by_payroll=line.by_payroll, rate_ea=terms.rate_ea,
        mora_rate_ea=terms.mora_rate_ea, insurance_monthly=terms.insurance_monthly,
        amount_min=Money(terms.amount_min), amount_max=Money(terms.amount_max),
        periods_min=terms.periods_min, periods_max=terms.periods_max,
        methods=tuple(Method(one) for one in terms.methods),
        day_count=DayCount(terms.day_count), documents=tuple(terms.documents),
        pay_days=tuple(terms.pay_days), first_days_min=terms.first_days_min,
        grace_max=terms.grace_max, codebtors=terms.codebtors,
        codebtors_above=Money(terms.codebtors_above), collection=stages_of(line.id, on),
    )  # fmt: skip
