"""Requests in the words of whoever studies them: quotes, capacity, what is proposed, refusals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from minga.doors.web.loan_words import OUTSIDE, SHORT_METHODS, outside, percent
from minga.doors.web.simulate_credit import shown_quote
from minga.kit.day_count import DayCount
from minga.kit.money import ZERO, Money
from minga.kit.refusal import Refusal
from minga.loans.codebtors import CodebtorsMissing
from minga.loans.decide_request import (
    DecidesAlone,
    NothingProposed,
    NothingSaid,
    ProposalChanged,
    ProposalExpired,
)
from minga.loans.line_quote import quote_line
from minga.loans.lines import LineNotOffered, line_offered
from minga.loans.open_request import RequestNotOpen
from minga.loans.payment_capacity import Capacity
from minga.loans.plan import Method
from minga.loans.refusals import PrincipalNotPositive
from minga.loans.renew_offer import TermsMoved
from minga.loans.request_queries import RequestView
from minga.loans.usury import AboveUsury, UsuryCapMissing
from minga.staff.refusals import OneselfConcerned

REFUSED = (
    *OUTSIDE, LineNotOffered, PrincipalNotPositive, AboveUsury, UsuryCapMissing, RequestNotOpen,
    OneselfConcerned, DecidesAlone, NothingProposed, NothingSaid, ProposalChanged, ProposalExpired,
    CodebtorsMissing,
)  # fmt: skip


def fault(refusal: Refusal) -> tuple[str | None, str]:
    """The field it belongs to (None: the whole form) and what to do."""
    if isinstance(refusal, OUTSIDE):
        return outside(refusal)
    if isinstance(refusal, PrincipalNotPositive):
        return "valor", "Escribe el valor en pesos, sin centavos."
    if isinstance(refusal, NothingSaid):
        return "mensaje", "Escríbelo: el asociado lo lee."
    if isinstance(refusal, AboveUsury):
        rate, cap = (percent(Decimal(str(refusal.details[one]))) for one in ("rate", "cap"))
        return None, f"La tasa de la línea ({rate}) supera la usura del mes, que es {cap}."
    if isinstance(refusal, UsuryCapMissing):
        month = refusal.details["month"]
        return None, f"Falta la tasa de usura de {month}. Cárgala con «minga loans usury»."
    return None, _WHOLE[type(refusal)]


_WHOLE: dict[type[Refusal], str] = {
    LineNotOffered: "La línea ya no se ofrece.",
    CodebtorsMissing: "Le faltan codeudores que acepten. Usa «Pedir lo que falta».",
    TermsMoved: "La línea ya cuesta otra cosa. Que alguien proponga otra vez.",
    RequestNotOpen: "La solicitud ya está en otro punto. Mírala otra vez.",
    OneselfConcerned: "Nadie estudia ni decide lo que pide o firma. Que lo haga otra persona.",
    DecidesAlone: "Quien propone no decide: que decida otra persona.",
    NothingProposed: "Nadie ha propuesto nada todavía.",
    ProposalChanged: "La propuesta cambió mientras decidías. Léela otra vez y decide.",
    ProposalExpired: "La propuesta venció sin decisión. Que alguien proponga otra vez.",
}


def quote_of(
    found: RequestView, on: date, *, frozen: Mapping[str, Any] | None = None, **terms: Any
) -> dict[str, object] | None:
    """What is asked for, or these terms instead, with the line's rates of a day, or with those that
    a proposal froze; None when the line does not lend it."""
    asked: dict[str, Any] = {
        "amount": found.amount, "periods": found.periods, "method": found.method,
        "grace": found.grace, "pay_day": found.pay_day,
    }  # fmt: skip
    try:
        line = replace(line_offered(found.line_id, on), **(frozen or {}))
        return shown_quote(quote_line(line, on=on, **(asked | terms)))
    except (LineNotOffered, PrincipalNotPositive, *OUTSIDE):
        return None


def agreed_quote(found: RequestView, on: date) -> dict[str, object] | None:
    """What is proposed, with its own rates, if it were handed out today."""
    terms = found.agreed
    rates = ("rate_ea", "mora_rate_ea", "insurance_monthly")
    frozen = {name: Decimal(terms[name]) for name in rates} | {
        "day_count": DayCount(terms["day_count"]),
        "first_days_min": terms.get("first_days_min", 1),
    }
    return quote_of(
        found, on, frozen=frozen, amount=Money.of(terms["amount"]), periods=terms["periods"],
        method=Method(terms["method"]), grace=terms.get("grace", 0), pay_day=terms.get("pay_day"),
    )  # fmt: skip


def when_paid(pay_day: int | None, grace: int) -> str:
    """«, el 15 de cada mes, 3 de gracia»; nothing where nothing was chosen."""
    day = f", el {pay_day} de cada mes" if pay_day else ""
    return day + (f", {grace} de gracia" if grace else "")


def capacity_of(found: RequestView, quote: dict[str, object] | None) -> Capacity | None:
    """A month with the first instalment in it; None without a quote or an income."""
    first = quote["first"] if quote else None
    if found.income is None or not isinstance(first, Money):
        return None
    return Capacity(found.income, found.expenses or ZERO, first)


def agreed_words(found: RequestView) -> dict[str, Any] | None:
    """What is proposed, as it is shown."""
    if not found.agreed:
        return None
    terms = found.agreed
    return {
        "amount": Money.of(terms["amount"]),
        "periods": terms["periods"],
        "when": when_paid(terms.get("pay_day"), terms.get("grace", 0)),
        "method": SHORT_METHODS[Method(terms["method"])],
        "rate": percent(Decimal(terms["rate_ea"])),
        "mora_rate": percent(Decimal(terms["mora_rate_ea"])),
        "conditions": terms["conditions"],
        "grace": terms.get("grace", 0),
        "pay_day": terms.get("pay_day"),
    }
