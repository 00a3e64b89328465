"""A request of credit as staff read it in a terminal, and what a refusal says to them."""

from decimal import Decimal
from typing import TYPE_CHECKING

from minga.doors.cli.quote_words import percent, pesos
from minga.kit.clock import BOGOTA
from minga.kit.money import Money
from minga.kit.refusal import Refusal

if TYPE_CHECKING:
    from minga.loans.codebtor_queries import CodebtorLine
    from minga.loans.request_queries import RequestView

_SAID = {
    "unknown_request": "ninguna solicitud enviada tiene ese radicado.",
    "request_not_open": "la solicitud está en otro punto («{status}») y eso ya no se puede.",
    "decides_alone": "quien propone no decide: que decida otra persona.",
    "nothing_proposed": "nadie ha propuesto nada todavía: usa «minga loans propose».",
    "proposal_expired": "la propuesta venció sin decisión: que alguien proponga otra vez.",
    "proposal_changed": "la propuesta cambió mientras decidías: mírala otra vez.",
    "oneself_concerned": "nadie estudia ni decide lo que pide o firma.",
    "nothing_said": "escribe qué falta o por qué se niega: el asociado lo lee.",
    "line_not_offered": "la línea ya no se ofrece.",
    "amount_outside_line": "el valor no cabe en la línea: va de {minimum} a {maximum}.",
    "periods_outside_line": "las cuotas no caben en la línea: van de {fewest} a {most}.",
    "method_not_offered": "la línea no se paga de esa forma.",
    "above_usury": "la tasa {rate} supera la usura de {month}, que es {cap}.",
    "usury_cap_missing": "falta la tasa de usura de {month}: cárgala con «minga loans usury».",
    "cap_already_loaded": "ese mes ya tiene otra tasa ({value}) y no se cambia.",
    "codebtors_missing": "le faltan codeudores: necesita {needed} y aceptaron {accepted}.",
    "unknown_employer": "ninguna línea tiene una pagaduría con el NIT {nit}.",
    "more_than_employer_owes": "la pagaduría debe {owed}: aplica antes lo que descontó.",
    "key_reused": "esa referencia ya entró con otro valor.",
    "amount_not_positive": "escribe un valor mayor que cero.",
    "terms_moved": "la línea ya cuesta otra cosa: que alguien proponga otra vez.",
    "grace_outside_line": "así puede haber hasta {most} cuotas de gracia.",
    "pay_day_not_offered": "la línea no se paga ese día: se paga los días {days}.",
    "principal_not_positive": "el valor va en pesos, sin centavos.",
}


def said(refusal: Refusal) -> str:
    """The refusal in plain words. Raises what staff did not cause."""
    if refusal.code not in _SAID:
        raise refusal
    details = {name: _written(value) for name, value in refusal.details.items()}
    return _SAID[refusal.code].format(**details)


def tell_row(one: "RequestView") -> str:
    """One line of the list."""
    since = f"{one.story[0].at.astimezone(BOGOTA):%Y-%m-%d}"
    return (
        f"{one.number}  {since}  {_status(one.status):<28} {pesos(one.amount):>14} "
        f"{one.periods:>3} cuotas  {one.line_name}  {one.member_name}"
    )


def tell_one(one: "RequestView") -> str:
    """Everything about one."""
    from minga.doors.office.pages import who_acted

    names = who_acted([one.maker, *(step.actor for step in one.story)])
    lines = [
        f"Solicitud {one.number}: {_status(one.status)}",
        f"  {one.member_name}",
        f"  Línea: {one.line_name}. Pide {pesos(one.amount)} en {one.periods} cuotas"
        f"{_when(one.pay_day, one.grace)}.",
        f"  Recibe al mes {_maybe(one.income)}, gasta {_maybe(one.expenses)}.",
        f"  Para: {one.purpose or 'no lo dijo'}.",
    ]
    lines += [f"  Documento: {doc.name}, {'está' if doc.at else 'falta'}." for doc in one.documents]
    lines += [f"  {given['title']}: {given['at']}." for given in one.authorisations.values()]
    lines += [f"  Codeudor: {_codebtor(codebtor)}." for codebtor in one.codebtors]
    if one.agreed:
        rate = percent(Decimal(one.agreed["rate_ea"]))
        lines.append(
            f"  Propuesto por {names[one.maker]}: {pesos(Money.of(one.agreed['amount']))} en "
            f"{one.agreed['periods']} cuotas al {rate} E.A"
            f"{_when(one.agreed.get('pay_day'), one.agreed.get('grace', 0))}."
        )
    if one.offer_until:
        lines.append(f"  Se puede firmar hasta el {one.offer_until}.")
    lines += [
        f"  {step.at.astimezone(BOGOTA):%Y-%m-%d %H:%M}  {_status(step.step)}  {names[step.actor]}"
        + (f"  «{step.note}»" if step.note else "")
        for step in one.story
    ]
    return "\n".join(lines)


def _codebtor(one: "CodebtorLine") -> str:
    if not one.name:
        return f"{one.document}, {'sin respuesta' if one.state == 'waiting' else 'no respondió'}"
    signed = "firmó" if one.has_signed else "aceptó, sin firmar"
    return f"{one.name} ({one.document}), {signed}"


def _when(pay_day: int | None, grace: int) -> str:
    day = f", el {pay_day} de cada mes" if pay_day else ""
    return day + (f", {grace} de gracia" if grace else "")


def _written(value: object) -> str:
    if isinstance(value, Money):
        return pesos(value)
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or "que cada entrega diga"
    return percent(value) if isinstance(value, Decimal) else str(value)


def _status(step: str) -> str:
    from minga.loans.models import RequestStep

    return str(RequestStep(step).label) if step in RequestStep.values else "Sin enviar"


def _maybe(value: Money | None) -> str:
    return "sin dato" if value is None else pesos(value)
