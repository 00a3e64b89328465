"""`/simulador/cdat/`: what a term deposit would earn, for anybody, and the board of rates."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.doors.web.forms.simulate_term import SimulateTermForm
from minga.doors.web.loan_words import percent
from minga.doors.web.templatetags.money import cop
from minga.kit import clock
from minga.kit.money import Money
from minga.kit.refusal import Refusal
from minga.savings import term_terms
from minga.savings.rate_board import NoRateOnTheBoard
from minga.savings.term_interest import TermOutOfRange
from minga.savings.term_offer import TermOffer, terms_offered
from minga.savings.term_terms import AmountBelowMinimum, AmountTooLarge, TermQuote, TermTooShort

REFUSALS = (
    TermTooShort, AmountBelowMinimum, AmountTooLarge, NoRateOnTheBoard, TermOutOfRange,
)  # fmt: skip


@dataclass(frozen=True)
class ShownBoard:
    """The board of a plan: its columns in days, and a row for each amount."""

    name: str
    opening_min: Money
    days: tuple[int, ...]
    rows: list[tuple[Money, list[tuple[int, str]]]]


@require_safe
def simulate_term(request: HttpRequest) -> HttpResponse:
    """The questions and, once they are answered, what it earns; the board below."""
    on = clock.business_date(clock.now())
    offers = terms_offered(on)
    asked = bool(SimulateTermForm.base_fields.keys() & request.GET.keys())
    form = SimulateTermForm(request.GET if asked else None, offers=offers)
    quoted = _quoted(form, on) if form.is_valid() else None
    shown = {
        "form": form,
        "boards": [_board(one) for one in offers],
        "quote": quoted,
        "rate": quoted and percent(quoted.rate_ea),
    }
    status = 422 if form.errors else 200
    return render(request, "web/simulate_term.html", shown, status=status)


def _quoted(form: SimulateTermForm, on: date) -> TermQuote | None:
    filled = form.cleaned_data
    try:
        return term_terms.quote(
            code=filled["plan"], amount=filled["valor"], days=filled["dias"], on=on
        )
    except REFUSALS as refusal:
        form.add_error(*_outside(refusal))
    return None


def _outside(refusal: Refusal) -> tuple[str, str]:
    if isinstance(refusal, TermTooShort):
        return "dias", f"Un CDAT dura {refusal.days_min} días o más."
    if isinstance(refusal, AmountBelowMinimum):
        return "valor", f"Este CDAT se abre desde {cop(refusal.minimum)}."
    if isinstance(refusal, NoRateOnTheBoard):
        return "valor", "No hay tasa para ese valor y ese plazo. Mira la tabla de tasas."
    if isinstance(refusal, AmountTooLarge):
        return "valor", "Escribe un valor menor."
    return "dias", "Escribe menos días, por ejemplo 360."


def _board(offer: TermOffer) -> ShownBoard:
    rows = [
        (
            amount,
            [
                (days, "—" if rate is None else percent(rate))
                for days, rate in zip(offer.days, rates, strict=True)
            ],
        )
        for amount, rates in offer.rows
    ]
    return ShownBoard(offer.name, offer.opening_min, offer.days, rows)
