"""What a CDAT plan offers on a day: its terms, its board, and what a deposit would earn."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from minga.kit import parameters
from minga.kit.money import Money, NotMoney
from minga.kit.refusal import Refusal
from minga.savings.models import PlanTerms, ProductKind, SavingsPlan, TermDeposit, TermRate
from minga.savings.rate_board import BoardLine, rate_on_board
from minga.savings.term_interest import TermInterest, term_interest


class PlanNotOffered(Refusal):
    """No such CDAT plan is offered on that day."""

    code = "plan_not_offered"


class TermTooShort(Refusal):
    """Fewer days than the law or the plan ask for: `days_min`."""

    code = "term_too_short"

    def __init__(self, days_min: int) -> None:
        super().__init__(days_min=days_min)
        self.days_min = days_min


class AmountBelowMinimum(Refusal):
    """Less than the plan opens with: `minimum`."""

    code = "amount_below_minimum"

    def __init__(self, minimum: Money) -> None:
        super().__init__(minimum=minimum)
        self.minimum = minimum


class AmountTooLarge(Refusal):
    """With its interest it would be more than the books can hold."""

    code = "amount_too_large"


@dataclass(frozen=True, slots=True)
class TermQuote:
    """A deposit as it would be opened on a day, held to its end."""

    plan_code: str
    amount: Money
    days: int
    day_base: int
    rate_ea: Decimal
    opens_on: date
    matures_on: date
    result: TermInterest


def plan_of(code: str, on: date) -> tuple[SavingsPlan, PlanTerms]:
    """A CDAT plan with the terms in force. Raises PlanNotOffered."""
    plan = SavingsPlan.objects.filter(
        code=code, kind=ProductKind.TERM, offered_from__lte=on
    ).first()
    if plan is None or (plan.offered_until is not None and plan.offered_until < on):
        raise PlanNotOffered(code=code, on=on)
    terms = _terms(plan, on)
    if terms is None:
        raise PlanNotOffered(code=code, on=on)
    return plan, terms


def board_of(plan: SavingsPlan, on: date) -> list[BoardLine]:
    """The board in force: the one that began last, whole."""
    cells = TermRate.objects.filter(plan=plan, valid_from__lte=on)
    last = cells.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if last is None:
        return []
    return [
        BoardLine(rate=one.rate_ea, term_from=one.days_from, amount_from=Money(one.amount_from))
        for one in cells.filter(valid_from=last)
    ]


def quote(*, code: str, amount: Money, days: int, on: date) -> TermQuote:
    """Raises PlanNotOffered, TermTooShort, AmountBelowMinimum, NoRateOnTheBoard, TermOutOfRange,
    AmountTooLarge, MissingParameter."""
    plan, terms = plan_of(code, on)
    days_min = max(terms.days_min, parameters.whole("cdat.days_min", on))
    if days < days_min:
        raise TermTooShort(days_min)
    minimum = Money(terms.opening_min)
    if amount < minimum:
        raise AmountBelowMinimum(minimum)
    rate = rate_on_board(board_of(plan, on), amount=amount, term=days)
    try:
        result = term_interest(
            amount,
            effective_annual=rate,
            days=days,
            base=terms.day_base,
            retention_rate=parameters.number("retention.cdat.rate", on),
            daily_threshold=threshold(on),
        )
        _ = amount + result.interest
    except NotMoney:
        raise AmountTooLarge from None
    return TermQuote(
        code, amount, days, terms.day_base, rate, on, on + timedelta(days=days), result
    )


def threshold(on: date) -> Decimal | None:
    """The daily threshold of the retention, when the accountant says it holds for CDAT."""
    if parameters.text("retention.cdat.daily_threshold", on) != "1":
        return None
    share = parameters.number("retention.savings.daily_threshold_uvt", on)
    return parameters.number(f"uvt.{on.year}", on) * share


def early_rate_of(deposit: TermDeposit) -> Decimal | None:
    """The rate of an early end that was agreed when it was opened, never above its own: who leaves
    does not earn more than who stays. None: it cannot end early. One that another system opened
    before its plan began here has the plan's first terms."""
    plan = deposit.plan
    terms = _terms(plan, deposit.opened_on) or plan.terms.order_by("valid_from").first()
    if terms is None or terms.early_rate_ea is None:
        return None
    return min(terms.early_rate_ea, deposit.rate_ea)


def regret_days_of(plan: SavingsPlan, renewed_on: date) -> int | None:
    """Business days in which a renewal of that day may be undone; None where nobody set them."""
    terms = _terms(plan, renewed_on)
    return terms.regret_business_days or None if terms else None


def _terms(plan: SavingsPlan, on: date) -> PlanTerms | None:
    return plan.terms.filter(valid_from__lte=on).order_by("-valid_from").first()
