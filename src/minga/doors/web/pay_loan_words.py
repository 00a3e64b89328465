"""Payments of a loan in the members' words."""

from minga.doors.web.templatetags.money import cop
from minga.kit.parameters import MissingParameter
from minga.kit.refusal import Refusal
from minga.ledger.entry import InsufficientFunds, KeyReused
from minga.loans import pay_refusals as no
from minga.loans.plan_payment import PayKind
from minga.loans.refusals import InstalmentTooSmall
from minga.payments.gmf_room import CostChanged
from minga.payments.pay_loan import AmountNotPositive, UnknownSource
from minga.savings.least_balance import BelowLeastBalance

KIND_WORDS: dict[str, str] = {
    PayKind.INSTALMENT: "Cuota",
    PayKind.TO_TERM: "Abono a capital, terminas antes",
    PayKind.TO_INSTALMENT: "Abono a capital, baja la cuota",
    PayKind.PAYOFF: "Pago total",
    PayKind.PAYROLL: "Descuento de nómina",
    "recovery": "Pago de un crédito castigado",
}
STATES = {"paid": "Pagada", "late": "Vencida", "due": "Vence hoy", "pending": "Pendiente"}


# The field each refusal belongs to (None: the whole form), and what to do instead.
WITH_LIMIT: dict[type[Refusal], tuple[str | None, str]] = {
    no.MoreThanDue: (
        "valor", "Hoy tienes por pagar {limit}. Para pagar más, elige abonar a capital.",
    ),
    no.NotTheInstalment: (
        "valor",
        "Antes de su fecha la cuota se paga completa: {limit}. Para otro valor, elige abonar a"
        " capital.",
    ),
    no.TooLittleExtra: (
        "valor",
        "Los primeros {limit} pagan lo que debes hasta hoy. Escribe un valor mayor para abonar a"
        " capital.",
    ),
    no.ExtraPaysAll: (
        "valor",
        "Con {limit} pagas todo el crédito. Elige pagar todo, o escribe un valor menor.",
    ),
    no.PayoffChanged: (
        "valor", "Pagar todo cuesta hoy {limit}. Deja el valor vacío, o elige otra opción.",
    ),
}  # fmt: skip
PLAIN: dict[type[Refusal], tuple[str | None, str]] = {
    no.NothingToPayYet: (
        "que", "Ya pagaste la próxima cuota. Si quieres pagar más, abona a capital.",
    ),
    InstalmentTooSmall: ("que", "Con ese abono conviene bajar la cuota. Elige esa opción."),
    UnknownSource: ("origen", "Elige una de tus cuentas."),
    AmountNotPositive: ("valor", "Escribe un valor mayor que cero."),
    InsufficientFunds: (
        "valor",
        "Tu saldo no alcanza para el pago y su costo. Escribe un valor menor o elige otra cuenta.",
    ),
    CostChanged: (
        None, "El costo cambió mientras revisabas. Todavía no hemos movido nada: míralo otra vez.",
    ),
    KeyReused: (None, "Los datos cambiaron mientras revisabas. Míralos otra vez."),
    no.UnknownLoan: (None, "Este crédito ya terminó."),
    MissingParameter: (None, "Hoy no podemos calcularlo. Acércate a tu cooperativa."),
}  # fmt: skip


def refused(refusal: Refusal) -> tuple[str | None, str]:
    """Field (None: the whole form) and sentence. Raises what no member caused."""
    kind = type(refusal)
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(refusal, no.WithLimit) and kind in WITH_LIMIT:
        field, sentence = WITH_LIMIT[kind]
        return field, sentence.format(limit=cop(refusal.limit))
    if isinstance(refusal, BelowLeastBalance):
        return "valor", f"En tu cuenta deben quedar {cop(refusal.least)}: es su saldo mínimo."
    raise refusal
